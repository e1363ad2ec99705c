import Foundation
import Maker
import MakerJournal

/// A folder of one test, removed with it.
final class TemporaryFolder: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("maker-journal-\(UUID().uuidString)").resolvingSymlinksInPath()
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: url.path)
    try? FileManager.default.removeItem(at: url)
  }

  /// The path of a file in it.
  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  /// The names of the files in it.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
  }
}

extension RunDescription {
  /// A description with something in every part.
  static let example = RunDescription(
    task: "counting", parameters: ["steps": "100"], model: "none", voting: ["k": "3"], steps: 100,
    created: Date(timeIntervalSince1970: 1_750_000_000.25), makerVersion: "1.2.3",
    configuration: ["note": "\u{1F5FC}"])
}

extension RunIdentity {
  static let example = RunIdentity(facts: ["task": "counting", "k": "3"])
}

extension DecisionRecord {
  /// A decision that follows from its step; every tenth is contested and has a flagged sample.
  static func example(_ step: Int) -> DecisionRecord {
    let answer = Array("answer \(step)".utf8)
    let isContested = step % 10 == 3
    var tally = Tally()
    tally.decided = step + 1
    tally.votes = 3 * (step + 1)
    tally.samples = 3 * (step + 1)
    tally.ledger.enter(
      Response(
        "",
        usage: Usage(
          inputTokens: 30 * (step + 1), outputTokens: 6 * (step + 1), cachedInputTokens: 9 * (step + 1),
          cacheWriteTokens: 3 * (step + 1), reasoningTokens: step + 1),
        model: "example/model"))
    return DecisionRecord(
      step: step, answer: answer, votes: isContested ? 5 : 3,
      candidates: isContested ? [answer, Array("other \(step)".utf8)] : [],
      order: isContested ? [0, 1, 0, 0, 0] : [],
      samples: (0..<(isContested ? 6 : 3)).map { .example(step: step, slot: $0, isFlagged: $0 == 5) },
      state: Array("state \(step)".utf8), tally: tally)
  }
}

extension DecisionRecord {
  /// A step that a person decided, for what nobody had voted for; without votes nobody had been asked.
  static func ruled(_ step: Int, withVotes: Bool) -> DecisionRecord {
    var record = example(step)
    record.ruling = Ruling(by: "ada", reason: "step \(step)", time: 1_750_000_000.5)
    record.samples = withVotes ? (0..<3).map { .example(step: step, slot: $0, isFlagged: $0 == 2) } : []
    record.votes = withVotes ? 2 : 0
    record.candidates = withVotes ? [[1], [2]] : []
    record.order = withVotes ? [0, 1] : []
    return record
  }
}

extension BatchRecord {
  /// A batch that differs from number to number.
  static func example(_ number: Int, isSettled: Bool = false) -> BatchRecord {
    BatchRecord(
      key: "batch \(number)", id: number % 2 == 0 ? nil : "id \(number)", model: number,
      firstStep: 10 * number, requests: 100, time: 1_750_000_000 + Double(number), isSettled: isSettled)
  }
}

extension Sample {
  /// A sample with something in every part that a plain one leaves empty.
  static func full(step: Int, slot: Int) -> Sample {
    var sample = example(step: step, slot: slot)
    sample.request = SampleRequest(
      slot: slot, attempt: 1, temperature: 0.7, seed: 9, model: 1, wording: 2)
    sample.response.model = "example/model"
    sample.response.usage = Usage(
      inputTokens: 10, outputTokens: 2, cachedInputTokens: 3, cacheWriteTokens: 4, reasoningTokens: 1)
    sample.response.logprobs = [-0.25, -1e-9]
    sample.response.tries = [Try(failure: "stalled", usage: Usage(inputTokens: 5), latencyMs: 12.5)]
    return sample
  }

  static func example(step: Int, slot: Int, isFlagged: Bool = false) -> Sample {
    Sample(
      request: SampleRequest(
        slot: slot, attempt: 0, temperature: 0.1, seed: UInt64(bitPattern: Int64(~step))),
      response: Response("reply \(slot) of \(step)", usage: .init(inputTokens: 10, outputTokens: 2)),
      latency: .milliseconds(slot), flag: isFlagged ? Flagged(.malformed, "no answer") : nil)
  }
}

extension SQLiteJournal {
  /// A new run file with the first `count` example decisions in it, open.
  static func example(
    at path: String, decisions count: Int, options: JournalOptions = JournalOptions()
  ) async throws -> SQLiteJournal {
    let journal = try create(at: path, description: .example, options: options)
    _ = try await journal.begin(.example)
    for step in 0..<count { try await journal.append(.decided(.example(step))) }
    try await journal.flush()
    return journal
  }
}

/// The code of the journal error that `body` throws; nil when it throws none.
func code(_ body: () async throws -> Void) async throws -> JournalError.Code? {
  try await failure(body)?.code
}

/// The journal error that `body` throws; nil when it throws none.
func failure(_ body: () async throws -> Void) async throws -> JournalError? {
  do {
    try await body()
    return nil
  } catch let error as JournalError {
    return error
  }
}
