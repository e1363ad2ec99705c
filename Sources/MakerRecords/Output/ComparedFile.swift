#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file that is compared with what it has to be, and not written to.
struct ComparedFile {
  private let path: String
  private let file: InputFile?
  /// Where the next byte stands.
  private var position = 0
  private var buffer: [UInt8]
  /// What was found so far.
  private var finding: FileComparison.Finding = .same

  private static let bufferBytes = 1 << 16

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: Where it is.
  ///   - head: What it has to begin with.
  init(_ path: String, head: [UInt8]) {
    (self.path, buffer) = (path, head)
    do throws(RecordFailure) {
      file = try InputFile(path)
    } catch {
      file = nil
      finding = access(path, F_OK) == 0 ? .unreadable(error.message) : .missing
    }
  }

  /// Takes bytes that have to follow those before.
  mutating func take(_ bytes: [UInt8]) {
    guard finding == .same else { return }
    buffer += bytes
    if buffer.count >= Self.bufferBytes { compare() }
  }

  private mutating func compare() {
    guard let file else { return }
    while finding == .same, !buffer.isEmpty {
      var there = [UInt8](repeating: 0, count: buffer.count)
      let count = there.withUnsafeMutableBytes { file.read(into: $0, at: position) }
      if count < 0 {
        finding = .unreadable(file.readFailure.message)
      } else if count == 0 {
        finding = .short(bytes: position)
      } else if let place = (0..<count).first(where: { there[$0] != buffer[$0] }) {
        finding = .differs(byte: position + place + 1)
      } else {
        position += count
        buffer.removeFirst(count)
      }
    }
  }

  /// Compares what is left.
  ///
  /// - Returns: What was found.
  mutating func finish() -> FileComparison {
    compare()
    if finding == .same, let file, file.size > position { finding = .long(bytes: position) }
    return FileComparison(path: path, finding: finding)
  }
}
