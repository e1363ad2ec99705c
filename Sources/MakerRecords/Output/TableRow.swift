/// Rows of a table, as RFC 4180 has them, tabs for commas where they are wanted, with line feeds at their ends.
enum TableRow {
  /// A row with its line end.
  static func bytes(_ fields: [String], _ separator: UInt8) -> [UInt8] {
    var row: [UInt8] = []
    for (index, field) in fields.enumerated() {
      if index > 0 { row.append(separator) }
      let text = field.utf8
      // A line with nothing on it would be no row, and a byte order mark at the beginning no part of a name.
      if text.contains(where: { isSpecial($0, separator) }) || fields.count == 1 && text.isEmpty
        || text.starts(with: mark)
      {
        row.append(UInt8(ascii: "\""))
        for byte in text {
          if byte == UInt8(ascii: "\"") { row.append(byte) }
          row.append(byte)
        }
        row.append(UInt8(ascii: "\""))
      } else {
        row += text
      }
    }
    row.append(0x0A)
    return row
  }

  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private static func isSpecial(_ byte: UInt8, _ separator: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == separator || byte == 0x0A || byte == 0x0D
  }
}
