import Yams

/// Where the characters of a text of a YAML file stand in the file.
enum ScalarPlace: Sendable {
  /// A block of lines: the line before its first, and how far they are indented.
  case block(line: Int, indent: Int)
  /// Within one line and as it is written, up to a column: where it begins, and how many characters are as written.
  case inline(TextPlace, verbatim: Int)
  /// It is written in another way than it reads: only where it begins is known.
  case somewhere(TextPlace)

  /// The place in the file of a place in the text.
  func place(of place: TextPlace) -> TextPlace {
    switch self {
    case .block(let line, let indent): TextPlace(line: line + place.line, column: indent + place.column)
    case .inline(let start, let verbatim):
      place.line == 1 && place.column - 1 <= verbatim
        ? TextPlace(line: start.line, column: start.column + place.column - 1) : start
    case .somewhere(let start): start
    }
  }

  /// The place of a text.
  ///
  /// - Parameters:
  ///   - scalar: The text.
  ///   - lines: The lines of the file without their ends.
  init(_ scalar: Node.Scalar, in lines: [[Unicode.Scalar]]) {
    let start = TextPlace(line: scalar.mark?.line ?? 1, column: scalar.mark?.column ?? 1)
    let text = scalar.string.unicodeScalars
    self = .somewhere(start)
    switch scalar.style {
    case .literal:
      let texts = text.split(separator: "\n", omittingEmptySubsequences: false)
      guard let first = texts.firstIndex(where: { !$0.isEmpty }) else { return }
      let (line, written) = (start.line + first, Array(texts[first]))
      guard lines.indices.contains(line), lines[line].count >= written.count,
        lines[line].suffix(written.count).elementsEqual(written)
      else { return }
      self = .block(line: start.line, indent: lines[line].count - written.count)
    case .plain, .singleQuoted, .doubleQuoted:
      guard lines.indices.contains(start.line - 1) else { return }
      let quote = scalar.style == .plain ? 0 : 1
      let written = lines[start.line - 1].dropFirst(start.column - 1 + quote)
      let verbatim = zip(written, text).prefix { $0 == $1 }.count
      self = .inline(TextPlace(line: start.line, column: start.column + quote), verbatim: verbatim)
    default: return
    }
  }
}
