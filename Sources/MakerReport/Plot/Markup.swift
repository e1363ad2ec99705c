/// Text of models, files and people, made harmless inside a page and inside a picture.
package enum Markup {
  /// The text as content of an element or of an attribute in quotes, in HTML and in XML.
  ///
  /// It goes by Unicode scalars: a quote with a combining mark on it is one character in Swift, and still ends an
  /// attribute. Control and formatting characters, which XML does not know or which turn the text around them, are
  /// spelled out.
  ///
  /// - Parameters:
  ///   - text: Any text.
  ///   - keepsLines: Whether line ends and tabs stay what they are.
  /// - Returns: Text in which nothing can end or begin an element or an attribute.
  package static func escaped(_ text: some StringProtocol, keepsLines: Bool = false) -> String {
    var safe = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": safe += "&lt;"
      case ">": safe += "&gt;"
      case "&": safe += "&amp;"
      case "\"": safe += "&quot;"
      case "'": safe += "&#39;"
      case "\n", "\t":
        if keepsLines { safe.unicodeScalars.append(scalar) } else { safe += scalar.escaped(asASCII: true) }
      default:
        if isPlain(scalar) {
          safe.unicodeScalars.append(scalar)
        } else {
          // Spelled out as Swift does it, which has no character in it that matters here.
          safe += scalar.escaped(asASCII: true)
        }
      }
    }
    return safe
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    if (0x20..<0x7F).contains(scalar.value) { return true }
    guard scalar.value < 0xFFFE || scalar.value & 0xFFFF < 0xFFFE else { return false }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return false
    default: return true
    }
  }

  /// A number as an attribute: two digits after the point are more than a screen shows.
  package static func number(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e7 else { return "0" }
    let hundredths = Int((value * 100).rounded())
    if hundredths.isMultiple(of: 100) { return "\(hundredths / 100)" }
    let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    return (hundredths < 0 ? "-" : "") + "\(whole)." + (rest < 10 ? "0\(rest)" : "\(rest)")
  }
}
