import MakerAgents

/// What a row of the rejects looks like: which record, where, why, and its text.
struct RejectLayout: Sendable {
  let format: RecordFormat

  private static let names = ["record", "line", "reason", "input"]

  /// What the file begins with.
  var head: [UInt8] { format.separator.map { TableRow.bytes(Self.names, $0) } ?? [] }

  /// The row of a record, with its line end.
  func row(_ row: RecordRow, _ reason: String) -> [UInt8] {
    let values: [AgentValue] = [
      .number(DecimalNumber(row.index + 1)), .number(DecimalNumber(row.line)), .string(reason),
      .string(row.input),
    ]
    if let separator = format.separator { return TableRow.bytes(values.map(\.promptText), separator) }
    let members = zip(Self.names, values).map { AgentValue.Member($0, $1) }
    return Array(AgentValue.object(members).json.utf8) + [0x0A]
  }
}
