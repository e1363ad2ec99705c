import MakerAgents

extension SeededGenerator {
  /// A value of any kind, at most `depth` deep.
  mutating func value(depth: Int = 3) -> AgentValue {
    switch Int.random(in: 0...(depth > 0 ? 7 : 4), using: &self) {
    case 0: .null
    case 1: .bool(Bool.random(using: &self))
    case 2, 3: .string(text())
    case 4: .number(number())
    case 5, 6: .list((0..<Int.random(in: 0...4, using: &self)).map { _ in value(depth: depth - 1) })
    default: object(depth: depth)
    }
  }

  /// An object whose names are all different.
  mutating func object(depth: Int = 3) -> AgentValue {
    let count = Int.random(in: 0...4, using: &self)
    return .object((0..<count).map { AgentValue.Member("\(text())\($0)", value(depth: depth - 1)) })
  }

  /// A text with letters that are hard on whoever compares texts.
  mutating func text() -> String {
    let parts = [
      "a", "B", "é", "e\u{301}", " ", "\t", "\u{A0}", "\n", "\"", "\\", "ß", "İ", "ı", "Σ", "ς", "ﬁ",
      "\u{345}", "Ω", "木", "🙂",
      "1", "true", "\u{0}", "ǆ", "K", "\u{300}",
    ]
    return (0..<Int.random(in: 0...6, using: &self)).map { _ in parts.randomElement(using: &self) ?? "" }
      .joined()
  }

  /// A number, written in one of its ways.
  mutating func number() -> DecimalNumber {
    let whole = Int.random(in: -999...999, using: &self)
    let fraction = ["", ".5", ".50", ".0", ".000", ".123"].randomElement(using: &self) ?? ""
    let exponent = ["", "e0", "E+2", "e-3", "e30", "e-30"].randomElement(using: &self) ?? ""
    return DecimalNumber("\(whole)\(fraction)\(exponent)") ?? DecimalNumber(whole)
  }

  /// The same value, written in another way: members in another order, numbers in another form, white space.
  mutating func rewritten(_ value: AgentValue) -> String {
    let blank = [" ", "", "\n", "\t "].randomElement(using: &self) ?? ""
    let inner: String
    switch value {
    case .null, .bool, .string: inner = value.json
    case .number(let number):
      inner = [number.text, number.canonical, shifted(number)].randomElement(using: &self) ?? ""
    case .list(let values): inner = "[\(values.map { rewritten($0) }.joined(separator: ","))]"
    case .object(let members):
      let shuffled = members.shuffled(using: &self)
      inner =
        "{"
        + shuffled.map { AgentValue.string($0.name).json + blank + ":" + rewritten($0.value) }
        .joined(separator: ",") + "}"
    }
    return blank + inner + blank
  }

  /// The same number with zeros put to the end of its fraction.
  private func shifted(_ number: DecimalNumber) -> String {
    let parts = number.text.split(whereSeparator: { $0 == "e" || $0 == "E" })
    let mantissa = parts[0].contains(".") ? parts[0] + "00" : parts[0] + ".0"
    return parts.count > 1 ? "\(mantissa)e\(parts[1])" : String(mantissa)
  }
}
