/// What a provider wrote, made fit to be shown: on one line, short, without control characters and without keys.
package enum ProviderText {
  /// The most characters that are shown.
  package static let longest = 500
  /// The most bytes of a text that are looked at.
  private static let longestRead = 16_384

  /// A text fit to be shown.
  package static func shown(_ text: String, mask: Mask) -> String {
    // Control characters go first: one in the middle of a key would hide it from the mask. Cutting comes last: half a
    // key would too.
    let line = mask(oneLine(text))
    guard line.count > longest else { return line }
    return String(line.prefix(longest)) + "..."
  }

  /// A body that is not JSON: the title of a page, or the text itself.
  package static func shown(_ body: [UInt8], mask: Mask) -> String {
    let text = String(decoding: body.prefix(longestRead), as: UTF8.self)
    guard isPage(body) else { return shown(text, mask: mask) }
    guard let title = title(of: text) else { return "a web page" }
    return "a web page titled '\(shown(title, mask: mask))'"
  }

  /// Whether a body is a page of HTML or another markup.
  static func isPage(_ body: [UInt8]) -> Bool {
    let visible = body.prefix(64).drop { $0 <= 0x20 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
    return visible.first == UInt8(ascii: "<")
  }

  /// An address without the name and password it may hold, and without its query.
  package static func address(_ url: String) -> String {
    var shown = Substring(url)
    if let query = shown.firstIndex(where: { $0 == "?" || $0 == "#" }) { shown = shown[..<query] }
    let line = oneLine(String(shown))
    guard let scheme = line.range(of: "://") else { return line }
    let rest = line[scheme.upperBound...]
    let host = rest.prefix { $0 != "/" }
    guard let at = host.lastIndex(of: "@") else { return line }
    return line[..<scheme.upperBound] + String(rest[rest.index(after: at)...])
  }

  private static func oneLine(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    var isBlank = true
    for scalar in text.unicodeScalars.prefix(longestRead) {
      switch scalar.properties.generalCategory {
      case .control where scalar.value == 0x0A || scalar.value == 0x0D || scalar.value == 0x09,
        .spaceSeparator,
        .lineSeparator, .paragraphSeparator:
        if !isBlank { scalars.append(" ") }
        isBlank = true
      // Format characters can turn the direction of a line around, or hide in the middle of a word.
      case .control, .format, .surrogate, .privateUse, .unassigned: break
      default:
        scalars.append(scalar)
        isBlank = false
      }
    }
    if scalars.last == " " { scalars.removeLast() }
    return String(scalars)
  }

  private static func title(of page: String) -> String? {
    guard let start = page.range(of: "<title>") ?? page.range(of: "<TITLE>") else { return nil }
    let rest = page[start.upperBound...]
    let title = rest.prefix { $0 != "<" }
    return title.isEmpty || title.endIndex == page.endIndex ? nil : String(title)
  }
}

extension StringProtocol {
  /// The first place of a piece of text, byte for byte.
  func range(of piece: String) -> Range<Index>? {
    guard let first = piece.utf8.first else { return nil }
    let wanted = piece.utf8
    var at = utf8.startIndex
    while let start = utf8[at...].firstIndex(of: first) {
      if utf8[start...].starts(with: wanted) { return start..<utf8.index(start, offsetBy: wanted.count) }
      at = utf8.index(after: start)
    }
    return nil
  }
}
