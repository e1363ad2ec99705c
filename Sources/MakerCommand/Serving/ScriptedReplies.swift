import Maker
import MakerAgents
import MakerRecords
import MakerTesting

/// A simulated model that knows the right reply to every prompt by a key that stands in it, and errs at chosen rates.
///
/// It shows what voting, flags, caps and crashes do before a real model is paid. It says nothing of how often one is right.
struct ScriptedReplies: Sendable {
  /// The number of each key's reply.
  private var numbers: [String: Int32] = [:]
  /// Every reply that is another's not.
  private var replies: [String] = []
  /// How often another reply is looked for that is wrong.
  private static let tries = 50

  /// Reads replies.
  ///
  /// - Parameters:
  ///   - path: A CSV or JSON Lines file.
  ///   - key: The field that stands in prompts, a word of letters, digits, `_` and `-`.
  ///   - reply: The field with the right reply.
  /// - Throws: A failure that says what is wrong with the file.
  init(_ path: String, key: String, reply: String) throws(CommandFailure) {
    let records = try Self.records(of: path)
    var known: [String: Int32] = [:]
    for index in 0..<records.count {
      let row = try Self.row(index, of: records)
      guard case .success(let record) = row.record, let name = record.value[key]?.promptText,
        let text = record.value[reply]?.promptText
      else { throw CommandFailure(.data, "\(path), line \(row.line): no record with \(key) and \(reply).") }
      guard Self.words(of: name).elementsEqual([Substring(name)]) else {
        throw CommandFailure(
          .data,
          "\(path), line \(row.line): the key \(PlainText.short(name)) is not one word, so no prompt has it.")
      }
      let number = known[text] ?? Int32(replies.count)
      if known.updateValue(number, forKey: text) == nil { replies.append(text) }
      guard numbers.updateValue(number, forKey: name) == nil else {
        throw CommandFailure(
          .data, "\(path), line \(row.line): the key \(PlainText.short(name)) is there twice.")
      }
    }
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
  func model(wrong: Double, malformed: Double, seed: UInt64) -> NoisyModel {
    NoisyModel(
      Noise(
        errorRate: malformed < 1 ? min(1, wrong / (1 - malformed)) : 0, wrongAnswers: 3,
        malformedRate: malformed,
        malformedReply: Response(
          "I am not sure what to say.", usage: Usage(inputTokens: 100, outputTokens: 8)),
        usage: Usage(inputTokens: 100, outputTokens: 5)),
      seed: seed,
      right: { prompt in number(in: prompt).map { replies[$0] } ?? Self.unknown },
      wrong: { prompt, choice in
        guard let right = number(in: prompt) else { return Self.unknown }
        let others = (1...Self.tries).lazy.map { (right + choice * Self.tries + $0) % replies.count }
        return others.first { $0 != right }.map { replies[$0] } ?? Self.unknown
      })
  }

  private static let unknown = "I have no reply to a prompt without a key."

  private func number(in prompt: Prompt) -> Int? {
    for word in Self.words(of: prompt.content) {
      if let number = numbers[String(word)] { return Int(number) }
    }
    return nil
  }

  private static func words(of text: String) -> [Substring] {
    text.split { !($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
  }
}
