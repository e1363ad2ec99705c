import Foundation
import Maker
import MakerJournal
import Testing

/// The forgeries have right checksums, so nothing but a bound can find them.
@Suite("A forged run file is refused and never trusted", .serialized)
struct ForgeryTests {
  @Test("with a number that cannot be, or parts that do not fit", arguments: Forgeries.all)
  func forged(_ sql: String) async throws {
    let folder = try await example(forging: sql)
    let error = try await failure { try RunFile(at: folder.path("a.run")).check() }
    #expect(error?.code == .corrupt)
    #expect(error?.message.contains("has changed") == false, "\(error?.message ?? "")")
    try await readAll(folder.path("a.run"))
  }

  @Test("while one whose checksums are made anew and nothing else is read")
  func untouched() async throws {
    let folder = try await example(forging: "SELECT 1")
    let file = try RunFile(at: folder.path("a.run"))
    try file.check()
    #expect(try file.progress().step == 50)
    let journal = try SQLiteJournal.open(at: folder.path("a.run"))
    let point = try await journal.begin(.example)
    #expect(point?.openSamples == [.example(step: 50, slot: 0), .full(step: 50, slot: 1)])
    #expect(point?.batches == [.example(1), .example(2)])
    try await journal.close()
  }

  @Test("nor asked for a step that cannot be")
  func impossibleStep() async throws {
    let folder = try await example(forging: "SELECT 1")
    #expect(try RunFile(at: folder.path("a.run")).decision(at: .max) == nil)
    #expect(try RunFile(at: folder.path("a.run")).decision(at: .min) == nil)
  }

  @Test("a changed reply is found by the check, wherever it is", arguments: [3, 13, 43])
  func changedReply(_ step: Int) async throws {
    let folder = try await example(forging: "SELECT 1")
    try SQL.execute(
      "UPDATE sample SET reply = 'else' WHERE step = \(step) AND number = 2", at: folder.path("a.run"))
    let error = try await failure { try RunFile(at: folder.path("a.run")).check() }
    #expect(error?.code == .corrupt)
    #expect(error?.message.contains("sample 2 of step \(step)") == true, "\(error?.message ?? "")")
  }

  @Test("a changed reply behind thousands of kept steps is found too")
  func changedReplyLater() async throws {
    let folder = try TemporaryFolder()
    let options = JournalOptions(commit: .within(.seconds(60)), record: .all)
    try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 9_000, options: options).close()
    try RunFile(at: folder.path("a.run")).check()
    try SQL.execute("UPDATE sample SET reply = '' WHERE step = 8999", at: folder.path("a.run"))
    #expect(try await code { try RunFile(at: folder.path("a.run")).check() } == .corrupt)
  }

  @Test("a price that cannot be is not written")
  func price() async throws {
    let folder = try TemporaryFolder()
    let journal = try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 3)
    try await journal.close(.stopped, costUSD: .infinity)
    #expect(try RunFile(at: folder.path("a.run")).sessions().map(\.costUSD) == [nil])
  }

  /// A run of 50 decisions, the last two by a person, two open samples and two batches, then forged.
  private func example(forging sql: String) async throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let options = JournalOptions(commit: .within(.seconds(60)))
    let journal = try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 48, options: options)
    try await journal.append(.decided(.ruled(48, withVotes: true)))
    var last = DecisionRecord.ruled(49, withVotes: false)
    last.evidence = WatchEvidence()
    try await journal.append(.decided(last))
    try await journal.append(
      .open(step: 50, samples: [.example(step: 50, slot: 0), .full(step: 50, slot: 1)]))
    for number in [1, 2] { try await journal.append(.batch(.example(number))) }
    for k in [4, 6] { try await journal.append(.lead(LeadChange(step: 50, k: k, p: 0.9))) }
    try await journal.close(.stopped, costUSD: 0.25)
    try SQL.forge(sql, at: folder.path("a.run"))
    return folder
  }

  /// Reads whatever can be read, as a resume and a report would, up to the first error of each.
  private func readAll(_ path: String) async throws {
    if let file = try? RunFile(at: path) {
      _ = try? file.progress()
      _ = try? file.sessions()
      _ = try? file.openSamples()
      _ = try? file.spending()
      _ = try? file.batches()
      _ = try? file.leads()
      _ = try? file.marks()
      _ = try? file.sketch()
      for step in [0, 13, 14, 48, 49, 50, .max] {
        if let decision = try? file.decision(at: step) { #expect(decision.ballot.count == decision.votes) }
        _ = try? file.samples(of: step)
      }
      for contestedOnly in [true, false] {
        try? file.forEachDecision(contestedOnly: contestedOnly) { #expect($0.ballot.count == $0.votes) }
      }
    }
    if let journal = try? SQLiteJournal.open(at: path) {
      _ = try? await journal.begin(.example)
      try? await journal.close()
    }
  }
}
