#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An open file that is read at any place, by any number of threads.
///
/// It stays the same file when another is put in its place meanwhile.
final class InputFile: Sendable {
  let path: String
  /// Its size when it was opened, in bytes.
  let size: Int
  private let descriptor: Int32
  private let modified: [Int]

  init(_ path: String) throws(RecordFailure) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Self.unreadable(path, errno) }
    guard let status = FileStatus(descriptor) else {
      let number = errno
      close(descriptor)
      throw Self.unreadable(path, number)
    }
    guard status.isRegular else {
      close(descriptor)
      throw RecordFailure(
        .unreadable, "\(path) is not a file: records are read more than once. Write them into a file first.")
    }
    (size, modified) = (status.size, status.modified)
  }

  deinit { close(descriptor) }

  /// Where it is, to tell it from other files; nil when the system does not say.
  var identity: [UInt64]? { FileStatus(descriptor)?.identity }

  /// Whether it has another size than when it was opened.
  var hasOtherSize: Bool { FileStatus(descriptor)?.size != size }

  /// Whether it was written to since it was opened.
  var wasWritten: Bool { FileStatus(descriptor).map { $0.size != size || $0.modified != modified } ?? true }

  /// Reads into a buffer, and says how many bytes there were: none at the end, less than none for an error.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
    while true {
      let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
      if count >= 0 || errno != EINTR { return count }
    }
  }

  /// The failure of the last read.
  var readFailure: RecordFailure { Self.unreadable(path, errno) }

  private static func unreadable(_ path: String, _ number: Int32) -> RecordFailure {
    RecordFailure(
      .unreadable,
      "\(path) cannot be read: \(String(cString: strerror(number))). Check its name and that you may read it."
    )
  }
}

/// What the system knows of an open file.
struct FileStatus {
  let size: Int
  let isRegular: Bool
  /// When it was last written to: seconds and nanoseconds.
  let modified: [Int]
  /// Its device and its number there.
  let identity: [UInt64]

  init?(_ descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    size = Int(status.st_size)
    isRegular = status.st_mode & S_IFMT == S_IFREG
    identity = [UInt64(truncatingIfNeeded: status.st_dev), UInt64(status.st_ino)]
    #if canImport(Darwin)
      modified = [status.st_mtimespec.tv_sec, status.st_mtimespec.tv_nsec]
    #else
      modified = [status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
    #endif
  }
}
