import Maker
import Synchronization

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

/// The lock of a run file: one process writes it. It dies with the process.
///
/// It is `flock` on a file next to the run file; that file's text says who holds it. It never locks the run file
/// itself, whose locks are SQLite's business.
final class RunFileLock: Sendable {
  private let path: String
  private let descriptor: Mutex<Int32?>

  /// Takes the lock of the run file at `runPath`, an absolute path.
  ///
  /// - Throws: `locked`, naming the holder; `unwritable` when no lock can be made there.
  init(runPath: String) throws(JournalError) {
    path = Self.path(for: runPath)
    // A process that only looks whether the run goes on holds the lock for an instant: hence more than one try.
    for attempt in 0..<5 {
      if attempt > 0 { usleep(10_000) }
      if let taken = try Self.take(path, runPath) {
        descriptor = Mutex(taken)
        return
      }
    }
    throw Self.refusal(runPath)
  }

  deinit { release() }

  /// Gives the lock up. Giving it up twice does nothing.
  func release() {
    descriptor.withLock { descriptor in
      guard let open = descriptor else { return }
      // Unlinked while still locked: whoever opened it meanwhile finds it gone and tries again.
      unlink(path)
      close(open)
      descriptor = nil
    }
  }

  /// Who holds the lock of the run file at `runPath`; nil when nobody does.
  static func holder(runPath: String) -> String? {
    let path = path(for: runPath)
    let probe = open(path, O_RDONLY | O_CLOEXEC)
    guard probe >= 0 else { return nil }
    defer { close(probe) }
    guard flock(probe, LOCK_SH | LOCK_NB) != 0 else { return nil }
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    return text.isEmpty ? "another process" : text.split(separator: "\n").joined(separator: ", ")
  }

  private static func path(for runPath: String) -> String { runPath + ".lock" }

  private static func refusal(_ runPath: String) -> JournalError {
    JournalError(
      .locked,
      "The run \(runPath) is being worked on by \(holder(runPath: runPath) ?? "another process"). Wait until it "
        + "is done, or stop it, then resume.")
  }

  /// One try: the descriptor; nil when somebody else holds the lock.
  private static func take(_ path: String, _ runPath: String) throws(JournalError) -> Int32? {
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else {
      throw FileFailure.system(errno, "The lock file \(path) cannot be written", .unwritable)
    }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      let reason = errno
      close(file)
      if reason == EWOULDBLOCK || reason == EINTR { return nil }
      throw FileFailure.system(reason, "The lock file \(path) cannot be locked", .unwritable)
    }
    // The holder before may have unlinked the file between our opening and our locking it.
    var (held, there) = (stat(), stat())
    guard fstat(file, &held) == 0, stat(path, &there) == 0, held.st_ino == there.st_ino else {
      close(file)
      return nil
    }
    describe(file)
    return file
  }

  /// Writes who we are. A disk too full for it costs the words, not the lock.
  private static func describe(_ file: Int32) {
    let text = """
      process \(getpid())
      on \(hostName)
      since \(Date().formatted(.iso8601))

      """
    _ = ftruncate(file, 0)
    _ = Array(text.utf8).withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, 0) }
  }

  /// The name this machine gives itself; no name server is asked.
  private static var hostName: String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "an unnamed machine" }
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
