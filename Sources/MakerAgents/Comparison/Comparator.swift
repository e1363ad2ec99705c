import Maker

/// How a voted value is made comparable: values of the same canonical form vote for the same answer.
///
/// Null is null under all of them.
public enum Comparator: String, Sendable, Hashable, CaseIterable {
  /// As it was written, byte for byte; white space between JSON's tokens does not count.
  case exact
  /// Texts without white space at either end, the rest as in ``json``.
  case trimmed
  /// Texts without white space at either end, with every blank inside one space, case-folded and composed (NFC); the
  /// rest as in ``json``.
  case folded
  /// Numbers by value, exactly: 1.50, 1.5 and the text "1.5" are the same.
  case number
  /// Lists in any order, each value once; a text is split at its commas.
  case sortedSet = "sorted-set"
  /// JSON by its meaning: order of members, white space and the form of numbers do not count. A text stays a text.
  case json

  /// Writes the canonical form of a value, which is JSON.
  ///
  /// - Throws: `Flagged` as malformed when the value has none, as a text that is no number.
  func write(_ value: AgentValue, into writer: inout ValueWriter, called name: String) throws(Flagged) {
    if case .null = value { return writer.write(value) }
    switch self {
    case .exact:
      writer.writeJSON(Array(value.json.utf8))
    case .trimmed:
      writer.writeJSON(value.mappingTexts(\.trimmed).canonicalBytes)
    case .folded:
      writer.writeJSON(value.mappingTexts(\.folded).canonicalBytes)
    case .json:
      writer.writeJSON(value.canonicalBytes)
    case .number:
      writer.writeJSON(AgentValue.number(try Self.number(value, called: name)).canonicalBytes)
    case .sortedSet:
      let values = try Self.members(value, called: name)
      let forms = Set(values.map(\.canonicalBytes)).sorted { $0.lexicographicallyPrecedes($1) }
      writer.writeList(forms) { writer, form in writer.writeJSON(form) }
    }
  }

  private static func number(_ value: AgentValue, called name: String) throws(Flagged) -> DecimalNumber {
    switch value {
    case .number(let number): return number
    case .string(let text):
      if let number = DecimalNumber(text.trimmed) { return number }
    default: break
    }
    throw Flagged(.malformed, "\(name) is no number")
  }

  private static func members(_ value: AgentValue, called name: String) throws(Flagged) -> [AgentValue] {
    switch value {
    case .list(let values): return values
    case .string(let text):
      return text.unicodeScalars.split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty }
        .map(AgentValue.string)
    default: throw Flagged(.malformed, "\(name) is neither a list nor a text with commas")
    }
  }
}
