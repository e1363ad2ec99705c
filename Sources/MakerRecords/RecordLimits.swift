/// The sizes beyond which records are refused, or are not kept in memory.
public enum RecordLimits {
  /// The most bytes of a record.
  public static let recordBytes = 1 << 20
  /// The bytes of a longer record that are kept to show.
  public static let shownBytes = 1_000
  /// The most bytes of input whose records are kept in memory, with ``recordOverheadBytes`` for each record.
  public static let cacheBytes = 4 << 20
  /// What a record takes in memory besides its text, roughly.
  public static let recordOverheadBytes = 512
  /// The most records of a chunk, which is read at once.
  static let chunkRecords = 256
  /// The bytes after which a chunk takes no more records.
  static let chunkBytes = 1 << 20
}
