import Foundation
import Maker
import MakerJournal
import Testing

@Suite("A run file is read during its run, after it and after a crash", .serialized)
struct ReadingTests {
  @Test("everything that was written is read back", arguments: JournalOptions.Recording.allCases)
  func everything(_ recording: JournalOptions.Recording) async throws {
    let folder = try TemporaryFolder()
    let options = JournalOptions(commit: .within(.milliseconds(5)), record: recording)
    try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 100, options: options).close()
    let file = try RunFile(at: folder.path("a.run"))
    try file.check()
    #expect(file.description == .example)
    #expect(file.identity == .example)
    let last = DecisionRecord.example(99)
    #expect(
      try file.progress() == RunFileProgress(step: 100, state: last.state, tally: last.tally))
    for step in 0..<100 {
      let written = DecisionRecord.example(step)
      let isContested = !written.candidates.isEmpty
      let read = try #require(try file.decision(at: step))
      #expect(read.answer == written.answer)
      #expect(read.candidates == written.candidates)
      #expect(read.order == written.order)
      #expect(read.flags == (isContested ? [.malformed: 1] : [:]))
      #expect(read.isContested == isContested)
      #expect(read.ballot.count == written.votes)
      let isKept = recording == .all || (recording == .contested && isContested)
      #expect(try file.samples(of: step) == (isKept ? written.samples : []))
    }
    #expect(try file.decision(at: 100) == nil)
    #expect(try file.decision(at: -1) == nil)
  }

  @Test("steps that a person decided are read back with who and why, among the contested ones")
  func ruled() async throws {
    let folder = try TemporaryFolder()
    let journal = try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 10)
    try await journal.append(.decided(.ruled(10, withVotes: true)))
    try await journal.append(.decided(.ruled(11, withVotes: false)))
    try await journal.append(.decided(.example(12)))
    try await journal.close()
    let file = try RunFile(at: folder.path("a.run"))
    try file.check()
    let voted = DecisionRecord.ruled(10, withVotes: true)
    #expect(
      try file.decision(at: 10)
        == RecordedDecision(
          step: 10, answer: voted.answer, votes: 2, samples: 3, candidates: [[1], [2]], order: [0, 1],
          flags: [.malformed: 1], ruling: voted.ruling))
    #expect(try file.samples(of: 10) == voted.samples)
    let unasked = DecisionRecord.ruled(11, withVotes: false)
    #expect(
      try file.decision(at: 11)
        == RecordedDecision(step: 11, answer: unasked.answer, votes: 0, samples: 0, ruling: unasked.ruling))
    #expect(try file.decision(at: 11)?.ballot == [])
    var contested: [Int] = []
    try file.forEachDecision(contestedOnly: true) { contested.append($0.step) }
    #expect(contested == [3, 10, 11])
  }

  @Test("decisions come in order, from any step, up to any step, contested ones alone")
  func walks() async throws {
    let folder = try TemporaryFolder()
    let options = JournalOptions(commit: .within(.seconds(60)), record: .none)
    try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 10_000, options: options).close()
    let file = try RunFile(at: folder.path("a.run"))
    func steps(_ first: Int, _ end: Int?, _ contestedOnly: Bool) throws -> [Int] {
      var steps: [Int] = []
      try file.forEachDecision(from: first, to: end, contestedOnly: contestedOnly) { steps.append($0.step) }
      return steps
    }
    #expect(try steps(0, nil, false) == Array(0..<10_000))
    #expect(try steps(4_095, 8_193, false) == Array(4_095..<8_193))
    #expect(try steps(9_999, nil, false) == [9_999])
    #expect(try steps(10_000, nil, false) == [])
    #expect(try steps(-5, 2, false) == [0, 1])
    #expect(try steps(0, nil, true) == Array(stride(from: 3, to: 10_000, by: 10)))
    #expect(try steps(14, 34, true) == [23, 33])
    struct Enough: Error {}
    var seen = 0
    #expect(throws: Enough.self) {
      try file.forEachDecision { _ in
        seen += 1
        if seen == 5 { throw Enough() }
      }
    }
    #expect(seen == 5)
  }

  @Test("a run that goes on is read beside its writer, and neither minds the other")
  func goingOn() async throws {
    let folder = try TemporaryFolder()
    let journal = try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 5)
    let file = try RunFile(at: folder.path("a.run"))
    #expect(try file.progress().step == 5)
    for step in 5..<40 {
      try await journal.append(.decided(.example(step)))
      #expect(try file.decision(at: step) != nil)
      #expect(try file.sessions().map(\.toStep) == [step + 1])
    }
    try await journal.close(.stopped)
    #expect(try file.progress().step == 40)
    #expect(try file.sessions().map(\.outcome) == [.stopped])
  }

  @Test("reading leaves no files behind")
  func leavesNothing() async throws {
    let folder = try TemporaryFolder()
    try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 5).close()
    let before = try Data(contentsOf: folder.url.appendingPathComponent("a.run"))
    do { try RunFile(at: folder.path("a.run")).check() }
    #expect(try folder.names == ["a.run"])
    #expect(try Data(contentsOf: folder.url.appendingPathComponent("a.run")) == before)
  }

  @Test("a run whose process was killed is read with what was only in the log", arguments: [true, false])
  func killed(_ isCopy: Bool) async throws {
    let (folder, killed) = (try TemporaryFolder(), try TemporaryFolder())
    let journal = try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 5)
    for name in ["a.run", "a.run-wal"] {
      try FileManager.default.copyItem(atPath: folder.path(name), toPath: killed.path(name))
    }
    try await journal.close()
    let source = try RunFileSource(killed.path("a.run"), isCopy ? .copy : .inPlace)
    #expect(try RunFile(source).progress().step == 5)
    try RunFile(source).check()
  }

  @Test("a read-only folder is read all the same, from a copy that goes with the reader")
  func readOnlyFolder() async throws {
    let folder = try TemporaryFolder()
    try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 5).close()
    try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: folder.path("a.run"))
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.url.path)
    #expect(try RunFile(at: folder.path("a.run")).progress().step == 5)
    // The same without asking for permissions, which whoever may do everything always has.
    #expect(try RunFile(try RunFileSource(folder.path("a.run"), .copy)).progress().step == 5)
    #expect(try folder.names == ["a.run"])
  }

  @Test("a running file in a read-only folder is read beside its writer")
  func beside() async throws {
    let folder = try TemporaryFolder()
    let journal = try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 5)
    let file = try RunFile(try RunFileSource(folder.path("a.run"), .beside))
    #expect(try file.progress().step == 5)
    try await journal.append(.decided(.example(5)))
    #expect(try file.progress().step == 6)
    try await journal.close()
  }
}
