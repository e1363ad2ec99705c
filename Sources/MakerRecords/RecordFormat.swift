/// The form of a file of records.
public enum RecordFormat: String, Sendable, Hashable, CaseIterable {
  /// A table with a header row, as RFC 4180 has it.
  case csv
  /// JSON Lines: an object on every line.
  case jsonl

  /// The format that a file's name says: `.csv`, `.jsonl` or `.ndjson`, in capitals or not; nil for any other.
  public init?(path: String) {
    let name = path.lowercased()
    if name.hasSuffix(".csv") {
      self = .csv
    } else if name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson") {
      self = .jsonl
    } else {
      return nil
    }
  }
}
