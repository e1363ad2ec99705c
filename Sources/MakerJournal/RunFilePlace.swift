import Maker

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

/// The place where a new run file shall be.
enum RunFilePlace {
  /// Makes the folders on the way; returns the absolute path.
  static func prepare(_ path: String) throws(JournalError) -> String {
    let file = URL(fileURLWithPath: path)
    let folder = file.deletingLastPathComponent().path
    let parents = parentsOfMissing(folder)
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw JournalError(
        .unwritable, "The folder \(folder) cannot be made for the run file. Choose another place.")
    }
    for parent in parents { try FolderSync.run(parent) }
    guard !file.lastPathComponent.isEmpty, file.path != folder else { throw RunFileConnection.exists(path) }
    return try RunFileHeader.resolved(folder) + "/" + file.lastPathComponent
  }

  /// The folders that will hold a name they do not hold now once `folder` is made, the innermost first.
  private static func parentsOfMissing(_ folder: String) -> [String] {
    var (parents, folder): ([String], URL) = ([], URL(fileURLWithPath: folder))
    while access(folder.path, F_OK) != 0, folder.pathComponents.count > 1 {
      folder.deleteLastPathComponent()
      parents.append(folder.path)
    }
    return parents
  }

  /// Removes the drafts that processes left behind which died while they made this run file. Only under its lock.
  static func removeDrafts(of path: String) {
    let file = URL(fileURLWithPath: path)
    let folder = file.deletingLastPathComponent().path
    let beginning = RunFileConnection.draft(of: file.lastPathComponent, process: "")
    // A folder that may not be listed keeps them; they take room and do no harm.
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    where name.hasPrefix(beginning) {
      let rest = name.dropFirst(beginning.count)
      let suffix = rest.drop { $0.isASCII && $0.isNumber }
      if suffix.count < rest.count, ["", "-wal", "-shm", "-journal"].contains(suffix) {
        unlink(folder + "/" + name)
      }
    }
  }

  /// Refuses a place where something is, or where SQLite would take what is left of another file for its own.
  static func checkIsFree(_ path: String) throws(JournalError) {
    for suffix in ["", "-wal", "-journal"] {
      var status = stat()
      if lstat(path + suffix, &status) == 0 { throw RunFileConnection.exists(path + suffix) }
    }
  }

  /// Refuses a file that may be read only, before SQLite opens it for reading in silence.
  static func checkIsWritable(_ path: String) throws(JournalError) {
    guard access(path, W_OK) != 0 else { return }
    throw FileFailure.system(errno, "The run file \(path) cannot be written", .unwritable)
  }
}
