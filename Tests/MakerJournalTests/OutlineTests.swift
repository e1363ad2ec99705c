import Foundation
import Maker
import MakerJournal
import Testing

@Suite("A run file keeps its replies in outline and where it stood over time", .serialized)
struct OutlineTests {
  @Test("the sketch counts every sample once, by what became of it, over all sessions")
  func sketch() async throws {
    let folder = try TemporaryFolder()
    let options = JournalOptions(commit: .within(.seconds(60)), record: .none)
    try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 47, options: options).close()
    let journal = try SQLiteJournal.open(at: folder.path("a.run"), options: options)
    _ = try await journal.begin(.example)
    for step in 47..<50 { try await journal.append(.decided(.example(step))) }
    try await journal.close()

    let sketch = try #require(try RunFile(at: folder.path("a.run")).sketch())
    // Five of the fifty steps are contested: five votes, one of them for another answer, and a flagged sample.
    #expect(sketch.decidedTokens.count == 45 * 3 + 5 * 4)
    #expect(sketch.outvotedTokens.count == 5)
    #expect(sketch.flaggedTokens.mapValues(\.count) == [.malformed: 5])
    #expect(sketch.decidedTokens.mean == 2)
    // The first sample of each step took no time at all, which stands for a time that nobody knows.
    #expect(sketch.latencyMs.count == 45 * 2 + 5 * 5)
    // Sample n of a step takes n milliseconds: three in a plain step, fifteen in a contested one.
    #expect(sketch.latencyMs.sum == 45.0 * 3 + 5.0 * 15)
  }

  @Test("there is a mark at the beginning and at the end of every session, with the counts of its step")
  func marks() async throws {
    let folder = try TemporaryFolder()
    try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 20).close(.stopped)
    let journal = try SQLiteJournal.open(at: folder.path("a.run"))
    _ = try await journal.begin(.example)
    for step in 20..<30 { try await journal.append(.decided(.example(step))) }
    try await journal.close(.done)
    let file = try RunFile(at: folder.path("a.run"))
    try file.check()
    let marks = try file.marks()
    // There are more in between where more than a second passed.
    for (session, steps) in [(1, 0...20), (2, 20...30)] {
      let own = marks.filter { $0.session == session }.map(\.step)
      #expect(own.first == steps.lowerBound && own.last == steps.upperBound && own.count >= 2)
    }
    #expect(marks.map(\.step) == marks.map(\.step).sorted())
    #expect(marks.allSatisfy { $0.tally.decided == $0.step })
    #expect(marks.map(\.wallSeconds) == marks.map(\.wallSeconds).sorted())
    #expect(marks.last?.tally == (try file.progress().tally))
  }

  @Test("a file of an earlier version has none, and gets them when its run goes on")
  func oldVersion() async throws {
    let folder = try TemporaryFolder()
    try SQL.makeVersion1(at: folder.path("a.run"))
    let file = try RunFile(at: folder.path("a.run"))
    #expect(try file.marks() == [])
    #expect(try file.sketch() == nil)
    #expect(try file.leads() == [])
    let identity = try #require(file.identity)
    let journal = try SQLiteJournal.open(at: folder.path("a.run"))
    _ = try await journal.begin(identity)
    try await journal.close()
    #expect(try RunFile(at: folder.path("a.run")).marks().map(\.step) == [6, 6])
  }

  @Test("a sketch that cannot be read does not keep a run from going on")
  func damagedSketch() async throws {
    let folder = try TemporaryFolder()
    try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 20).close(.stopped)
    try SQL.execute("UPDATE sketch SET sketch = '{}'", at: folder.path("a.run"))
    #expect(try await code { _ = try RunFile(at: folder.path("a.run")).sketch() } == .corrupt)
    let journal = try SQLiteJournal.open(at: folder.path("a.run"))
    #expect(try await journal.begin(.example)?.step == 20)
    try await journal.close()
  }
}
