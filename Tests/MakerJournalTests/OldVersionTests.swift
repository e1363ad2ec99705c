import Foundation
import Maker
import MakerJournal
import Testing

@Suite("A run file of version 1 is read and resumed", .serialized)
struct OldVersionTests {
  private func example() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try SQL.makeVersion1(at: folder.path("a.run"))
    return folder
  }

  @Test("everything in it is read, its tokens in an account without a name")
  func read() throws {
    let folder = try example()
    let file = try RunFile(at: folder.path("a.run"))
    try file.check()
    #expect(file.description.task == "hanoi")
    #expect(file.identity?.fingerprint == "aa5145acd5cd58e2")
    let tally = try file.progress().tally
    #expect((tally.decided, tally.votes, tally.samples, tally.contested) == (6, 12, 25, 4))
    #expect((tally.outvoted, tally.longestBallot, tally.rulings) == (0, 2, 0))
    #expect(tally.flags == [.malformed: 13])
    #expect(tally.ledger.unnamed.samples == 25)
    #expect(tally.ledger.unnamed.usage == Usage(inputTokens: 300, outputTokens: 353))
    #expect(tally.ledger.named.isEmpty)
    #expect(try file.decision(at: 5)?.flags == [.malformed: 4])
    #expect(try file.samples(of: 5).count == 6)
    let open = try file.openSamples()
    #expect(open.count == 8)
    #expect(open.allSatisfy { $0.request.model == 0 && $0.request.wording == 0 && $0.response.model == nil })
    #expect(try file.batches() == [])
    #expect(try file.spending().ledger.total.usage == Usage(inputTokens: 396, outputTokens: 450))
    let session = try #require(try file.sessions().first)
    #expect((session.inputTokens, session.cachedInputTokens, session.reasoningTokens) == (396, 0, 0))
  }

  @Test("reading it changes nothing and leaves nothing behind")
  func untouched() throws {
    let folder = try example()
    let before = try Data(contentsOf: folder.url.appendingPathComponent("a.run"))
    do { try RunFile(at: folder.path("a.run")).check() }
    #expect(try folder.names == ["a.run"])
    #expect(try Data(contentsOf: folder.url.appendingPathComponent("a.run")) == before)
  }

  @Test("the run goes on from where it stopped, in a file of this version")
  func resume() async throws {
    let folder = try example()
    let identity = try #require(try RunFile(at: folder.path("a.run")).identity)
    let journal = try SQLiteJournal.open(at: folder.path("a.run"))
    #expect(journal.earlier.ledger.total.samples == 33)
    let point = try #require(try await journal.begin(identity))
    #expect(point.step == 6)
    #expect(point.openSamples.count == 8)
    var decision = DecisionRecord.example(6)
    decision.samples += [.full(step: 6, slot: 3)]
    decision.votes = 4
    decision.tally = point.tally
    try await journal.append(.batch(.example(1)))
    try await journal.append(.decided(decision))
    try await journal.append(.decided(.ruled(7, withVotes: true)))
    try await journal.close()
    #expect(try folder.names == ["a.run"])

    let file = try RunFile(at: folder.path("a.run"))
    try file.check()
    #expect(try file.progress().step == 8)
    #expect(try file.samples(of: 5).count == 6)
    #expect(try file.decision(at: 7)?.ruling != nil)
    #expect(try file.batches() == [.example(1)])
    #expect(try file.sessions().map(\.number) == [1, 2])
  }

  @Test("a damaged one gives what can still be read and is not resumed")
  func damaged() async throws {
    let folder = try example()
    try SQL.execute("UPDATE progress SET step = 5", at: folder.path("a.run"))
    let file = try RunFile(at: folder.path("a.run"))
    #expect(try await code { _ = try file.progress() } == .corrupt)
    #expect(try file.decision(at: 5)?.votes == 2)
    #expect(try file.samples(of: 5).count == 6)
    #expect(try await code { _ = try SQLiteJournal.open(at: folder.path("a.run")) } == .corrupt)
  }

  @Test("a changed sample of it is found")
  func changedSample() async throws {
    let folder = try example()
    try SQL.execute("UPDATE sample SET attempt = 7 WHERE step = 5 AND number = 1", at: folder.path("a.run"))
    #expect(try await code { try RunFile(at: folder.path("a.run")).check() } == .corrupt)
  }
}
