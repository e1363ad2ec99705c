import Foundation
import Maker
import MakerJournal
import Testing

@Suite("The journal takes the steps of one run in order")
struct JournalTests {
  @Test("any step but the next is refused, and the next is still taken")
  func order() async throws {
    let folder = try TemporaryFolder()
    let journal = try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 5)
    for step in [4, 6, -1] {
      #expect(try await code { try await journal.append(.decided(.example(step))) } == .mismatched)
    }
    for step in [4, -1] {
      #expect(try await code { try await journal.append(.open(step: step, samples: [])) } == .mismatched)
    }
    try await journal.append(.decided(.example(5)))
    try await journal.close()
    #expect(try RunFile(at: folder.path("a.run")).progress().step == 6)
  }

  @Test("a run of another identity changes nothing in the file")
  func mismatch() async throws {
    let folder = try TemporaryFolder()
    try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 5).close()
    let before = try Data(contentsOf: folder.url.appendingPathComponent("a.run"))
    let journal = try SQLiteJournal.open(at: folder.path("a.run"))
    let other = RunIdentity(facts: ["task": "counting", "k": "4", "seed": "1"])
    let error = try await failure { _ = try await journal.begin(other) }
    #expect(error?.code == .mismatched)
    #expect(error?.message.contains("k was 3 and is now 4; seed was not set and is now 1") == true)
    try await journal.close()
    #expect(try Data(contentsOf: folder.url.appendingPathComponent("a.run")) == before)
    #expect(try folder.names == ["a.run"])
  }

  @Test("decisions in groups reach the file by themselves in time", .timeLimit(.minutes(2)))
  func timedCommit() async throws {
    let folder = try TemporaryFolder()
    let journal = try SQLiteJournal.create(
      at: folder.path("a.run"), description: .example,
      options: JournalOptions(commit: .within(.milliseconds(20))))
    _ = try await journal.begin(.example)
    for step in 0..<10 { try await journal.append(.decided(.example(step))) }
    let file = try RunFile(at: folder.path("a.run"))
    // No flush: the time limit of the test is what fails when nothing is ever written.
    while try file.progress().step < 10 { try await Task.sleep(for: .milliseconds(5)) }
    try await journal.close()
  }

  @Test("more decisions than may wait are all kept, in order")
  func backpressure() async throws {
    let folder = try TemporaryFolder()
    let options = JournalOptions(commit: .within(.seconds(3_600)), record: .none)
    let journal = try await SQLiteJournal.example(
      at: folder.path("a.run"), decisions: 100_000, options: options)
    try await journal.close()
    let file = try RunFile(at: folder.path("a.run"))
    try file.check()
    #expect(try file.progress().step == 100_000)
  }

  @Test("long replies are committed before they fill the memory")
  func longReplies() async throws {
    let folder = try TemporaryFolder()
    let options = JournalOptions(commit: .within(.seconds(3_600)), record: .all)
    let journal = try SQLiteJournal.create(
      at: folder.path("a.run"), description: .example, options: options)
    _ = try await journal.begin(.example)
    let reply = String(repeating: "x", count: 1 << 20)
    for step in 0..<40 {
      var decision = DecisionRecord.example(step)
      decision.samples = (0..<3).map { slot in
        Sample(
          request: SampleRequest(slot: slot, attempt: 0, temperature: 1, seed: 0), response: Response(reply))
      }
      (decision.votes, decision.candidates, decision.order) = (3, [], [])
      try await journal.append(.decided(decision))
    }
    // 120 MB were appended and 16 may wait, so most of it is in the file without a flush.
    #expect(try RunFile(at: folder.path("a.run")).progress().step > 20)
    try await journal.close()
    #expect(
      try RunFile(at: folder.path("a.run")).samples(of: 39).map(\.response.content) == [reply, reply, reply])
  }

  @Test("a closed journal takes nothing more, may be flushed, and may be closed again")
  func closed() async throws {
    let folder = try TemporaryFolder()
    let journal = try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 5)
    try await journal.close()
    try await journal.close()
    try await journal.flush()
    let error = try await failure { try await journal.append(.decided(.example(5))) }
    #expect(error?.code == .unwritable)
    #expect(error?.message.contains("is closed") == true)
    #expect(try await code { _ = try await journal.begin(.example) } == .unwritable)
  }

  @Test("a journal that is dropped without closing still writes what it took", .timeLimit(.minutes(2)))
  func dropped() async throws {
    let folder = try TemporaryFolder()
    do {
      let journal = try SQLiteJournal.create(
        at: folder.path("a.run"), description: .example,
        options: JournalOptions(commit: .within(.milliseconds(30))))
      _ = try await journal.begin(.example)
      for step in 0..<10 { try await journal.append(.decided(.example(step))) }
    }
    while RunFile.holder(at: folder.path("a.run")) != nil { try await Task.sleep(for: .milliseconds(5)) }
    #expect(try RunFile(at: folder.path("a.run")).progress().step == 10)
    #expect(try folder.names == ["a.run"])
  }

  @Test("the ledger counts what each session paid, samples of undecided steps once")
  func ledger() async throws {
    let folder = try TemporaryFolder()
    let first = try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 10)
    let open = (0..<2).map { Sample.example(step: 10, slot: $0) }
    try await first.append(.open(step: 10, samples: open))
    try await first.close(.stopped, costUSD: 1.5)
    let second = try SQLiteJournal.open(at: folder.path("a.run"))
    #expect(try await second.begin(.example)?.openSamples == open)
    for step in 10..<100 { try await second.append(.decided(.example(step))) }
    try await second.close()
    let sessions = try RunFile(at: folder.path("a.run")).sessions()
    #expect(sessions.map(\.number) == [1, 2])
    #expect(sessions.map(\.samples) == [32, 268])
    #expect(sessions.map(\.inputTokens) == [320, 2_680])
    #expect(sessions.map(\.outputTokens) == [64, 536])
    #expect(sessions.map(\.cachedInputTokens) == [90, 810])
    #expect(sessions.map(\.reasoningTokens) == [10, 90])
    #expect(sessions.map(\.outcome) == [.stopped, .done])
    #expect(sessions.map(\.costUSD) == [1.5, nil])
    #expect(sessions.allSatisfy { $0.started <= $0.ended && $0.wallSeconds >= 0 })
    #expect(try RunFile(at: folder.path("a.run")).openSamples() == [])
  }

  @Test("samples of steps after the next one are kept, counted and checked, until those are decided")
  func ahead() async throws {
    let folder = try TemporaryFolder()
    let first = try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 10)
    let open = { (step: Int) in (0..<2).map { Sample.example(step: step, slot: $0) } }
    for step in [13, 10, 11] { try await first.append(.open(step: step, samples: open(step))) }
    try await first.close(.stopped)
    let file = try RunFile(at: folder.path("a.run"))
    #expect(try file.openSamples() == open(10))
    #expect(try file.allOpenSamples() == open(10) + open(11) + open(13))
    let decided = try file.progress().tally.ledger.total.samples
    #expect(try file.spending().ledger.total.samples == decided + 6)
    try file.check()
    let second = try SQLiteJournal.open(at: folder.path("a.run"))
    #expect(second.earlier.ledger.total.samples == decided + 6)
    let point = try await second.begin(.example)
    #expect(point?.openSamples == open(10) && point?.aheadSamples == [11: open(11), 13: open(13)])
    for step in 10..<12 { try await second.append(.decided(.example(step))) }
    try await second.append(.open(step: 12, samples: [open(12)[0]]))
    try await second.close(.stopped)
    #expect(try file.openSamples() == [open(12)[0]])
    #expect(try file.allOpenSamples() == [open(12)[0]] + open(13))
    try file.check()
    try SQL.execute("DELETE FROM sample WHERE step = 13", at: folder.path("a.run"))
    let error = try await failure { try RunFile(at: folder.path("a.run")).check() }
    #expect(error?.code == .corrupt && error?.message.contains("of the 3 samples") == true)
  }

  @Test("what a run has taken is the ledger of all its sessions, open samples and their time included")
  func spending() async throws {
    let folder = try TemporaryFolder()
    let first = try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 10)
    #expect(first.earlier == RunSpending())
    var open = Sample.full(step: 10, slot: 0)
    open.response.tries = [Try(failure: "stalled", usage: Usage(inputTokens: 5), latencyMs: 1)]
    try await first.append(.open(step: 10, samples: [open, .example(step: 10, slot: 1)]))
    try await first.close(.stopped)
    let file = try RunFile(at: folder.path("a.run"))
    let spending = try file.spending()
    let named = spending.ledger.named["example/model"]
    #expect(named?.samples == 2)
    #expect(named?.usage.inputTokens == 315)
    #expect(spending.ledger.unnamed.usage == Usage(inputTokens: 10, outputTokens: 2))
    #expect(spending.wallSeconds == (try file.sessions().map(\.wallSeconds).reduce(0, +)))
    let second = try SQLiteJournal.open(at: folder.path("a.run"))
    #expect(second.earlier == spending)
    try await second.close()
  }
}
