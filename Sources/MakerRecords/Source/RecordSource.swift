import Maker
public import MakerAgents
import Synchronization

/// The records of a file, of any number, at any place, in flat memory.
///
/// ```swift
/// let source = try RecordSource(scanning: "tickets.csv", as: .csv)
/// for index in 0..<source.count {
///   switch try source.record(at: index) {
///   case .success(let record): print(record.value.json)
///   case .failure(let bad): print(bad)
///   }
/// }
/// ```
///
/// The file is read once from end to end, which counts the records and remembers where every 256th is; from then on it is
/// read in chunks as they are asked for. A chunk that is not what it was then is noticed.
public final class RecordSource: Sendable {
  /// Where the file is.
  public let path: String
  /// Its form.
  public let format: RecordFormat
  /// The names of a table's columns, in order; nil for JSON Lines.
  public let columns: [String]?
  /// How many records there are, those that cannot be read included.
  public let count: Int
  /// The size of the file, in bytes.
  public let bytes: Int
  /// A digest of all bytes of the file: 16 hexadecimal digits, FNV-1a of the chunks' FNV-1a.
  ///
  /// It is a checksum against accidents, not against forgery.
  public let digest: String

  let file: InputFile
  private let index: RecordIndex
  private let reader: RowReader
  private let state = Mutex(State())

  private struct State {
    var cache = ChunkCache()
    var failure: RecordFailure?
  }

  init(_ file: InputFile, _ format: RecordFormat, _ reader: RowReader, _ index: RecordIndex, digest: String) {
    (path, self.file, bytes) = (file.path, file, file.size)
    (self.format, self.reader, columns) = (format, reader, reader.columns)
    (self.index, count, self.digest) = (index, index.count, digest)
  }

  /// The first failure to read the file since it was scanned; nil as long as there was none.
  public var failure: RecordFailure? { state.withLock { $0.failure } }

  /// The header row of a table, without a line end; nil for JSON Lines.
  public var header: String? {
    guard let columns, let separator = format.separator else { return nil }
    return String(decoding: TableRow.bytes(columns, separator).dropLast(), as: UTF8.self)
  }

  /// A record, or why that one cannot be read.
  ///
  /// - Parameter position: Which one, from 0 up to but not including ``count``.
  /// - Returns: The record.
  /// - Throws: ``RecordFailure`` when the file cannot be read, or is not what it was.
  public func record(at position: Int) throws(RecordFailure) -> Result<AgentRecord, BadRecord> {
    try row(at: position).record
  }

  /// A record with its place in the file.
  ///
  /// - Parameter position: Which one, from 0 up to but not including ``count``.
  /// - Returns: The record, its line and its text.
  /// - Throws: ``RecordFailure`` when the file cannot be read, or is not what it was.
  public func row(at position: Int) throws(RecordFailure) -> RecordRow {
    precondition(0..<count ~= position, "there are \(count) records")
    let number = index.chunk(of: position)
    let first = index.entries[number].record
    return try state.withLock { state throws(RecordFailure) in
      if let chunk = state.cache.chunk(number) { return chunk.rows[position - first] }
      do throws(RecordFailure) {
        let chunk = try load(number)
        state.cache.keep(chunk, as: number)
        return chunk.rows[position - first]
      } catch {
        if state.failure == nil { state.failure = error }
        throw error
      }
    }
  }

  /// Reads the records of a chunk again, as the scan did.
  private func load(_ number: Int) throws(RecordFailure) -> ChunkCache.Chunk {
    let (entry, records) = (index.entries[number], index.records(of: number))
    let end = number + 1 < index.entries.count ? index.entries[number + 1].offset : bytes
    var splitter = RecordSplitter(
      file, format, at: entry.offset, line: entry.line, block: min(max(end - entry.offset, 4_096), 1 << 18))
    var rows: [RecordRow] = []
    rows.reserveCapacity(records.count)
    while rows.count < records.count {
      guard let raw = try splitter.next() else { throw .changed(path) }
      let kept = ArraySlice(Array(raw.bytes))
      rows.append(
        RecordRow(index: entry.record + rows.count, line: raw.line, record: reader.record(raw), bytes: kept))
    }
    guard try splitter.finish(at: end), splitter.takeDigest() == entry.digest, !file.hasOtherSize else {
      throw .changed(path)
    }
    return ChunkCache.Chunk(
      rows: rows, bytes: end - entry.offset + rows.count * RecordLimits.recordOverheadBytes)
  }
}

extension RecordSource {
  /// Opens a file and reads it from end to end once.
  ///
  /// - Parameters:
  ///   - path: Where the file is. It has to be a file: what comes through a pipe is to be written into one first.
  ///   - format: Its form.
  ///   - progress: Told now and then how many bytes were read, of how many.
  /// - Throws: ``RecordFailure`` when it cannot be read, or is a table without a usable header row.
  public convenience init(
    scanning path: String, as format: RecordFormat,
    progress: (_ bytes: Int, _ total: Int) -> Void = { _, _ in }
  ) throws(RecordFailure) {
    let file = try InputFile(path)
    var splitter = RecordSplitter(file, format, at: 0, line: 1, block: 1 << 18)
    try splitter.skipByteOrderMark()
    var columns: [String]?
    if let separator = format.separator {
      guard let header = try splitter.next() else {
        throw RecordFailure(
          .unusable, "\(path) has no header row. Write the names of the columns on its first line.")
      }
      columns = try RowReader.columns(header, separator, of: path)
    }
    var (index, whole) = (RecordIndex(), FNV1a())
    while let raw = try splitter.next() {
      if index.isChunkStart(raw.offset) {
        index.end(whole.take(from: &splitter))
        index.begin(at: raw.offset, line: raw.line)
        progress(raw.offset, file.size)
      }
      index.count += 1
    }
    index.end(whole.take(from: &splitter))
    guard splitter.window.offset == file.size, !file.wasWritten else { throw .changed(path) }
    progress(file.size, file.size)
    self.init(
      file, format, RowReader(columns: columns, separator: format.separator), index, digest: whole.digits)
  }
}

extension FNV1a {
  /// Takes the digest of a part into that of the whole.
  fileprivate mutating func take(from splitter: inout RecordSplitter) -> UInt64 {
    let part = splitter.takeDigest()
    combine((0..<8).map { UInt8(truncatingIfNeeded: part >> (8 * $0)) }[...])
    return part
  }
}
