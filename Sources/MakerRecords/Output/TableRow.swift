/// Rows of a table, as RFC 4180 has them, with line feeds at their ends.
enum TableRow {
  /// A row with its line end.
  static func bytes(_ fields: [String]) -> [UInt8] {
    var row: [UInt8] = []
    for (index, field) in fields.enumerated() {
      if index > 0 { row.append(UInt8(ascii: ",")) }
      let text = field.utf8
      // A line with nothing on it would be no row, and a byte order mark at the beginning no part of a name.
      if text.contains(where: isSpecial) || fields.count == 1 && text.isEmpty || text.starts(with: mark) {
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

  private static func isSpecial(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: ",") || byte == 0x0A || byte == 0x0D
  }
}
