import MakerAgents

/// A row of a table in the making: what is written, and the fields it has, or a part of the reason why it has none.
struct RandomRow {
  var bytes: [UInt8]
  var fields: [String]?
  var reason = ""
  /// The lines that it takes.
  var lines = 1
}

extension SeededGenerator {
  /// A text of letters that are hard on whoever reads tables. It begins with a letter where it has to be quoted.
  mutating func field() -> String {
    let parts = ["a", "B", "é", "e\u{301}", " ", "\t", "木", "🙂", "1", "\u{0}", "'", ";"]
    let special = ["\"", ",", "\n", "\r\n", "\"\"", "x"]
    let isSpecial = Bool.random(using: &self)
    let all = isSpecial ? parts + special : parts
    let text = (0..<Int.random(in: 0...6, using: &self)).map { _ in all.randomElement(using: &self) ?? "" }
    return (isSpecial ? "q" : "") + text.joined()
  }

  /// A row of a table, as RFC 4180 allows it to be written.
  mutating func row(columns: Int) -> RandomRow {
    let fields = (0..<columns).map { _ in field() }
    let written = fields.map { field in
      let isQuoted =
        field.utf8.contains { "\",\n\r".utf8.contains($0) } || field.isEmpty && columns == 1
        || field.first == "q" && Bool.random(using: &self)
      return isQuoted ? "\"" + field.replacing("\"", with: "\"\"") + "\"" : field
    }
    let lines = 1 + fields.reduce(0) { $0 + $1.utf8.count { $0 == 0x0A } }
    return RandomRow(bytes: Array(written.joined(separator: ",").utf8), fields: fields, lines: lines)
  }

  /// A row that cannot be read, of one line.
  mutating func brokenRow(columns: Int) -> RandomRow {
    let fields = Array(repeating: "x", count: columns)
    let at = Int.random(in: 0..<columns, using: &self)
    func row(_ field: String) -> [UInt8] {
      Array((fields[..<at] + [field] + fields[(at + 1)...]).joined(separator: ",").utf8)
    }
    switch Int.random(in: 0...5, using: &self) {
    case 0: return RandomRow(bytes: row("x,x"), reason: "it has \(columns + 1) fields")
    case 1: return RandomRow(bytes: row("\"a\"b"), reason: "text follows a quote that closes")
    case 2: return RandomRow(bytes: row("a\"b"), reason: "a quote stands within a field")
    case 3: return RandomRow(bytes: row("") + [0xFF, 0xC3], reason: "it is not valid UTF-8")
    // What is wrong with it depends on where the next quote stands.
    case 4: return RandomRow(bytes: row("\"abc"), reason: "")
    default:
      let fewer = Array(repeating: "x", count: columns > 1 ? columns - 1 : 2).joined(separator: ",")
      return RandomRow(bytes: Array(fewer.utf8), reason: "it has ")
    }
  }

  /// A table's text with its rows.
  mutating func table(_ rows: [RandomRow], columns: [String]) -> [UInt8] {
    var bytes: [UInt8] = Bool.random(using: &self) ? [0xEF, 0xBB, 0xBF] : []
    bytes += columns.joined(separator: ",").utf8
    for row in rows { bytes += Array(lineEnd().utf8) + row.bytes }
    return Bool.random(using: &self) ? bytes : bytes + Array(lineEnd().utf8)
  }

  private mutating func lineEnd() -> String { Bool.random(using: &self) ? "\n" : "\r\n" }

  /// A value of any kind, at most `depth` deep.
  mutating func value(depth: Int = 2) -> AgentValue {
    switch Int.random(in: 0...(depth > 0 ? 6 : 4), using: &self) {
    case 0: .null
    case 1: .bool(Bool.random(using: &self))
    case 2, 3: .string(field())
    case 4: .number(DecimalNumber("\(Int.random(in: -99...99, using: &self)).50") ?? DecimalNumber(0))
    case 5: .list((0..<Int.random(in: 0...3, using: &self)).map { _ in value(depth: depth - 1) })
    default: object(depth: depth - 1)
    }
  }

  /// An object whose names are all different.
  mutating func object(depth: Int = 2) -> AgentValue {
    .object(
      (0..<Int.random(in: 0...4, using: &self)).map {
        AgentValue.Member("\(field())\($0)", value(depth: depth))
      })
  }
}
