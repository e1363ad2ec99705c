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
    return DecisionRecord(
      step: step, answer: answer, votes: isContested ? 5 : 3,
      candidates: isContested ? [answer, Array("other \(step)".utf8)] : [],
      order: isContested ? [0, 1, 0, 0, 0] : [],
      samples: (0..<(isContested ? 6 : 3)).map { .example(step: step, slot: $0, isFlagged: $0 == 5) },
      state: Array("state \(step)".utf8), tally: tally)
  }
}

extension Sample {
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
