import Maker
import SwiftCSV

/// A table of models as CSV: one line each, columns by the names in the first line, in any order.
enum FiguresTable {
  /// The most models in a table.
  static let limit = 1000

  /// A column that is read.
  enum Column: String, CaseIterable {
    case model, p, v, steps
    case errorRate = "per_step_error_rate"
    case pLower = "p_lower"
    case inputTokens = "mean_input_tokens"
    case outputTokens = "mean_output_tokens"
    case inputPrice = "input_usd_per_million_tokens"
    case outputPrice = "output_usd_per_million_tokens"
    case latencyMs = "latency_ms"
  }

  /// Columns of results, as the paper's table has them: they are computed anew.
  static let results: Set<String> = ["k_min", "expected_cost_usd"]

  /// Reads a table.
  ///
  /// - Throws: Code 65 with the row and the column that make no sense.
  static func read(_ text: String, _ path: String) throws(CommandFailure) -> PlanSource {
    guard text.utf8.count(where: { $0 == UInt8(ascii: "\"") }).isMultiple(of: 2) else {
      throw CommandFailure(.data, "\(path) has a quotation mark that is not closed. Close or remove it.")
    }
    let table: EnumeratedCSV
    do {
      table = try EnumeratedCSV(string: text, delimiter: .comma, loadColumns: false)
    } catch {
      throw CommandFailure(.data, "\(path) is no CSV: \(why(error)).")
    }
    let names = table.header.map { trimmed($0) }
    let columns = try positions(names, path)
    let unknown = names.filter { !$0.isEmpty && Column(rawValue: $0) == nil && !results.contains($0) }
    var source = PlanSource(models: [], steps: nil)
    if !unknown.isEmpty {
      source.remarks.append("\(path) has columns that were not read: \(unknown.joined(separator: ", ")).")
    }
    for (index, cells) in table.rows.enumerated() where !cells.allSatisfy({ trimmed($0).isEmpty }) {
      let row = FiguresRow(path: path, number: index + 2, cells: cells.map { trimmed($0) }, columns: columns)
      guard row.cells.dropFirst(names.count).allSatisfy(\.isEmpty) else {
        throw CommandFailure(.data, "\(path), row \(row.number): more cells than the first row has columns.")
      }
      source.models.append(try row.figures())
      try row.agree(on: &source.steps)
      guard source.models.count <= limit else {
        throw CommandFailure(.data, "\(path) has more than \(Figures.count(limit)) models.")
      }
    }
    guard !source.models.isEmpty else {
      throw CommandFailure(.data, "\(path) has no models: a row for each must follow the first one.")
    }
    return source
  }

  private static func positions(
    _ names: [String], _ path: String
  ) throws(CommandFailure) -> [Column: Int] {
    var columns: [Column: Int] = [:]
    for (index, name) in names.enumerated() {
      guard let column = Column(rawValue: name) else { continue }
      guard columns.updateValue(index, forKey: column) == nil else {
        throw CommandFailure(.data, "\(path) has the column \(name) twice.")
      }
    }
    guard columns[.model] != nil, columns[.p] != nil || columns[.errorRate] != nil else {
      throw CommandFailure(
        .data,
        "\(path) is no table of models: its first row must name the columns `model` and `p`, or "
          + "`per_step_error_rate`.")
    }
    return columns
  }

  private static func trimmed(_ cell: String) -> String {
    let end = cell.lastIndex { !$0.isWhitespace }
    return end.map { String(cell[...$0].drop(while: \.isWhitespace)) } ?? ""
  }

  private static func why(_ error: any Error) -> String {
    switch error as? CSVParseError {
    case .generic(let message), .quotation(let message): message
    case nil: "\(error)"
    }
  }
}

/// One row of a table of models.
struct FiguresRow {
  let path: String
  /// Counted from 1, the names of the columns included.
  let number: Int
  let cells: [String]
  let columns: [FiguresTable.Column: Int]

  /// What the row says of its model.
  ///
  /// - Throws: Code 65.
  func figures() throws(CommandFailure) -> KnownFigures {
    let name = text(.model) ?? ""
    guard !name.isEmpty else { throw refused(.model, "has no name") }
    let p = try number(.p, in: 0...1)
    let errorRate = try number(.errorRate, in: 0...1)
    guard (p == nil) != (errorRate == nil) else {
      throw refused(p == nil ? .p : .errorRate, "needs either p or per_step_error_rate")
    }
    var figures = KnownFigures(name: name, p: p ?? 1 - (errorRate ?? 0))
    figures.pLower = try number(.pLower, in: 0...1)
    if let lower = figures.pLower, lower > figures.p { throw refused(.pLower, "is above p") }
    figures.v = try number(.v, in: 0...1)
    figures.inputTokens = try number(.inputTokens)
    figures.outputTokens = try number(.outputTokens)
    figures.inputPrice = try number(.inputPrice)
    figures.outputPrice = try number(.outputPrice)
    figures.latencyMs = try number(.latencyMs).map { KnownFigures.constantLatency($0) }
    return figures
  }

  /// Takes over the steps of the row; all rows must have the same.
  func agree(on steps: inout Double?) throws(CommandFailure) {
    guard let own = try number(.steps, in: 1...Double.greatestFiniteMagnitude) else { return }
    if let steps, steps != own { throw refused(.steps, "differs from the steps of a row before") }
    steps = own
  }

  private func text(_ column: FiguresTable.Column) -> String? {
    guard let index = columns[column], cells.indices ~= index, !cells[index].isEmpty else { return nil }
    return cells[index]
  }

  private func number(
    _ column: FiguresTable.Column, in range: ClosedRange<Double> = 0...Double.greatestFiniteMagnitude
  ) throws(CommandFailure) -> Double? {
    guard let text = text(column) else { return nil }
    guard let number = Double(text), range.contains(number) else {
      let upper = range.upperBound == 1 ? " to 1" : " or more"
      throw refused(
        column, "must be a number of \(Figures.fixed(range.lowerBound, 0))\(upper), not `\(text)`")
    }
    return number
  }

  private func refused(_ column: FiguresTable.Column, _ what: String) -> CommandFailure {
    CommandFailure(.data, "\(path), row \(number), column \(column.rawValue) \(what).")
  }
}
