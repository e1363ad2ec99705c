import Foundation
import Maker
import MakerJournal
import Testing

@Suite("What stands where the lock file should be and is none is left as it is", .serialized)
struct ForeignLockTests {
  @Test("a file of another program", arguments: ["# yarn lockfile v1\n", "proc\n", "processes\n", "\u{0}"])
  func foreignFile(_ text: String) async throws {
    let folder = try TemporaryFolder()
    let lock = folder.url.appendingPathComponent("yarn.lock")
    try Data(text.utf8).write(to: lock)
    #expect(RunFile.holder(at: folder.path("yarn")) == nil)
    let error = try await failure {
      _ = try SQLiteJournal.create(at: folder.path("yarn"), description: .example)
    }
    #expect(error?.code == .unwritable)
    #expect(error?.message.contains(lock.path) == true)
    #expect(error?.message.contains("not a lock file of maker") == true)
    #expect(try Data(contentsOf: lock) == Data(text.utf8))
    #expect(try folder.names == ["yarn.lock"])
  }

  @Test("a symbolic link, whatever it leads to", arguments: ["process 1\n", "", "text", nil])
  func symbolicLink(_ text: String?) async throws {
    let folder = try TemporaryFolder()
    let target = folder.url.appendingPathComponent("target")
    if let text { try Data(text.utf8).write(to: target) }
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("a.run.lock"), withDestinationPath: target.path)
    let before = try folder.names
    let error = try await failure {
      _ = try SQLiteJournal.create(at: folder.path("a.run"), description: .example)
    }
    #expect(error?.code == .unwritable)
    #expect(error?.message.contains("not a lock file of maker") == true)
    #expect(try folder.names == before)
    #expect(FileManager.default.contents(atPath: target.path) == text.map { Data($0.utf8) })
  }

  @Test("a folder and a pipe, which nobody waits at", arguments: [true, false])
  func noFile(_ isFolder: Bool) async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a.run.lock")
    if isFolder {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    } else {
      #expect(mkfifo(path, 0o644) == 0)
    }
    #expect(
      try await code {
        _ = try SQLiteJournal.create(at: folder.path("a.run"), description: .example)
      } == .unwritable)
    #expect(try folder.names == ["a.run.lock"])
  }

  @Test("a file that took the lock file's place during the run")
  func replaced() async throws {
    let folder = try TemporaryFolder()
    let lock = folder.url.appendingPathComponent("a.run.lock")
    let journal = try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 3)
    try FileManager.default.removeItem(at: lock)
    try Data("mine".utf8).write(to: lock)
    try await journal.close()
    #expect(try Data(contentsOf: lock) == Data("mine".utf8))
  }

  @Test(
    "while the first words of one, which are all a full disk kept, lock nothing",
    arguments: ["", "pro", "process 77"])
  func halfWritten(_ text: String) async throws {
    let folder = try TemporaryFolder()
    try Data(text.utf8).write(to: folder.url.appendingPathComponent("a.run.lock"))
    try await SQLiteJournal.create(at: folder.path("a.run"), description: .example).close()
    #expect(try folder.names == ["a.run"])
  }
}
