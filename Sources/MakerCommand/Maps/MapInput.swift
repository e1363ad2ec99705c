import MakerRecords

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The records of a map: a file, or standard input, which is kept as a file because a run reads records more than once.
enum MapInput {
  /// What stands for standard input.
  static let standardInput = "-"
  private static let blockBytes = 1 << 18

  /// The form of a file that a person names.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - said: The form that was given with it; nil for that of its name.
  /// - Returns: The form.
  /// - Throws: A failure for a name that tells none.
  static func format(of path: String, said: RecordFormat?) throws(CommandFailure) -> RecordFormat {
    guard let format = said ?? RecordFormat(path: path) else {
      throw CommandFailure(
        .usage, "The name of \(path) tells no form; give --input-format csv, tsv or jsonl.")
    }
    return format
  }

  /// Writes standard input into a new file.
  ///
  /// - Parameters:
  ///   - stem: The file's path without the ending that tells its form.
  ///   - said: The form that was given with it; nil for JSON Lines where the first character is a brace, else CSV.
  /// - Returns: The file and its form.
  /// - Throws: A failure when it cannot be written, or nothing comes.
  static func keepStandardInput(
    as stem: String, said: RecordFormat?
  ) throws(CommandFailure) -> (path: String, format: RecordFormat) {
    guard isatty(STDIN_FILENO) == 0 else {
      throw CommandFailure(
        .usage,
        "--input - reads records from a pipe, and standard input is a terminal; name a file or pipe one in.")
    }
    var block = try nextBlock()
    let isWhite = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) || byte > 0x7F }
    let format = said ?? (block.first { !isWhite($0) } == UInt8(ascii: "{") ? .jsonl : .csv)
    guard !block.isEmpty else { throw CommandFailure(.usage, "Nothing came on standard input.") }
    let path = "\(stem).input.\(format.rawValue)"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw unwritable(path) }
    defer { close(descriptor) }
    while !block.isEmpty {
      try write(block, to: descriptor, path)
      block = try nextBlock()
    }
    guard fsync(descriptor) == 0 else { throw unwritable(path) }
    return (path, format)
  }

  private static func nextBlock() throws(CommandFailure) -> [UInt8] {
    var block = [UInt8](repeating: 0, count: blockBytes)
    while true {
      let count = block.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw CommandFailure(.usage, "Standard input cannot be read: \(String(cString: strerror(errno))).")
      }
      return Array(block[..<count])
    }
  }

  private static func write(
    _ bytes: [UInt8], to descriptor: Int32, _ path: String
  ) throws(CommandFailure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw unwritable(path) }
      rest = rest.dropFirst(count)
    }
  }

  private static func unwritable(_ path: String) -> CommandFailure {
    CommandFailure(
      .usage,
      "The records cannot be kept in \(path): \(String(cString: strerror(errno))); choose another --run.")
  }
}

/// The system's own, whose name is taken here.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
