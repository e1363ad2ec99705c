/// The form of a file of records.
public enum RecordFormat: String, Sendable, Hashable, CaseIterable {
  /// A table with a header row, as RFC 4180 has it.
  case csv
  /// The same with tabs between cells.
  case tsv
  /// JSON Lines: an object on every line.
  case jsonl

  /// The format that a file's name says: `.csv`, `.tsv`, `.jsonl` or `.ndjson`, in capitals or not; nil for any other.
  public init?(path: String) {
    let name = path.lowercased()
    if name.hasSuffix(".csv") {
      self = .csv
    } else if name.hasSuffix(".tsv") {
      self = .tsv
    } else if name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson") {
      self = .jsonl
    } else {
      return nil
    }
  }

  /// Whether it is a table, with a header row.
  public var isTable: Bool { separator != nil }

  /// What stands between the cells of a row; nil where there are none.
  var separator: UInt8? {
    switch self {
    case .csv: UInt8(ascii: ",")
    case .tsv: UInt8(ascii: "\t")
    case .jsonl: nil
    }
  }
}
