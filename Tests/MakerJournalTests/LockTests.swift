import Foundation
import Maker
import MakerJournal
import Testing

@Suite("One process writes a run file")
struct LockTests {
  @Test("a second one is told who holds the run")
  func second() async throws {
    let folder = try TemporaryFolder()
    let journal = try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 3)
    let error = try await failure { _ = try SQLiteJournal.open(at: folder.path("a.run")) }
    #expect(error?.code == .locked)
    #expect(error?.message.contains("process \(ProcessInfo.processInfo.processIdentifier)") == true)
    #expect(RunFile.holder(at: folder.path("a.run"))?.contains("since") == true)
    try await journal.append(.decided(.example(3)))
    try await journal.close()
    #expect(RunFile.holder(at: folder.path("a.run")) == nil)
  }

  @Test("the lock is given up with the journal, closed or dropped")
  func released() async throws {
    let folder = try TemporaryFolder()
    try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 3).close()
    #expect(try folder.names == ["a.run"])
    do { _ = try SQLiteJournal.open(at: folder.path("a.run")) }
    let journal = try SQLiteJournal.open(at: folder.path("a.run"))
    try await journal.close()
    #expect(try folder.names == ["a.run"])
  }

  @Test("a lock file without a living holder locks nothing")
  func leftOver() async throws {
    let folder = try TemporaryFolder()
    try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 3).close()
    try Data("process 1\n".utf8).write(to: folder.url.appendingPathComponent("a.run.lock"))
    #expect(RunFile.holder(at: folder.path("a.run")) == nil)
    let journal = try SQLiteJournal.open(at: folder.path("a.run"))
    try await journal.close()
    #expect(try folder.names == ["a.run"])
  }

  @Test("the lock is the system's, so whoever holds the file's lock keeps the run")
  func system() async throws {
    let folder = try TemporaryFolder()
    try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 3).close()
    let file = open(folder.path("a.run.lock"), O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    #expect(flock(file, LOCK_EX | LOCK_NB) == 0)
    #expect(try await code { _ = try SQLiteJournal.open(at: folder.path("a.run")) } == .locked)
    #expect(RunFile.holder(at: folder.path("a.run")) == "another process")
    close(file)
    try await SQLiteJournal.open(at: folder.path("a.run")).close()
  }

  @Test("another name for the file is no way around the lock")
  func symbolicLink() async throws {
    let folder = try TemporaryFolder()
    let journal = try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 3)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("b.run"), withDestinationPath: folder.path("a.run"))
    #expect(try await code { _ = try SQLiteJournal.open(at: folder.path("b.run")) } == .locked)
    try await journal.close()
  }
}
