import GRDB
package import Maker

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A connection that reads a run file, whatever may be written next to it.
///
/// SQLite keeps two files next to a database that is in use, and to read one it may have to make them. Where that
/// is allowed, it makes them and tidies them away. Where it is not, a file in use is read beside its writer, and
/// any other is read from a copy. So is a file of an earlier version, whose copy is brought to this one.
package final class RunFileSource: Sendable {
  /// Where the file is read.
  package enum Access: Sendable {
    /// In place; SQLite may make its two files there.
    case inPlace
    /// In place, without writing anything; its two files are there.
    case beside
    /// From a copy in the folder for temporary files.
    case copy
  }

  let path: String
  private let database: DatabaseQueue
  private let copyFolder: URL?

  /// Opens the file at an absolute path in the way that its permissions ask for.
  package convenience init(_ path: String) throws(JournalError) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    if access(path, W_OK) == 0, access(folder, W_OK) == 0 {
      try self.init(path, .inPlace)
    } else if access(path + "-wal", R_OK) == 0, access(path + "-shm", R_OK) == 0 {
      do throws(JournalError) { try self.init(path, .beside) } catch { try self.init(path, .copy) }
    } else {
      try self.init(path, .copy)
    }
  }

  package init(_ path: String, _ way: Access) throws(JournalError) {
    self.path = path
    (database, copyFolder) = try Self.open(path, way)
  }

  /// The connection, and the folder of the copy it reads.
  private static func open(_ path: String, _ way: Access) throws(JournalError) -> (DatabaseQueue, URL?) {
    guard way == .copy else {
      let database = try FileFailure.mapped(path) {
        try RunFileConnection.reading(path, readonly: way == .beside)
      }
      if let database { return (database, nil) }
      // Reading changes nothing, so the tables of an earlier version are brought up to date in a copy.
      return try open(path, .copy)
    }
    let folder = try copy(path)
    do throws(JournalError) {
      let database = try FileFailure.mapped(path) {
        let copy = folder.appendingPathComponent("run").path
        try RunFileConnection.migrateCopy(copy)
        return try RunFileConnection.reading(copy, readonly: false)
      }
      guard let database else { throw FileFailure.damaged(path, "its tables are of no known version") }
      return (database, folder)
    } catch {
      try? FileManager.default.removeItem(at: folder)
      throw error
    }
  }

  deinit {
    try? database.close()
    if let copyFolder { try? FileManager.default.removeItem(at: copyFolder) }
  }

  /// Reads in one snapshot.
  func read<Value>(_ body: (Database) throws -> Value) throws(JournalError) -> Value {
    try FileFailure.mapped(path) { try database.read(body) }
  }

  /// Copies the file and its log, a megabyte at a time.
  private static func copy(_ path: String) throws(JournalError) -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("maker-\(UUID().uuidString)")
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let target = folder.appendingPathComponent("run").path
      let bytes = try DatabaseBytes(path)
      guard let file = fopen(target, "w") else {
        throw FileFailure.system(errno, "The copy \(target) cannot be written", .unreadable)
      }
      defer { fclose(file) }
      var offset = 0
      while case let part = try bytes.read(1 << 20, at: offset), !part.isEmpty {
        guard fwrite(part, 1, part.count, file) == part.count else {
          throw FileFailure.system(errno, "The copy \(target) cannot be written", .unreadable)
        }
        offset += part.count
      }
      // No locks are lost by this one: SQLite locks a log through the other of its two files.
      if access(path + "-wal", F_OK) == 0 {
        try FileManager.default.copyItem(atPath: path + "-wal", toPath: target + "-wal")
      }
      return folder
    } catch {
      try? FileManager.default.removeItem(at: folder)
      throw error as? JournalError
        ?? JournalError(.unreadable, "The run file \(path) cannot be copied for reading: \(error).")
    }
  }
}
