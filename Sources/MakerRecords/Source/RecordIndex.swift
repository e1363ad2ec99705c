/// Where every chunk of records begins: a few bytes for some hundred records.
struct RecordIndex: Sendable {
  /// Where a chunk begins.
  struct Entry: Sendable {
    /// Its first record.
    let record: Int
    /// Where it begins in the file.
    let offset: Int
    /// The line it begins on.
    let line: Int
    /// The digest of its bytes, up to the next chunk.
    var digest: UInt64 = 0
  }

  private(set) var entries: [Entry] = []
  /// All records.
  var count = 0

  /// Whether a record at this place of the file begins a chunk.
  func isChunkStart(_ offset: Int) -> Bool {
    guard let last = entries.last else { return true }
    return count - last.record >= RecordLimits.chunkRecords || offset - last.offset >= RecordLimits.chunkBytes
  }

  /// Begins a chunk with the next record.
  mutating func begin(at offset: Int, line: Int) {
    entries.append(Entry(record: count, offset: offset, line: line))
  }

  /// Ends the last chunk.
  mutating func end(_ digest: UInt64) {
    if !entries.isEmpty { entries[entries.count - 1].digest = digest }
  }

  /// The chunk that a record is in.
  func chunk(of record: Int) -> Int {
    var (low, high) = (0, entries.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if entries[middle].record <= record { low = middle } else { high = middle }
    }
    return low
  }

  /// The records of a chunk.
  func records(of chunk: Int) -> Range<Int> {
    entries[chunk].record..<(chunk + 1 < entries.count ? entries[chunk + 1].record : count)
  }
}
