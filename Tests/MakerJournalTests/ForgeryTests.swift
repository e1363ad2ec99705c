import Foundation
import Maker
import MakerJournal
import Testing

/// The forgeries have right checksums, so nothing but a bound can find them.
@Suite("A forged run file is refused and never trusted", .serialized)
struct ForgeryTests {
  private static let (most, least) = (Int.max, Int.min)

  /// Numbers that no count can be.
  private static let counts = ["\(most)", "\(least)", "-1", "\(1 << 53)"]

  /// Numbers that no time and no price can be.
  private static let amounts = ["9e999", "-9e999", "-1.0", "1e300"]

  static let forgeries: [String] =
    ["votes", "samples"].flatMap { column in
      (counts + ["0", "\(1 << 21)"]).flatMap { value in
        [13, 14].map { "UPDATE decision SET \(column) = \(value) WHERE step = \($0)" }
      }
    } + [
      "UPDATE decision SET votes = \(most), samples = \(most) WHERE step = 14",
      "UPDATE decision SET votes = 4, samples = 4 WHERE step = 14; UPDATE decision SET votes = 2 WHERE step = 13",
      "UPDATE decision SET step = \(least) WHERE step = 0",
      "UPDATE decision SET step = \(most) WHERE step = 49; UPDATE progress SET step = \(most)",
      "DELETE FROM candidate WHERE step = 13",
      "INSERT INTO candidate VALUES (13, 2, x'00'), (13, 3, x'00'), (13, 4, x'00'), (13, 5, x'00')",
    ]
    + [
      "[0,1,0,0]", "[0,1,0,0,0,0]", "[0,1,0,0,2]", "[0,1,0,0,-1]", "[0,1,0,0,\(most)]", "[]", "[", "",
      "[0,1,0,0,0", "0,1,0,0,0", "[0,1,0,0,0]]", "[0 1 0 0 0]", "[0,1,x0,0,0]", "[0,1,,0,0,0]",
      "[0,01,0,0,0]",
      "[00,1,0,0,0]", "[0,1,0,0,99999999999999999999]", "[٠,1,0,0,0]", "[0,1.0,0,0,0]", "[0,+1,0,0,0]",
    ].map { "UPDATE contest SET launch_order = '\($0)' WHERE step = 13" }
    + [
      "UPDATE contest SET launch_order = NULL WHERE step = 13",
      "UPDATE contest SET flags = NULL WHERE step = 13",
    ]
    + [
      "{}", "{\"malformed\":2}", "{\"malformed\":-1}", "{\"malformed\":\(most)}", "{\"malformed\":1.5}",
      "{\"malformed\":\(most),\"overlong\":\(most)}", "{\"malformed\":\(least),\"overlong\":\(most)}",
      "{\"malformed\":2,\"overlong\":-1}", "1", "",
    ].map { "UPDATE contest SET flags = '\($0)' WHERE step = 13" }
    + ["step", "open_samples"].flatMap { column in
      counts.map { "UPDATE progress SET \(column) = \($0)" }
    }
    + [
      "decided", "votes", "samples", "outvoted", "contested", "longest_ballot", "input_tokens",
      "output_tokens",
      "flags.overlong",
    ].flatMap { key in
      counts.map { "UPDATE progress SET tally = json_set(tally, '$.\(key)', \($0))" }
    }
    + [
      "UPDATE progress SET tally = json_set(tally, '$.votes', 1000)",
      "UPDATE progress SET tally = ''",
    ]
    + [
      "number", "from_step", "to_step", "samples", "input_tokens", "output_tokens",
    ].flatMap { column in
      counts.map { "UPDATE session SET \(column) = \($0)" }
    }
    + ["wall_seconds", "cost_usd"].flatMap { column in
      amounts.map { "UPDATE session SET \(column) = \($0)" }
    }
    + ["started", "ended"].flatMap { column in
      ["9e999", "-9e999", "1e300", "1e15"].map { "UPDATE session SET \(column) = \($0)" }
    }
    + [
      "UPDATE session SET samples = \(1 << 52); "
        + "INSERT INTO session SELECT 2, started, ended, from_step, to_step, wall_seconds, samples, input_tokens, "
        + "output_tokens, outcome, cost_usd, 0 FROM session"
    ]
    + ["slot", "attempt", "input_tokens", "output_tokens", "latency_ns"].flatMap { column in
      counts.flatMap { value in
        [13, 50].map { "UPDATE sample SET \(column) = \(value) WHERE step = \($0) AND number = 1" }
      }
    }
    + ["slot", "attempt"].map { "UPDATE sample SET \($0) = \(1 << 20) WHERE step = 13" }
    + [
      "UPDATE sample SET input_tokens = \(1 << 52) WHERE step = 50",
      "UPDATE sample SET step = \(least) WHERE step = 13",
      "UPDATE sample SET step = \(most) WHERE step = 13",
      "UPDATE sample SET finish_reason = 'other' WHERE step = 13",
      "DELETE FROM sample WHERE step = 13 AND number = 5",
      "UPDATE sample SET step = 14 WHERE step = 13",
    ]
    + amounts.map { "UPDATE sample SET temperature = \($0) WHERE step = 13" }
    + counts.map { "UPDATE run SET steps = \($0)" }
    + ["9e999", "1e300"].map { "UPDATE run SET created = \($0)" }

  @Test("with a number that cannot be, or parts that do not fit", arguments: forgeries)
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
    #expect(try await journal.begin(.example)?.openSamples.count == 2)
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

  /// A run of 50 decisions and two open samples, then forged.
  private func example(forging sql: String) async throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let options = JournalOptions(commit: .within(.seconds(60)))
    let journal = try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 50, options: options)
    try await journal.append(
      .open(step: 50, samples: [.example(step: 50, slot: 0), .example(step: 50, slot: 1)]))
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
      for step in [0, 13, 14, 50, .max] {
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
