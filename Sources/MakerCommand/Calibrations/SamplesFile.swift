import Maker

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An open file of lines that this process alone appends to.
final class SamplesFile: Sendable {
  /// The most bytes of a line: no reply of a model is as long.
  private static let longestLine = 1 << 26

  let path: String
  private let descriptor: Int32

  /// Opens the file, or makes an empty one, and locks it.
  ///
  /// - Throws: `locked` when another process has it, `unwritable` when it cannot be written.
  init(at path: String) throws(JournalError) {
    self.path = path
    descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o644)
    guard descriptor >= 0 else { throw Self.failure(path, "cannot be opened") }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw JournalError(.unreadable, "The samples log \(path) is no file; choose another --out.")
    }
    // A process that is just being started by ours holds what we hold for an instant: hence more than one try.
    for _ in 0..<10 {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
      usleep(10_000)
    }
    throw JournalError(
      .locked,
      "The samples log \(path) is being written by another process. Wait until it is done, or stop it.")
  }

  deinit { close(descriptor) }

  /// Hands bytes to the system, all of them or none.
  ///
  /// - Throws: `unwritable` when the disk is full or fails.
  func append(_ bytes: [UInt8]) throws(JournalError) {
    let end = lseek(descriptor, 0, SEEK_END)
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        let failure = Self.failure(path, "cannot be written")
        // Half a line must not become the beginning of the next.
        if end >= 0 { _ = ftruncate(descriptor, end) }
        throw failure
      }
    }
  }

  /// Forces everything to disk.
  func sync() throws(JournalError) {
    guard fsync(descriptor) == 0 else { throw Self.failure(path, "cannot be forced to disk") }
  }

  /// Forces the name of the file to disk, where the system can do that.
  func syncFolder() throws(JournalError) { try Self.syncFolder(of: path) }

  /// Forces the names in the folder of a path to disk, where the system can do that.
  static func syncFolder(of path: String) throws(JournalError) {
    let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 || [EINVAL, ENOTSUP, EBADF, EACCES, EPERM].contains(errno) else {
      throw failure(folder, "cannot be forced to disk")
    }
  }

  /// Reads every whole line, and cuts off what is left of a last one that is not whole. A file that does not begin as a
  /// samples log is left as it is.
  ///
  /// - Parameter body: Takes the bytes of a line, its number from 1, and whether nothing follows it. False tells that
  ///   it is no line; the last one is then cut off.
  /// - Throws: `corrupt` for a line that is none and not the last, and for a first one that is no header; what `body` throws.
  func lines(
    _ body: (_ line: ArraySlice<UInt8>, _ number: Int) throws(JournalError) -> Bool
  ) throws(JournalError) {
    var pending: [UInt8] = []
    var (number, good, offset) = (0, Int64(0), off_t(0))
    var broken: Int?
    var part = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = pread(descriptor, &part, part.count, offset)
      guard count >= 0 else {
        if errno == EINTR { continue }
        throw JournalError(.unreadable, "The samples log \(path) cannot be read: \(Self.reason).")
      }
      if count == 0 { break }
      offset += off_t(count)
      pending += part[..<count]
      var start = 0
      while let end = pending[start...].firstIndex(of: UInt8(ascii: "\n")) {
        number += 1
        if let broken { throw Self.damaged(path, line: broken) }
        if try body(pending[start..<end], number) { good += Int64(end + 1 - start) } else { broken = number }
        start = end + 1
      }
      pending.removeFirst(start)
      if pending.count > Self.longestLine { throw Self.damaged(path, line: number + 1) }
    }
    if broken != nil, !pending.isEmpty { throw Self.damaged(path, line: number) }
    guard good < offset else { return }
    if number == 0, !SamplesLine.Header.isBegun(in: pending) { throw Self.foreign(path) }
    // A crash in the middle of a line: its sample was never counted.
    guard ftruncate(descriptor, off_t(good)) == 0 else { throw Self.failure(path, "cannot be mended") }
  }

  /// The error of a file that is something else.
  static func foreign(_ path: String) -> JournalError {
    JournalError(
      .corrupt,
      "\(path) is no samples log: it does not begin as one. It was left as it is; choose another --out.")
  }

  /// The error of a damaged line.
  static func damaged(_ path: String, line: Int) -> JournalError {
    JournalError(
      .corrupt,
      "Line \(line) of the samples log \(path) is damaged. Restore the file from a copy, or choose another --out."
    )
  }

  private static var reason: String { String(cString: strerror(errno)) }

  private static func failure(_ path: String, _ what: String) -> JournalError {
    let reason = reason
    return JournalError(
      .unwritable, "The samples log \(path) \(what): \(reason). Make room or give permission, then go on.")
  }
}
