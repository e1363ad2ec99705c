import Maker

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The part of a file that is looked at: it grows at its end and is given up at its beginning.
///
/// Every byte that is given up goes into a digest.
struct ByteWindow {
  /// What a search for the end of a line comes to, with the bytes up to there.
  enum LineEnd {
    /// The line with its end.
    case found(Int)
    /// The last line of the file, which has none.
    case endOfFile(Int)
    /// There is none so far.
    case tooFar
  }

  /// Where the window begins in the file.
  private(set) var offset: Int
  private let file: InputFile
  private let block: Int
  private var storage: [UInt8] = []
  private var (head, tail) = (0, 0)
  private var isAtEnd = false
  private var digest = FNV1a()

  /// An empty window at a place of a file, which is read in blocks of so many bytes.
  init(_ file: InputFile, at offset: Int, block: Int) {
    (self.file, self.offset, self.block) = (file, offset, block)
  }

  /// The bytes that are there.
  var count: Int { tail - head }

  /// The first `count` bytes.
  func prefix(_ count: Int) -> ArraySlice<UInt8> { storage[head..<head + count] }

  /// Looks at the bytes that are there.
  func withBytes<Value>(_ body: (UnsafeBufferPointer<UInt8>) -> Value) -> Value {
    storage.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[head..<tail])) }
  }

  /// Reads a block more; false at the end of the file.
  mutating func fill() throws(RecordFailure) -> Bool {
    guard !isAtEnd else { return false }
    if tail + block > storage.count { makeRoom() }
    let (start, at) = (tail, offset + count)
    let (file, block) = (file, block)
    let read = storage.withUnsafeMutableBytes {
      file.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[start..<start + block]), at: at)
    }
    guard read >= 0 else { throw file.readFailure }
    tail += read
    isAtEnd = read == 0
    return read > 0
  }

  private mutating func makeRoom() {
    let (start, count) = (head, count)
    storage.withUnsafeMutableBytes { bytes in
      guard let base = bytes.baseAddress, start > 0 else { return }
      memmove(base, base + start, count)
    }
    (head, tail) = (0, count)
    let missing = count + block - storage.count
    if missing > 0 { storage += repeatElement(0, count: missing) }
  }

  /// Gives up the first `count` bytes.
  mutating func consume(_ count: Int) {
    digest.combine(prefix(count))
    head += count
    offset += count
  }

  /// The digest of everything that was given up since this was last asked.
  mutating func takeDigest() -> UInt64 {
    defer { digest = FNV1a() }
    return UInt64(digest.digits, radix: 16) ?? 0
  }

  /// Looks for the end of the line that begins the window, and reads as far as that takes.
  ///
  /// - Parameter limit: The bytes after which it is not looked for any more.
  /// - Returns: Where it is.
  /// - Throws: ``RecordFailure`` when the file cannot be read.
  mutating func lineEnd(within limit: Int) throws(RecordFailure) -> LineEnd {
    var searched = 0
    while true {
      let found = withBytes { $0.firstIndex(of: 0x0A, from: searched) }
      if let found { return .found(found + 1) }
      searched = count
      if searched > limit { return .tooFar }
      if try !fill() { return .endOfFile(count) }
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Where a byte is first found; nil when it is not there.
  func firstIndex(of byte: UInt8, from start: Int, to end: Int? = nil) -> Int? {
    guard let base = baseAddress, let found = memchr(base + start, Int32(byte), (end ?? count) - start) else {
      return nil
    }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }
}
