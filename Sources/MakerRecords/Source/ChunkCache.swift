/// The chunks of records that were used last.
struct ChunkCache: Sendable {
  /// Records that follow one another.
  struct Chunk: Sendable {
    let rows: [RecordRow]
    /// How many bytes they take in memory, roughly.
    let bytes: Int
  }

  private struct Kept {
    let chunk: Chunk
    var lastUse: Int
  }

  private var kept: [Int: Kept] = [:]
  private var bytes = 0
  private var uses = 0
  private var latest: (number: Int, chunk: Chunk)?

  /// A chunk by its number; nil when it is not kept.
  mutating func chunk(_ number: Int) -> Chunk? {
    if let latest, latest.number == number { return latest.chunk }
    guard let index = kept.index(forKey: number) else { return nil }
    uses += 1
    kept.values[index].lastUse = uses
    latest = (number, kept.values[index].chunk)
    return latest?.chunk
  }

  /// Keeps a chunk, and gives up those that were not used for longest while there are too many bytes.
  mutating func keep(_ chunk: Chunk, as number: Int) {
    uses += 1
    kept[number] = Kept(chunk: chunk, lastUse: uses)
    bytes += chunk.bytes
    while bytes > RecordLimits.cacheBytes, kept.count > 1,
      let oldest = kept.min(by: { $0.value.lastUse < $1.value.lastUse })
    {
      bytes -= oldest.value.chunk.bytes
      kept[oldest.key] = nil
    }
    latest = (number, chunk)
  }
}
