import Maker
import MakerAgents
import MakerJournal
import MakerRecords

/// A record on one line of a list: what was decided of it and how its votes stand.
struct RecordLine: Encodable {
  let step: Int
  let record: Int
  let agent: String
  /// Nil for one that was rejected.
  let answer: JSONText?
  /// Why it was rejected; nil for one that was not.
  let rejected: String?
  /// The right answer, where that is known.
  let expected: JSONText?
  let ballot: [BallotLine]
  let samples: Int
  let flags: [String: Int]

  private let decidedText: String
  private let expectedText: String
  private let standing: String

  private enum CodingKeys: String, CodingKey {
    case step, record, agent, answer, rejected, expected, ballot, samples, flags
  }

  /// A line of a list.
  ///
  /// - Parameters:
  ///   - decision: What is recorded.
  ///   - records: The records of the run.
  ///   - expected: The right answer, where that is known.
  /// - Throws: A failure when the record of an answer cannot be read.
  init(
    _ decision: RecordedDecision, of records: MapRecords, expected: RecordTruth.Known? = nil
  ) throws(CommandFailure) {
    (step, record) = (decision.step, records.record(of: decision.step))
    agent = records.agent(of: decision.step)
    let answer: RecordAnswer
    var candidates: [(answer: RecordAnswer, votes: Int)] = []
    do throws(MalformedRecord) {
      answer = try RecordAnswer(record: decision.answer)
      for (record, votes) in decision.standing {
        candidates.append((try RecordAnswer(record: record), votes))
      }
    } catch {
      throw CommandFailure(.data, "An answer of record \(record) cannot be read: \(error).")
    }
    rejected = answer.rejection
    self.answer = answer.answer.map { JSONText($0.json) }
    self.expected = expected.map { JSONText($0.value.json) }
    ballot = candidates.map { BallotLine(answer: JSONText($0.answer.json), votes: $0.votes) }
    samples = decision.samples
    flags = Dictionary(uniqueKeysWithValues: decision.flags.map { ($0.key.rawValue, $0.value) })
    decidedText = answer.rejection == nil ? Self.short(answer) : "(rejected)"
    expectedText = expected.map { PlainText.short($0.value.promptText, 40) } ?? ""
    standing = Self.text(candidates)
  }

  /// The most candidates that are named on a line.
  private static let named = 3

  private static func text(_ candidates: [(answer: RecordAnswer, votes: Int)]) -> String {
    guard !candidates.isEmpty else { return "no vote" }
    var words = candidates.prefix(named).map { "\(short($0.answer)) \($0.votes)" }
    if candidates.count > named { words.append("\(candidates.count - named) more") }
    return words.joined(separator: " : ")
  }

  private static func short(_ answer: RecordAnswer) -> String {
    PlainText.short(answer.answer?.value.promptText ?? answer.json, 40)
  }

  /// The lines as a table for a person, a head above them.
  static func table(_ lines: [RecordLine], of records: MapRecords, isOfWrong: Bool) -> [String] {
    let agent = records.length > 1
    let head =
      ["record"] + (agent ? ["agent"] : []) + ["decided"] + (isOfWrong ? ["expected"] : [])
      + ["votes", "samples", "flagged"]
    let rows = lines.map { line in
      ["\(line.record)"] + (agent ? [line.agent] : []) + [line.decidedText]
        + (isOfWrong ? [line.expectedText] : [])
        + [line.standing, "\(line.samples)", "\(line.flags.values.reduce(0, +))"]
    }
    return TextTable.lines([head] + rows, numbers: [0, head.count - 2, head.count - 1])
  }
}
