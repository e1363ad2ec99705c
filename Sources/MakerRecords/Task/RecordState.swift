public import Maker
import MakerAgents

/// Which record is next, and what its agents answered so far.
public struct RecordState: Hashable, Sendable {
  /// The record, from 0; the number of all records after the last.
  public let index: Int
  /// The answers of its agents so far, in their order.
  public let answers: [RecordAnswer]

  /// Makes a state.
  ///
  /// - Parameters:
  ///   - index: The record, from 0.
  ///   - answers: What was answered so far.
  public init(index: Int, answers: [RecordAnswer] = []) { (self.index, self.answers) = (index, answers) }
}

extension RecordState: Recordable {
  /// The number of the record, and for each answer a space, its length, a colon and its record.
  public var record: [UInt8] {
    var record = Array("\(index)".utf8)
    for answer in answers {
      let bytes = answer.record
      record += " \(bytes.count):".utf8
      record += bytes
    }
    return record
  }

  /// Reads a record.
  ///
  /// - Throws: `MalformedRecord` when it is no state's.
  public init(record: [UInt8]) throws(MalformedRecord) {
    var rest = record[...]
    guard let index = Self.number(from: &rest) else { throw Self.malformed(record) }
    var answers: [RecordAnswer] = []
    while !rest.isEmpty {
      guard rest.popFirst() == UInt8(ascii: " "), let length = Self.number(from: &rest),
        rest.popFirst() == UInt8(ascii: ":"), length <= rest.count
      else { throw Self.malformed(record) }
      answers.append(try RecordAnswer(record: Array(rest.prefix(length))))
      rest = rest.dropFirst(length)
    }
    self.init(index: index, answers: answers)
  }

  /// The number of the record and the answers.
  public var json: String {
    "{\"record\":\(index),\"answers\":[\(answers.map(\.json).joined(separator: ","))]}"
  }

  private static func number(from rest: inout ArraySlice<UInt8>) -> Int? {
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    rest = rest.dropFirst(digits.count)
    return Int(String(decoding: digits, as: UTF8.self))
  }

  private static func malformed(_ record: [UInt8]) -> MalformedRecord {
    MalformedRecord("a state of records of \(record.count) bytes")
  }
}
