import Foundation

extension String {
  /// The text without white space at either end, as Unicode defines it.
  var trimmed: String {
    let scalars = unicodeScalars
    // Nearly every text begins and ends with a visible ASCII character; only the others need Unicode's tables.
    guard let first = scalars.first, let last = scalars.last else { return self }
    if (0x21...0x7E).contains(first.value), (0x21...0x7E).contains(last.value) { return self }
    guard let start = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let end = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[start...end])
  }

  /// The text trimmed, with every run of white space one space, without case, composed (Unicode NFC).
  ///
  /// Folding a folded text changes nothing.
  var folded: String {
    if let plain = foldedASCII { return plain }
    var text = foldedOnce
    // Composing may bring about a letter that has a case again; two rounds settle all known text.
    for _ in 0..<4 {
      let again = text.foldedOnce
      if again.isSame(as: text) { break }
      text = again
    }
    return text
  }

  private var foldedASCII: String? {
    var bytes: [UInt8] = []
    var isAfterSpace = true
    for byte in utf8 {
      guard byte < 0x80 else { return nil }
      let isSpace = byte == 0x20 || (0x09...0x0D).contains(byte)
      if isSpace && isAfterSpace { continue }
      isAfterSpace = isSpace
      bytes.append(isSpace ? 0x20 : (0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
    }
    if bytes.last == 0x20 { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  private var foldedOnce: String {
    // Upper case first: it is how the German sharp s, ligatures and the final sigma lose what lower case keeps apart.
    let folded = precomposedStringWithCanonicalMapping.uppercased().lowercased()
      .precomposedStringWithCanonicalMapping
    return folded.unicodeScalars.split { $0.properties.isWhitespace }.map { String($0) }.joined(
      separator: " ")
  }
}
