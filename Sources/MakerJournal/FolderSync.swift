import Maker
package import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Forces the names in a folder to disk: without it, power loss can take a file whose bytes are all there.
package enum FolderSync {
  /// Is told every folder whose names were forced to disk; only the proof of durability sets it.
  package static let observer = Mutex<(@Sendable (_ folder: String) -> Void)?>(nil)

  /// Forces the names in `folder` to disk.
  ///
  /// - Throws: `unwritable` when the disk fails. File systems that cannot do it are left alone.
  static func run(_ folder: String) throws(JournalError) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    // A folder that may not be listed cannot be forced by anyone.
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    if fsync(descriptor) != 0 {
      let reason = errno
      guard [EINVAL, ENOTSUP, EBADF, EACCES, EPERM].contains(reason) else {
        throw FileFailure.system(reason, "The folder \(folder) cannot be forced to disk", .unwritable)
      }
      return
    }
    observer.withLock { $0 }?(folder)
  }
}
