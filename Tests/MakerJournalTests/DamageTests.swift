import Foundation
import Maker
import MakerJournal
import Testing

@Suite("A damaged run file gives an error or the right data", .serialized)
struct DamageTests {
  @Test("whatever byte is changed, nothing wrong is read", arguments: [UInt8(0x01), 0x80, 0xFF])
  func changedByte(_ change: UInt8) async throws {
    let whole = try await wholeFile()
    for offset in stride(from: Int(change) % 7, to: whole.count, by: 193) {
      var bytes = whole
      bytes[offset] ^= change
      try expectRightOrError(bytes, "byte \(offset) ^ \(change)")
    }
  }

  @Test("wherever the file is cut off, nothing wrong is read")
  func cutOff() async throws {
    let whole = try await wholeFile()
    for length in stride(from: 1, to: whole.count, by: 1_531) {
      try expectRightOrError(Data(whole.prefix(length)), "\(length) bytes")
    }
  }

  @Test("whatever page is lost, nothing wrong is read, and the check finds it")
  func lostPage() async throws {
    let whole = try await wholeFile()
    for page in 1..<whole.count / 4_096 {
      var bytes = whole
      bytes.replaceSubrange(page * 4_096..<(page + 1) * 4_096, with: Data(count: 4_096))
      try expectRightOrError(bytes, "page \(page)")
      let folder = try TemporaryFolder()
      try bytes.write(to: folder.url.appendingPathComponent("a.run"))
      let error = try await failure { try RunFile(at: folder.path("a.run")).check() }
      #expect(error?.code == .corrupt, "page \(page)")
    }
  }

  @Test("a decision that is missing is named, and those before it are still read")
  func missingDecision() async throws {
    let folder = try TemporaryFolder()
    try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 50).close()
    try SQL.execute("DELETE FROM decision WHERE step = 31", at: folder.path("a.run"))
    let file = try RunFile(at: folder.path("a.run"))
    var read: [Int] = []
    let error = try await failure { try file.forEachDecision { read.append($0.step) } }
    #expect(error?.code == .corrupt)
    #expect(error?.message.contains("step 31 is missing") == true)
    #expect(read == Array(0..<31))
    read = []
    try file.forEachDecision(from: 32) { read.append($0.step) }
    #expect(read == Array(32..<50))
    #expect(try await code { try file.check() } == .corrupt)
  }

  @Test(
    "an edited answer, ballot or count is found",
    arguments: [
      "UPDATE decision SET answer = x'00' WHERE step = 13",
      "UPDATE decision SET votes = 4 WHERE step = 13",
      "UPDATE contest SET launch_order = '[0,0,0]' WHERE step = 13",
      "UPDATE candidate SET answer = x'00' WHERE step = 13 AND number = 1",
      "DELETE FROM candidate WHERE step = 13",
      "DELETE FROM contest WHERE step = 13",
      "DELETE FROM decision WHERE step = 49",
      "INSERT INTO contest SELECT 99, launch_order, flags, checksum FROM contest WHERE step = 13",
      "UPDATE session SET samples = 0",
      "UPDATE session SET cached_tokens = 1",
      "UPDATE session SET reasoning_tokens = 0",
      "UPDATE ruling SET by = 'eve' WHERE step = 50",
      "UPDATE ruling SET reason = '' WHERE step = 50",
      "DELETE FROM ruling WHERE step = 50",
      "UPDATE ruling SET step = 13 WHERE step = 50",
      "INSERT INTO ruling SELECT 13, by, reason, time, checksum FROM ruling",
      "UPDATE batch SET id = NULL WHERE number = 1",
      "UPDATE batch SET is_settled = 1 WHERE number = 1",
      "UPDATE batch SET key = 'batch 3' WHERE number = 2",
      "DELETE FROM batch WHERE number = 2",
      "UPDATE progress SET batches = 1",
      "UPDATE progress SET leads = 0",
      "UPDATE progress SET evidence = NULL",
      "UPDATE progress SET evidence = replace(evidence, '0', '1')",
      "UPDATE lead SET k = 9",
      "DELETE FROM lead",
      "UPDATE mark SET step = 7 WHERE number = 2",
      "DELETE FROM mark WHERE number = 1",
      "UPDATE sketch SET sketch = '{}'",
      "UPDATE sample SET model = 1 WHERE step = 13 AND number = 0",
      "UPDATE sample SET answered_by = 'x' WHERE step = 13 AND number = 0",
      "UPDATE sample SET wording = 0 WHERE step = 51",
      "UPDATE sample SET answered_by = NULL WHERE step = 51",
      "UPDATE sample SET cache_write_tokens = 5 WHERE step = 51",
      "UPDATE sample SET logprobs = '[0.1]' WHERE step = 51",
      "UPDATE sample SET logprobs = NULL WHERE step = 51",
      "UPDATE sample SET tries = NULL WHERE step = 51",
    ])
  func edited(_ sql: String) async throws {
    let folder = try TemporaryFolder()
    let journal = try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 50)
    var last = DecisionRecord.ruled(50, withVotes: true)
    last.evidence = WatchEvidence()
    try await journal.append(.decided(last))
    try await journal.append(.open(step: 51, samples: [.full(step: 51, slot: 0)]))
    for number in [1, 2] { try await journal.append(.batch(.example(number))) }
    try await journal.append(.lead(LeadChange(step: 51, k: 4, p: 0.9)))
    try await journal.close()
    try RunFile(at: folder.path("a.run")).check()
    try SQL.execute(sql, at: folder.path("a.run"))
    #expect(try await code { try RunFile(at: folder.path("a.run")).check() } == .corrupt)
  }

  @Test(
    "a run is not resumed from a progress that does not fit its decisions",
    arguments: [
      "DELETE FROM decision WHERE step = 49",
      "UPDATE progress SET step = 40",
      "UPDATE progress SET state = x'00'",
      "DELETE FROM progress",
      "UPDATE run SET identity = '{}'",
      "DELETE FROM run",
      "DROP TABLE sample",
    ])
  func notResumed(_ sql: String) async throws {
    let folder = try TemporaryFolder()
    try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 50).close()
    try SQL.execute(sql, at: folder.path("a.run"))
    #expect(try await code { _ = try SQLiteJournal.open(at: folder.path("a.run")) } == .corrupt)
  }

  private func wholeFile() async throws -> Data {
    let folder = try TemporaryFolder()
    let options = JournalOptions(commit: .within(.seconds(60)), record: .contested)
    let journal = try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 300, options: options)
    try await journal.append(.open(step: 300, samples: [.example(step: 300, slot: 0)]))
    try await journal.close()
    return try Data(contentsOf: folder.url.appendingPathComponent("a.run"))
  }

  /// Everything that can be read is either refused or as it was written.
  private func expectRightOrError(_ bytes: Data, _ what: String) throws {
    let folder = try TemporaryFolder()
    try bytes.write(to: folder.url.appendingPathComponent("a.run"))
    do throws(JournalError) {
      let file = try RunFile(at: folder.path("a.run"))
      #expect(file.description == .example, "\(what)")
      expectRight(file, what)
    } catch {
      #expect([.corrupt, .newer].contains(error.code), "\(what): \(error)")
    }
  }

  private func expectRight(_ file: RunFile, _ what: String) {
    if let progress = try? file.progress() {
      #expect(progress.step == 300, "\(what)")
      #expect(progress.state == DecisionRecord.example(299).state, "\(what)")
      #expect(progress.tally == DecisionRecord.example(299).tally, "\(what)")
    }
    var next = 0
    try? file.forEachDecision { decision in
      let written = DecisionRecord.example(decision.step)
      #expect(decision.step == next, "\(what)")
      #expect(decision.answer == written.answer, "\(what)")
      #expect(decision.votes == written.votes && decision.samples == written.samples.count, "\(what)")
      #expect(decision.candidates == written.candidates && decision.order == written.order, "\(what)")
      next += 1
    }
    for step in [3, 153, 293] {
      if let samples = try? file.samples(of: step), !samples.isEmpty {
        #expect(samples == DecisionRecord.example(step).samples, "\(what)")
      }
    }
    if let open = try? file.openSamples(), !open.isEmpty {
      #expect(open == [.example(step: 300, slot: 0)], "\(what)")
    }
  }
}
