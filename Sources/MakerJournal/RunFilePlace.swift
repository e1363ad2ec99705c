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
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw JournalError(
        .unwritable, "The folder \(folder) cannot be made for the run file. Choose another place.")
    }
    guard !file.lastPathComponent.isEmpty, file.path != folder else { throw RunFileConnection.exists(path) }
    return try RunFileHeader.resolved(folder) + "/" + file.lastPathComponent
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
