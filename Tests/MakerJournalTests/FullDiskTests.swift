import Maker
import MakerJournal
import Testing

@Suite("A disk that refuses stops the run and costs nothing that was recorded")
struct FullDiskTests {
  @Test(
    "a full disk is said in one sentence, and the run resumes once there is space",
    arguments: [0, 5_000, 60_000])
  func full(_ bytes: Int) async throws {
    let disk = try SimulatedDisk()
    let path = disk.folder.path("a.run")
    let journal = try await SQLiteJournal.example(at: path, decisions: 20)
    disk.set(.full(afterBytes: bytes))
    var appended = 20
    let error = try await failure {
      while appended < 1_000 {
        try await journal.append(.decided(.example(appended)))
        appended += 1
      }
    }
    #expect(error?.code == .unwritable)
    #expect(error?.message.contains("disk is full") == true)
    #expect(error?.message.contains(path) == true)
    #expect(try await failure { try await journal.close() }?.code == .unwritable)

    disk.set(.none)
    let resumed = try SQLiteJournal.open(at: path)
    #expect(try await resumed.begin(.example)?.step == appended)
    for step in appended..<appended + 5 { try await resumed.append(.decided(.example(step))) }
    try await resumed.close()
    #expect(try RunFile(at: path).progress().step == appended + 5)
    try RunFile(at: path).check()
  }

  @Test("after a failed commit nothing later is written, though the disk has space again")
  func nothingLater() async throws {
    let disk = try SimulatedDisk()
    let path = disk.folder.path("a.run")
    let options = JournalOptions(commit: .within(.seconds(3_600)))
    let journal = try await SQLiteJournal.example(at: path, decisions: 20, options: options)
    for step in 20..<200 { try await journal.append(.decided(.example(step))) }
    disk.set(.full(afterBytes: 0))
    #expect(try await code { try await journal.flush() } == .unwritable)
    disk.set(.none)
    #expect(try await code { try await journal.append(.decided(.example(200))) } == .unwritable)
    #expect(try await code { try await journal.flush() } == .unwritable)
    #expect(try await code { try await journal.close() } == .unwritable)
    #expect(try RunFile(at: path).progress().step == 20)
    try RunFile(at: path).check()
  }

  @Test("a disk that cannot force writes out stops the run")
  func syncFails() async throws {
    let disk = try SimulatedDisk()
    let journal = try await SQLiteJournal.example(at: disk.folder.path("a.run"), decisions: 20)
    disk.set(.syncFails)
    #expect(try await code { try await journal.append(.decided(.example(20))) } == .unwritable)
    disk.set(.none)
    _ = try await failure { try await journal.close() }
    let resumed = try SQLiteJournal.open(at: disk.folder.path("a.run"))
    let step = try await resumed.begin(.example)?.step
    // The commit whose fsync failed may or may not have reached the file; nothing before it is lost.
    #expect(step == 20 || step == 21)
    try await resumed.close()
    try RunFile(at: disk.folder.path("a.run")).check()
  }

  @Test(
    "a run that waits for room is told of the failure instead of waiting for ever", .timeLimit(.minutes(2)))
  func waiting() async throws {
    let disk = try SimulatedDisk()
    let options = JournalOptions(commit: .within(.seconds(3_600)))
    let journal = try await SQLiteJournal.example(
      at: disk.folder.path("a.run"), decisions: 1, options: options)
    disk.set(.full(afterBytes: 100_000))
    let error = try await failure {
      for step in 1..<200_000 { try await journal.append(.decided(.example(step))) }
      try await journal.flush()
    }
    #expect(error?.code == .unwritable)
    _ = try await failure { try await journal.close() }
  }

  @Test("no file is left where a new one did not fit")
  func create() async throws {
    let disk = try SimulatedDisk()
    disk.set(.full(afterBytes: 5_000))
    let error = try await failure {
      _ = try SQLiteJournal.create(at: disk.folder.path("a.run"), description: .example)
    }
    #expect(error?.code == .unwritable)
    #expect(try disk.folder.names == [])
    disk.set(.none)
    try await SQLiteJournal.create(at: disk.folder.path("a.run"), description: .example).close()
  }
}
