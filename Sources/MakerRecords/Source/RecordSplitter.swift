/// Where a record is, before it is read.
struct RawRecord {
  /// Where it begins in the file.
  let offset: Int
  /// The line it begins on, from 1.
  let line: Int
  /// Its bytes, without the line end; the first ones when it is too long.
  let bytes: ArraySlice<UInt8>
  /// Why it cannot be read; nil as far as its ends tell.
  var problem: String?
}

/// Finds the records of a file one after the other, from the beginning of any of them on.
///
/// It is no reader of the package SwiftCSV: that one takes a whole file into memory, and gives up a file for a single row.
/// A line is a record, unless it opens a quote that is closed on a later one. Lines with nothing on them are none, and
/// neither are lines of JSON with white space alone. What
/// cannot be split, as after a quote that is never closed, is a record of one line, and the next line begins another.
struct RecordSplitter {
  private enum Pending {
    case nothing
    /// The record that was handed out, with its line ends.
    case bytes(Int, lines: Int)
    /// A line that is too long to have been looked at.
    case restOfLine
  }

  private(set) var window: ByteWindow
  private let format: RecordFormat
  /// The line that the window begins on.
  private var line: Int
  private var pending = Pending.nothing

  /// Begins at a place of a file where a record begins, on this line.
  init(_ file: InputFile, _ format: RecordFormat, at offset: Int, line: Int, block: Int) {
    window = ByteWindow(file, at: offset, block: block)
    (self.format, self.line) = (format, line)
  }

  /// Steps over the mark that some programs begin a file with.
  mutating func skipByteOrderMark() throws(RecordFailure) {
    while window.count < 3, try window.fill() {}
    if window.count >= 3, window.prefix(3).elementsEqual([0xEF, 0xBB, 0xBF]) { window.consume(3) }
  }

  /// The next record; nil at the end of the file. The window begins with it.
  mutating func next() throws(RecordFailure) -> RawRecord? {
    try skip()
    while true {
      if window.count == 0, try !window.fill() { return nil }
      let length: Int
      switch try window.lineEnd(within: RecordLimits.recordBytes + 2) {
      case .tooFar: return tooLong(.restOfLine)
      case .found(let found), .endOfFile(let found): length = found
      }
      let content = contentLength(of: length)
      if isBlank(content) {
        window.consume(length)
        line += 1
        continue
      }
      if content > RecordLimits.recordBytes { return tooLong(.bytes(length, lines: 1)) }
      if format.isTable, window.withBytes({ $0.firstIndex(of: Self.quote, from: 0, to: content) }) != nil {
        return try quoted(firstLine: length)
      }
      return record(length, lines: 1)
    }
  }

  /// Steps over the record that was handed out and what follows it, up to a place of the file.
  ///
  /// - Returns: Whether there is such a place: not when a record goes over it, or the file ends before.
  mutating func finish(at end: Int) throws(RecordFailure) -> Bool {
    try skip()
    while window.offset < end {
      if window.count == 0, try !window.fill() { return false }
      window.consume(min(window.count, end - window.offset))
    }
    return window.offset == end
  }

  /// The digest of everything before the window since this was last asked.
  mutating func takeDigest() -> UInt64 { window.takeDigest() }

  private mutating func skip() throws(RecordFailure) {
    switch pending {
    case .nothing: break
    case .bytes(let count, let lines):
      window.consume(count)
      line += lines
    case .restOfLine:
      while true {
        if case .found(let length) = try window.lineEnd(within: 0) {
          window.consume(length)
          line += 1
          break
        }
        window.consume(window.count)
        if try !window.fill() { break }
      }
    }
    pending = .nothing
  }

  /// What is wrong with a record that is too long.
  static let overlongReason = "it is longer than \(RecordLimits.recordBytes) bytes"

  private mutating func record(_ length: Int, lines: Int, problem: String? = nil) -> RawRecord {
    pending = .bytes(length, lines: lines)
    return RawRecord(
      offset: window.offset, line: line, bytes: window.prefix(contentLength(of: length)), problem: problem)
  }

  private mutating func tooLong(_ rest: Pending) -> RawRecord {
    pending = rest
    return RawRecord(
      offset: window.offset, line: line, bytes: window.prefix(RecordLimits.shownBytes),
      problem: Self.overlongReason)
  }

  /// The record that begins with a line in which there are quotes.
  private mutating func quoted(firstLine: Int) throws(RecordFailure) -> RawRecord {
    var scan = QuoteScan(separator: format.separator ?? UInt8(ascii: ","))
    while true {
      let outcome = window.withBytes {
        scan.look(at: UnsafeBufferPointer(rebasing: $0.prefix(RecordLimits.recordBytes + 2)))
      }
      switch outcome {
      case .ended: return record(scan.position, lines: scan.lines)
      case .misplaced(let problem): return record(firstLine, lines: 1, problem: problem)
      case .undecided:
        if scan.position > RecordLimits.recordBytes {
          let problem =
            "a quote that opens in it is not closed within \(RecordLimits.recordBytes) bytes"
          return record(firstLine, lines: 1, problem: problem)
        }
        if try window.fill() { continue }
        if scan.isOpen {
          return record(firstLine, lines: 1, problem: "a quote that opens in it is never closed")
        }
        return record(scan.position, lines: scan.lines + 1)
      }
    }
  }

  /// The length of the first bytes without the line end at theirs.
  private func contentLength(of length: Int) -> Int {
    window.withBytes { bytes in
      var length = length
      if length > 0, bytes[length - 1] == 0x0A { length -= 1 }
      if length > 0, bytes[length - 1] == 0x0D { length -= 1 }
      return length
    }
  }

  private func isBlank(_ length: Int) -> Bool {
    guard format == .jsonl else { return length == 0 }
    return window.withBytes { bytes in
      bytes.prefix(length).allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    }
  }

  static let quote = UInt8(ascii: "\"")
}
