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
      // Unlinked while still locked: whoever opened it meanwhile finds it gone and tries again. What somebody else
      // put in its place stays.
      if Self.isStill(open, at: path), Self.text(open) != nil { unlink(path) }
      close(open)
      descriptor = nil
    }
  }

  /// Who holds the lock of the run file at `runPath`; nil when nobody does.
  static func holder(runPath: String) -> String? {
    let path = path(for: runPath)
    let probe = open(path, O_RDONLY | Self.careful)
    guard probe >= 0 else { return nil }
    defer { close(probe) }
    guard flock(probe, LOCK_SH | LOCK_NB) != 0, let text = text(probe) else { return nil }
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
    let file = open(path, O_RDWR | O_CREAT | careful, 0o644)
    guard file >= 0 else {
      let reason = errno
      if [ELOOP, EMLINK, EISDIR, ENXIO].contains(reason) { throw foreign(path) }
      throw FileFailure.system(reason, "The lock file \(path) cannot be written", .unwritable)
    }
    guard text(file) != nil else {
      close(file)
      throw foreign(path)
    }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      let reason = errno
      close(file)
      if reason == EWOULDBLOCK || reason == EINTR { return nil }
      throw FileFailure.system(reason, "The lock file \(path) cannot be locked", .unwritable)
    }
    // The holder before may have unlinked the file between our opening and our locking it.
    guard isStill(file, at: path) else {
      close(file)
      return nil
    }
    // Written to between our looking at it and our locking it.
    guard text(file) != nil else {
      close(file)
      throw foreign(path)
    }
    describe(file)
    return file
  }

  /// Opening follows no symbolic link, waits for nobody at a pipe, and is not handed on to child processes.
  private static let careful = O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC

  /// What every lock file begins with.
  private static let beginning = "process "

  /// The text of an open lock file; nil when it is not one of ours, and so not ours to touch.
  private static func text(_ file: Int32) -> String? {
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    var bytes = [UInt8](repeating: 0, count: 4_096)
    let count = pread(file, &bytes, bytes.count, 0)
    guard count >= 0 else { return nil }
    let text = String(decoding: bytes.prefix(count), as: UTF8.self)
    // A full disk may have kept the first words only.
    return text.hasPrefix(beginning) || beginning.hasPrefix(text) ? text : nil
  }

  /// Whether an open file is what is at `path` now.
  private static func isStill(_ file: Int32, at path: String) -> Bool {
    var (held, there) = (stat(), stat())
    return fstat(file, &held) == 0 && lstat(path, &there) == 0
      && held.st_ino == there.st_ino && held.st_dev == there.st_dev
  }

  /// The sentence for a lock file that is somebody else's file.
  private static func foreign(_ path: String) -> JournalError {
    JournalError(
      .unwritable,
      "The run cannot be locked: \(path) is not a lock file of maker, and is left as it is. Choose another name "
        + "for the run, or move that file away.")
  }

  /// Writes who we are. A disk too full for it costs the words, not the lock.
  private static func describe(_ file: Int32) {
    let text = """
      \(beginning)\(getpid())
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
