/// The answer of a durable run's decision as its journal keeps it: with its key, and with what it was asked.
///
/// What reads it back without the code that asked, an audit or the tool, knows no more of the answer than its bytes
/// and its JSON.
public struct KeyedAnswer: Hashable, Sendable {
  /// The whole key: the path of its scope and its own, `left/step-42`.
  public let key: String
  /// Which decision of its scope it was, from 0.
  public let place: Int
  /// The lead that decided it.
  public let k: Int
  /// The record of the answer; nil where the votes did not decide.
  public let answer: [UInt8]?
  /// The answer as one line of JSON; `null` where the votes did not decide.
  public let answerJSON: String
  let question: QuestionDigest

  init(
    key: String, place: Int, k: Int, question: QuestionDigest, answer: (record: [UInt8], json: String)?
  ) {
    (self.key, self.place, self.k, self.question) = (key, place, k, question)
    self.answer = answer?.record
    answerJSON = answer?.json ?? "null"
  }

  /// The same decision with another answer: a candidate of its ballot, or none.
  func with(_ answer: (some Recordable)?) -> KeyedAnswer {
    KeyedAnswer(
      key: key, place: place, k: k, question: question, answer: answer.map { ($0.record, $0.json) })
  }
}

extension KeyedAnswer: Recordable {
  /// What stands for the JSON of an answer whose record is its JSON, and for that of no answer.
  private static let (same, none) = ("=", "-")
  private static let lineEnd = UInt8(ascii: "\n")

  /// A line with the key, a line of place, k, digests and the length of the JSON, then the JSON and the record.
  ///
  /// The JSON is left out where it is the record.
  public var record: [UInt8] {
    let json = Array(answerJSON.utf8)
    let length = answer.map { $0 == json ? Self.same : "\(json.count)" } ?? Self.none
    let head = "\(key)\n\(place) \(k) \(question.promptDigits) \(question.readerDigits) \(length)\n"
    return Array(head.utf8) + (length == "\(json.count)" ? json : []) + (answer ?? [])
  }

  /// Reads a record.
  ///
  /// - Throws: ``MalformedRecord`` when it is none.
  public init(record: [UInt8]) throws(MalformedRecord) {
    let lines = record.split(separator: Self.lineEnd, maxSplits: 2, omittingEmptySubsequences: false)
    guard lines.count == 3, let key = String(validating: lines[0], as: UTF8.self),
      let head = String(validating: lines[1], as: UTF8.self)
    else { throw Self.malformed(record) }
    let facts = head.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard facts.count == 5, let place = Int(facts[0]), 0..<1 << 53 ~= place, let k = Int(facts[1]),
      1...1_000_000 ~= k, DurableKey(path: key).problem == nil,
      let question = QuestionDigest(prompt: facts[2], reader: facts[3])
    else { throw Self.malformed(record) }
    (self.key, self.place, self.k, self.question) = (key, place, k, question)
    let rest = Array(lines[2])
    if facts[4] == Self.none, rest.isEmpty {
      (answer, answerJSON) = (nil, "null")
      return
    }
    let length = facts[4] == Self.same ? rest.count : Int(facts[4]) ?? -1
    guard 0...rest.count ~= length, let json = String(validating: rest.prefix(length), as: UTF8.self) else {
      throw Self.malformed(record)
    }
    answer = facts[4] == Self.same ? rest : Array(rest.dropFirst(length))
    answerJSON = json
  }

  /// The key and the answer.
  public var json: String { "{\"key\":\(key.json),\"answer\":\(answerJSON)}" }

  private static func malformed(_ record: [UInt8]) -> MalformedRecord {
    MalformedRecord("a decision of a durable run of \(record.count) bytes")
  }
}
