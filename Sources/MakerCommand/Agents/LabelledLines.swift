/// Lines that begin with what they are about, in a column of its own.
struct LabelledLines {
  private static let width = 12
  private(set) var lines: [String] = []

  /// Adds a line; further lines of the text are indented alike. Nothing is added for nil.
  mutating func add(_ label: String, _ text: String?) {
    guard let text else { return }
    let parts = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      let head = index == 0 ? label : ""
      let blanks = String(repeating: " ", count: max(1, Self.width - head.count))
      lines.append(head + blanks + PlainText.of(part))
    }
  }

  /// Adds a text as it is sent, each line behind a bar.
  mutating func addQuoted(_ label: String, _ text: String?) {
    guard let text else { return }
    lines.append(label)
    // Character by character, `\r\n` would be one line end that no line feed is found in.
    for part in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) {
      let line = part.last == "\r" ? part.dropLast() : part
      lines.append(line.isEmpty ? "  |" : "  | " + PlainText.of(Substring(line)))
    }
  }

  /// All lines.
  var text: String { lines.joined(separator: "\n") }
}

extension PlainText {
  /// A text on one line, cut where it is long.
  static func short(_ text: String, _ longest: Int = 200) -> String {
    let plain = of(text)
    return plain.count <= longest ? plain : plain.prefix(longest - 3) + "..."
  }
}
