import Foundation
import Maker
import MakerJournal
import Testing

@Suite("A crash leaves the decisions up to some step, and the run goes on from there", .serialized)
struct CrashTests {
  @Test("wherever the log is torn, what opens is a prefix with the state and counts that belong to it")
  func tornLog() async throws {
    let folder = try TemporaryFolder()
    let journal = try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 12)
    let file = try Data(contentsOf: folder.url.appendingPathComponent("a.run"))
    let log = try Data(contentsOf: folder.url.appendingPathComponent("a.run-wal"))
    try await journal.close()

    // Frames are a page and a header of 24 bytes: every frame's edges, and lengths that hit none.
    let edges = stride(from: 32, through: log.count, by: 4_096 + 24).flatMap { [$0 - 1, $0, $0 + 25] }
    let lengths = edges + Array(stride(from: 0, to: log.count, by: 7_919)) + [log.count]
    var steps: Set<Int> = []
    for length in lengths where length <= log.count {
      steps.insert(try await expectPrefix(file, Data(log.prefix(length))))
    }
    #expect(steps == Set(0...12))
  }

  @Test("wherever bytes of the log are lost or changed, what opens is a prefix")
  func changedLog() async throws {
    let folder = try TemporaryFolder()
    let journal = try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 30)
    let file = try Data(contentsOf: folder.url.appendingPathComponent("a.run"))
    let log = try Data(contentsOf: folder.url.appendingPathComponent("a.run-wal"))
    try await journal.close()
    for offset in stride(from: 0, to: log.count, by: 6_007) {
      var changed = log
      changed[changed.startIndex + offset] ^= 0x41
      _ = try await expectPrefix(file, changed)
    }
  }

  @Test("a copy taken at any moment of a run in groups is a prefix", arguments: 0..<8)
  func anyMoment(_ seed: Int) async throws {
    let folder = try TemporaryFolder()
    let options = JournalOptions(commit: .within(.milliseconds(1)))
    let journal = try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 0, options: options)
    let moment = 200 + 137 * seed
    for step in 0..<moment { try await journal.append(.decided(.example(step))) }
    // The log first: a file that is newer than its log has at most had the same pages copied into it.
    let log = try? Data(contentsOf: folder.url.appendingPathComponent("a.run-wal"))
    let file = try Data(contentsOf: folder.url.appendingPathComponent("a.run"))
    let step = try await expectPrefix(file, log ?? Data())
    #expect(step <= moment)
    try await journal.close()
    #expect(try RunFile(at: folder.path("a.run")).progress().step == moment)
  }

  @Test("a run whose process died is told apart in the ledger, and loses nothing")
  func died() async throws {
    let (folder, copy) = (try TemporaryFolder(), try TemporaryFolder())
    let journal = try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 7)
    for name in ["a.run", "a.run-wal"] {
      try FileManager.default.copyItem(atPath: folder.path(name), toPath: copy.path(name))
    }
    try await journal.close()

    let resumed = try SQLiteJournal.open(at: copy.path("a.run"))
    #expect(try await resumed.begin(.example)?.step == 7)
    try await resumed.append(.decided(.example(7)))
    try await resumed.close(.stopped, costUSD: 0.25)
    let sessions = try RunFile(at: copy.path("a.run")).sessions()
    #expect(sessions.map(\.outcome) == [.died, .stopped])
    #expect(sessions.map(\.fromStep) == [0, 7])
    #expect(sessions.map(\.toStep) == [7, 8])
    #expect(sessions.map(\.samples) == [21, 3])
    #expect(sessions.map(\.costUSD) == [nil, 0.25])
  }

  /// Opens a run file with its log as a crash left them; returns the step it goes on from.
  private func expectPrefix(_ file: Data, _ log: Data) async throws -> Int {
    let folder = try TemporaryFolder()
    try file.write(to: folder.url.appendingPathComponent("a.run"))
    try log.write(to: folder.url.appendingPathComponent("a.run-wal"))
    var options = JournalOptions()
    // There is no second crash here, and thousands of files need not reach the disk.
    options.synchronous = .off
    let journal = try SQLiteJournal.open(at: folder.path("a.run"), options: options)
    let point = try await journal.begin(.example)
    let step = point?.step ?? 0
    if step > 0 {
      #expect(point?.state == DecisionRecord.example(step - 1).state)
      #expect(point?.tally == DecisionRecord.example(step - 1).tally)
    }
    try await journal.append(.decided(.example(step)))
    try await journal.close()

    let run = try RunFile(at: folder.path("a.run"))
    try run.check()
    var count = 0
    try run.forEachDecision { decision in
      #expect(decision.answer == DecisionRecord.example(count).answer)
      count += 1
    }
    #expect(count == step + 1)
    return step
  }
}
