#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file that is written from its beginning, of which an earlier session may have written a part.
///
/// What is there is compared and not written again, to the byte: a last row that a crash tore is completed.
final class OutputFile {
  let path: String
  /// Where it is, to tell it from other files; nil when the system does not say.
  let identity: [UInt64]?
  private let descriptor: Int32
  /// The bytes that are there from earlier.
  private var known: Int
  /// Where the next byte belongs that is not in the buffer.
  private var position = 0
  private var buffer: [UInt8] = []

  private static let bufferBytes = 1 << 16

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: Where it is.
  ///   - head: What it begins with.
  ///   - isResuming: Whether it may have more in it than its head.
  /// - Throws: ``RecordFailure`` when it cannot be written, or has something in it that it may not have.
  init(_ path: String, head: [UInt8], isResuming: Bool) throws(RecordFailure) {
    self.path = path
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o666)
    guard descriptor >= 0 else { throw Self.unwritable(path, errno) }
    guard let status = FileStatus(descriptor) else {
      close(descriptor)
      throw Self.unwritable(path, errno)
    }
    // Before everything is set, so that what is refused is closed once.
    if let failure = Self.refusal(path, descriptor, status, head, isResuming) {
      close(descriptor)
      throw failure
    }
    (known, identity) = (status.size, status.identity)
    buffer = head
  }

  /// Why a file may not be written to; nil when it may.
  private static func refusal(
    _ path: String, _ descriptor: Int32, _ status: FileStatus, _ head: [UInt8], _ isResuming: Bool
  ) -> RecordFailure? {
    guard status.isRegular else {
      return RecordFailure(
        .unwritable, "\(path) is not a file: a run that goes on has to find there what it wrote. Name a file."
      )
    }
    guard status.size > 0, !isResuming else { return nil }
    // A start that came to nothing leaves a head behind, which is in nobody's way.
    var there = [UInt8](repeating: 0, count: head.count)
    let count = there.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
    guard status.size == head.count, count == head.count, there == head else {
      return RecordFailure(
        .exists,
        "\(path) is there already. Remove it or name another file; if a run that stopped wrote it, `maker resume` goes on with it."
      )
    }
    return nil
  }

  deinit { close(descriptor) }

  /// Sees to it that nobody else writes the file as long as it is open.
  func lock() throws(RecordFailure) {
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw RecordFailure(.exists, "Another process writes \(path). Wait for it, or name another file.")
    }
  }

  /// Takes bytes that follow those before.
  func write(_ bytes: [UInt8]) throws(RecordFailure) {
    buffer += bytes
    if buffer.count >= Self.bufferBytes { try flush() }
  }

  /// Hands everything to the system.
  func flush() throws(RecordFailure) {
    try compare()
    while !buffer.isEmpty {
      let count = buffer.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, off_t(position)) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Self.unwritable(path, errno) }
      position += count
      buffer.removeFirst(count)
    }
    known = max(known, position)
  }

  /// Takes what is there already out of the buffer.
  private func compare() throws(RecordFailure) {
    while position < known, !buffer.isEmpty {
      var there = [UInt8](repeating: 0, count: min(known - position, buffer.count))
      let count = there.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress, $0.count, off_t(position))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Self.unwritable(path, errno) }
      let same =
        there[..<count].elementsEqual(buffer[..<count])
        ? count : there.indices.first { there[$0] != buffer[$0] } ?? count
      if same < count {
        // What the disk had not written when the power went is zeros to the end.
        guard isZeros(from: position + same) else {
          throw RecordFailure(
            .foreign,
            "\(path) is not what this run wrote: it differs at byte \(position + same + 1). Move it away, then resume."
          )
        }
        guard ftruncate(descriptor, off_t(position + same)) == 0 else { throw Self.unwritable(path, errno) }
        known = position + same
      }
      position += same
      buffer.removeFirst(same)
    }
  }

  /// Whether the file has nothing but zeros from a place on.
  private func isZeros(from start: Int) -> Bool {
    var start = start
    while start < known {
      var there = [UInt8](repeating: 1, count: min(known - start, Self.bufferBytes))
      let count = there.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, off_t(start)) }
      guard count > 0, there[..<count].allSatisfy({ $0 == 0 }) else { return false }
      start += count
    }
    return true
  }

  /// Ends the file behind what was written: nothing of an earlier session's is behind it.
  func truncate() throws(RecordFailure) {
    try flush()
    guard known > position else { return }
    guard ftruncate(descriptor, off_t(position)) == 0 else { throw Self.unwritable(path, errno) }
    known = position
  }

  /// Makes everything as durable as it gets.
  func synchronize() throws(RecordFailure) {
    try truncate()
    guard fsync(descriptor) == 0 else { throw Self.unwritable(path, errno) }
  }

  private static func unwritable(_ path: String, _ number: Int32) -> RecordFailure {
    let reason =
      switch number {
      case ENOSPC, EDQUOT: "the disk is full; free some space, then resume"
      case ENOENT, ENOTDIR: "its folder is not there; make it, or name another file"
      case EACCES, EPERM: "permission is denied; allow it, then resume"
      default: "\(String(cString: strerror(number))) (error \(number))"
      }
    return RecordFailure(.unwritable, "\(path) cannot be written: \(reason).")
  }
}
