/// Lines of cells in columns.
enum TextTable {
  /// The lines, each column as wide as its widest cell.
  ///
  /// - Parameters:
  ///   - rows: The cells of each line.
  ///   - numbers: The columns that are aligned at the right.
  /// - Returns: As many lines as rows, without blanks at their ends.
  static func lines(_ rows: [[String]], numbers: Set<Int> = []) -> [String] {
    var widths: [Int] = []
    for row in rows {
      for (column, cell) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], cell.count)
      }
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let blanks = String(repeating: " ", count: widths[column] - cell.count)
        line += (column > 0 ? "  " : "") + (numbers.contains(column) ? blanks + cell : cell + blanks)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
