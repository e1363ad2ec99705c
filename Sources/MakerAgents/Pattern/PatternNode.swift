/// A part of a pattern, as it was read.
indirect enum PatternNode {
  case empty
  case scalar(Unicode.Scalar, isFolded: Bool)
  /// Any scalar, or any but a line end.
  case any(withLineEnds: Bool)
  case set(ScalarSet)
  case sequence([PatternNode])
  /// One of these, the first preferred.
  case choice([PatternNode])
  case repeated(PatternNode, least: Int, most: Int?, isLazy: Bool)
  /// A named group, by its place among them.
  case group(PatternNode, Int)
  case assertion(PatternAssertion)
}

/// What holds between two characters and takes none.
enum PatternAssertion {
  case textStart, textEnd, lineStart, lineEnd, wordEdge, noWordEdge
}

/// A set of Unicode scalars, as of brackets.
struct ScalarSet {
  /// A kind of scalars that has a letter: `\d`, `\w`, `\s`.
  enum Kind { case digit, word, space }

  var ranges: [ClosedRange<UInt32>] = []
  var kinds: [(kind: Kind, isNegated: Bool)] = []
  var isNegated = false
  var isFolded = false

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    var isInside = holds(scalar)
    if !isInside, isFolded { isInside = holds(scalar.lowered) || holds(scalar.raised) }
    return isInside != isNegated
  }

  private func holds(_ scalar: Unicode.Scalar) -> Bool {
    ranges.contains { $0.contains(scalar.value) }
      || kinds.contains { Self.isOf($0.kind, scalar) != $0.isNegated }
  }

  static func isOf(_ kind: Kind, _ scalar: Unicode.Scalar) -> Bool {
    switch kind {
    case .digit: (0x30...0x39).contains(scalar.value)
    case .space: scalar.properties.isWhitespace
    case .word:
      scalar.isASCII
        ? scalar == "_" || ("0"..."9").contains(scalar) || ("a"..."z").contains(scalar)
          || ("A"..."Z").contains(scalar)
        : scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal
          || scalar.properties.generalCategory == .nonspacingMark
    }
  }
}

extension Unicode.Scalar {
  /// The lower-case letter, where it is one scalar.
  var lowered: Unicode.Scalar {
    if isASCII { return ("A"..."Z").contains(self) ? Unicode.Scalar(UInt8(value) | 0x20) : self }
    return Self.only(in: properties.lowercaseMapping) ?? self
  }

  /// The upper-case letter, where it is one scalar.
  var raised: Unicode.Scalar {
    if isASCII { return ("a"..."z").contains(self) ? Unicode.Scalar(UInt8(value) & 0xDF) : self }
    return Self.only(in: properties.uppercaseMapping) ?? self
  }

  /// The scalar without case.
  var caseFolded: Unicode.Scalar { raised.lowered }

  private static func only(in text: String) -> Unicode.Scalar? {
    text.unicodeScalars.count == 1 ? text.unicodeScalars.first : nil
  }
}
