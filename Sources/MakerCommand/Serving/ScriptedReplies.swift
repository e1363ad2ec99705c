import Maker
import MakerAgents
import MakerRecords
import MakerTesting

/// A simulated model that knows the right reply to every prompt by a key that stands in it, and errs at chosen rates.
///
/// It shows what voting, flags, caps and crashes do before a real model is paid. It says nothing of how often one is right.
struct ScriptedReplies: Sendable {
  /// The right replies of one field.
  private struct Script {
    /// What a prompt or its instructions have in them where this field is asked for; empty for any.
    let text: String
    /// The number of each key's reply.
    var numbers: [String: Int32] = [:]
    /// Every reply that is another's not.
    var replies: [String] = []
    var known: [String: Int32] = [:]

    /// Adds the reply of a key, unless it is there.
    mutating func add(_ reply: String, of key: String) -> Bool {
      let number = known[reply] ?? Int32(replies.count)
      if known.updateValue(number, forKey: reply) == nil { replies.append(reply) }
      return numbers.updateValue(number, forKey: key) == nil
    }
  }

  private var scripts: [Script]
  /// The rows that were passed over, in a sentence; nil where none was.
  private(set) var remark: String?
  /// How often another reply is looked for that is wrong.
  private static let tries = 50

  /// Reads replies. A row that cannot be read, or has no key or no reply, is passed over.
  ///
  /// - Parameters:
  ///   - path: A CSV, TSV or JSON Lines file.
  ///   - key: The field that stands in prompts, a word of letters, digits, `_` and `-`.
  ///   - fields: The fields with the right replies, each as `field` or, for prompts with a text in them, `text=field`.
  /// - Throws: A failure that says what is wrong with the file.
  init(_ path: String, key: String, replies fields: [String]) throws(CommandFailure) {
    let records = try Self.records(of: path)
    let parts = fields.map { field in
      field.lastIndex(of: "=").map { (String(field[..<$0]), String(field[field.index(after: $0)...])) }
        ?? ("", field)
    }
    try Self.require(key, "--key-field", in: records)
    for (_, field) in parts { try Self.require(field, "--reply-field", in: records) }
    scripts = parts.map { Script(text: $0.0) }
    var skipped: [(line: Int, reason: String)] = []
    for index in 0..<records.count {
      let row = try Self.row(index, of: records)
      let record: AgentRecord
      switch row.record {
      case .success(let read): record = read
      case .failure(let bad):
        skipped.append((row.line, bad.reason))
        continue
      }
      guard let name = record.value[key]?.promptText, !name.isEmpty else {
        skipped.append((row.line, "it has no \(key)"))
        continue
      }
      guard Self.words(of: name).elementsEqual([Substring(name)]) else {
        throw CommandFailure(
          .data,
          "\(path), line \(row.line): the key \(PlainText.short(name)) is not one word, so no prompt has it.")
      }
      let replies = parts.map { record.value[$0.1]?.promptText }
      if replies.allSatisfy({ $0 == nil }) { skipped.append((row.line, "it has no reply")) }
      for (place, reply) in replies.enumerated() {
        guard let reply else { continue }
        guard scripts[place].add(reply, of: name) else {
          throw CommandFailure(
            .data, "\(path), line \(row.line): the key \(PlainText.short(name)) is there twice.")
        }
      }
    }
    guard let first = skipped.first else { return }
    let why = "line \(first.line): \(first.reason)"
    guard skipped.count < records.count else {
      throw CommandFailure(.data, "No row of \(path) has a key and a reply; \(why).")
    }
    remark =
      skipped.count == 1
      ? "1 row of \(path) is passed over, \(why)"
      : "\(Figures.count(skipped.count)) rows of \(path) are passed over, the first on \(why)"
  }

  private static func require(
    _ field: String, _ option: String, in records: RecordSource
  ) throws(CommandFailure) {
    guard let columns = records.columns, !columns.contains(field) else { return }
    let near = NearestWord.of(field, among: columns).map { " Did you mean \($0)?" } ?? ""
    throw CommandFailure(
      .usage,
      "\(option) \(field) is no column of \(records.path), which has \(columns.joined(separator: ", ")).\(near)"
    )
  }

  private static func records(of path: String) throws(CommandFailure) -> RecordSource {
    let format = try MapInput.format(of: path, said: nil)
    do throws(RecordFailure) { return try RecordSource(scanning: path, as: format) } catch {
      throw CommandFailure(error)
    }
  }

  private static func row(_ index: Int, of records: RecordSource) throws(CommandFailure) -> RecordRow {
    do throws(RecordFailure) { return try records.row(at: index) } catch { throw CommandFailure(error) }
  }

  /// The model.
  ///
  /// - Parameters:
  ///   - wrong: The share of replies that are another key's, 0 to 1.
  ///   - malformed: The share of replies that are cut off or no answer, 0 to 1.
  ///   - seed: Another seed errs at other places.
  /// - Returns: The model.
  func model(wrong: Double, malformed: Double, seed: UInt64) -> ScriptedModel {
    ScriptedModel(
      base: NoisyModel(
        Noise(
          errorRate: malformed < 1 ? min(1, wrong / (1 - malformed)) : 0, wrongAnswers: 3,
          malformedRate: malformed, malformedReply: Response("I am not sure what to say.")),
        seed: seed,
        right: { prompt in
          place(in: prompt).map { scripts[$0.script].replies[$0.reply] } ?? Self.unknown
        },
        wrong: { prompt, choice in
          guard let (script, right) = place(in: prompt) else { return Self.unknown }
          let replies = scripts[script].replies
          let others = (1...Self.tries).lazy.map { (right + choice * Self.tries + $0) % replies.count }
          return others.first { $0 != right }.map { replies[$0] } ?? Self.unknown
        }))
  }

  private static let unknown = "I have no reply to a prompt without a key."

  /// Which field is asked for, and the number of its right reply.
  private func place(in prompt: Prompt) -> (script: Int, reply: Int)? {
    let instructions = prompt.instructions?.content ?? ""
    let isAsked = { (text: String) in prompt.content.contains(text) || instructions.contains(text) }
    guard
      let script = scripts.firstIndex(where: { !$0.text.isEmpty && isAsked($0.text) })
        ?? scripts.firstIndex(where: \.text.isEmpty)
    else { return nil }
    for word in Self.words(of: prompt.content) {
      if let number = scripts[script].numbers[String(word)] { return (script, Int(number)) }
    }
    return nil
  }

  private static func words(of text: String) -> [Substring] {
    text.split { !($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
  }
}

/// The simulated model, whose tokens are made up as well: one for every four bytes of what is asked and said.
struct ScriptedModel: LanguageModel {
  fileprivate let base: NoisyModel
  private static let bytesPerToken = 4

  var identity: [String: String] { base.identity }

  func respond(
    to prompt: Prompt, options: GenerationOptions
  ) async throws(LanguageModelError) -> Response {
    var response = try await base.respond(to: prompt, options: options)
    response.usage = Usage(
      inputTokens: Self.tokens(of: (prompt.instructions?.content ?? "") + prompt.content),
      outputTokens: Self.tokens(of: response.content))
    return response
  }

  private static func tokens(of text: String) -> Int {
    (text.utf8.count + bytesPerToken - 1) / bytesPerToken
  }
}
