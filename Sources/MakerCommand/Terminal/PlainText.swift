/// Text that a model wrote, made harmless for a terminal.
enum PlainText {
  /// The text with control characters spelled out, so that a reply cannot move the cursor or change colours.
  static func of(_ text: some StringProtocol) -> String {
    var plain = ""
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: plain += scalar.escaped(asASCII: true)
      default: plain.unicodeScalars.append(scalar)
      }
    }
    return plain
  }
}
