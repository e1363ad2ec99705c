import Foundation
import Maker
import MakerJournal
import Synchronization
import Testing

/// Serialized: there is one observer for the whole process.
@Suite("A new run file is not lost with its name", .serialized)
struct FolderSyncTests {
  /// What was in a folder when its names were forced to disk.
  private struct Forced: Equatable {
    let folder: String
    let names: [String]
  }

  @Test("its folder is forced to disk once it is there, and so is the parent of every folder that was made")
  func create() async throws {
    let folder = try TemporaryFolder()
    let forced = try await forcedFolders(in: folder) {
      try SQLiteJournal.create(at: folder.path("x/y/a.run"))
    }
    #expect(
      forced == [
        Forced(folder: folder.path("x"), names: ["y"]),
        Forced(folder: folder.url.path, names: ["x"]),
        Forced(folder: folder.path("x/y"), names: ["a.run", "a.run.lock"]),
      ])
  }

  @Test("a folder that was there is forced to disk with the file alone")
  func existingFolder() async throws {
    let folder = try TemporaryFolder()
    let forced = try await forcedFolders(in: folder) { try SQLiteJournal.create(at: folder.path("a.run")) }
    #expect(forced == [Forced(folder: folder.url.path, names: ["a.run", "a.run.lock"])])
  }

  @Test(
    "the drafts of processes that died are removed, and nothing of any other name", arguments: [true, false])
  func drafts(_ isThere: Bool) async throws {
    let folder = try TemporaryFolder()
    if isThere { try await SQLiteJournal.create(at: folder.path("a.run")).close() }
    let kept = ["a.run.creating-", "a.run.creating-1.txt", "a.run.creating-x", "b.run.creating-1"]
    for name in kept + ["a.run.creating-1", "a.run.creating-23-wal", "a.run.creating-23-journal"] {
      try Data("x".utf8).write(to: folder.url.appendingPathComponent(name))
    }
    let journal =
      isThere
      ? try SQLiteJournal.open(at: folder.path("a.run")) : try SQLiteJournal.create(at: folder.path("a.run"))
    try await journal.close()
    #expect(try folder.names == (["a.run"] + kept).sorted())
  }

  @Test("the drafts of a run that somebody else works on are left to them")
  func othersDrafts() async throws {
    let folder = try TemporaryFolder()
    let journal = try SQLiteJournal.create(at: folder.path("a.run"))
    try Data().write(to: folder.url.appendingPathComponent("a.run.creating-1"))
    #expect(try await code { _ = try SQLiteJournal.open(at: folder.path("a.run")) } == .locked)
    #expect(try folder.names.contains("a.run.creating-1"))
    try await journal.close()
  }

  private func forcedFolders(
    in place: TemporaryFolder, _ make: () throws -> SQLiteJournal
  ) async throws -> [Forced] {
    let forced = ForcedFolders()
    let root = place.url.path
    FolderSync.observer.withLock {
      $0 = { folder in
        // Other suites make run files meanwhile.
        guard folder.hasPrefix(root) else { return }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        forced.all.withLock { $0.append(Forced(folder: folder, names: names.sorted())) }
      }
    }
    defer { FolderSync.observer.withLock { $0 = nil } }
    try await make().close()
    return forced.all.withLock { $0 }
  }

  private final class ForcedFolders: Sendable {
    let all = Mutex<[Forced]>([])
  }
}

extension SQLiteJournal {
  /// A new run file without a decision.
  fileprivate static func create(at path: String) throws -> SQLiteJournal {
    try create(at: path, description: .example)
  }
}
