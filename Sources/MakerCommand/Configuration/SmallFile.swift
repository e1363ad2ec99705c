#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads files of a few lines, such as settings and keys.
enum SmallFile {
  /// Why a file could not be read.
  struct Failure: Error {
    /// What is wrong, in words that follow the file's name: `is not there`.
    let message: String
    let isMissing: Bool
  }

  /// The text of a file.
  ///
  /// - Parameters:
  ///   - path: The file; links are followed.
  ///   - limit: The most bytes it may have.
  /// - Returns: All of it, without a byte order mark.
  /// - Throws: `Failure`, also for a file that is no UTF-8 text.
  static func text(_ path: String, limit: Int) throws(Failure) -> String {
    let bytes = try bytes(path, limit: limit)
    guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
      throw Failure(message: "is not UTF-8 text", isMissing: false)
    }
    return text.hasPrefix("\u{FEFF}") ? String(text.unicodeScalars.dropFirst()) : text
  }

  private static func bytes(_ path: String, limit: Int) throws(Failure) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw failure() }
    defer { close(file) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let count = read(file, &part, part.count)
      if count == 0 { return bytes }
      if count > 0 {
        bytes += part[..<count]
        guard bytes.count <= limit else {
          throw Failure(message: "has more than \(limit >> 10) KiB", isMissing: false)
        }
      } else if errno != EINTR {
        throw failure()
      }
    }
  }

  private static func failure() -> Failure {
    switch errno {
    case ENOENT, ENOTDIR: Failure(message: "is not there", isMissing: true)
    case EISDIR: Failure(message: "is a folder", isMissing: false)
    default: Failure(message: "cannot be read: \(String(cString: strerror(errno)))", isMissing: false)
    }
  }
}
