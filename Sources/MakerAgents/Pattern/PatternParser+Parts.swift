extension PatternParser {
  /// The part with what follows it of `*`, `+`, `?`, `{2,3}`.
  mutating func repeated(_ part: PatternNode) throws(TextPattern.Mistake) -> PatternNode {
    let start = index
    let least: Int
    let most: Int?
    if take("*") {
      (least, most) = (0, nil)
    } else if take("+") {
      (least, most) = (1, nil)
    } else if take("?") {
      (least, most) = (0, 1)
    } else if take("{") {
      (least, most) = try bounds(from: start)
    } else {
      return part
    }
    if case .assertion = part {
      throw mistake("an anchor cannot be repeated", "leave the repetition out", at: start)
    }
    let isLazy = take("?")
    if next == "+" {
      throw mistake(
        "a possessive repetition is not there", "leave the + out: matching never goes back anyway")
    }
    if let next, "*?{".unicodeScalars.contains(next) {
      throw mistake("a repetition is repeated", "put the first into (?:...)")
    }
    return .repeated(part, least: least, most: most, isLazy: isLazy)
  }

  private mutating func bounds(from start: Int) throws(TextPattern.Mistake) -> (Int, Int?) {
    let malformed = mistake(
      "{ is not followed by {n}, {n,} or {n,m}", "write \\{ for the character", at: start)
    guard let least = count() else { throw malformed }
    var most: Int? = least
    if take(",") { most = next == "}" ? nil : count() ?? -1 }
    guard take("}"), most != -1 else { throw malformed }
    guard least <= most ?? least else {
      throw mistake("the least number of repetitions is more than the most", "turn them round", at: start)
    }
    guard max(least, most ?? 0) <= Self.maximumRepeats else {
      throw mistake(
        "more than \(Self.maximumRepeats) repetitions are counted", "use * or + instead", at: start)
    }
    return (least, most)
  }

  private mutating func count() -> Int? {
    let start = index
    while let scalar = next, ScalarSet.isOf(.digit, scalar), index - start < 6 { index += 1 }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[start..<index])
    return Int(String(text))
  }

  /// What a backslash begins, outside of brackets.
  mutating func escape(from start: Int) throws(TextPattern.Mistake) -> PatternNode {
    switch next {
    case "b": return anchor(.wordEdge)
    case "B": return anchor(.noWordEdge)
    case "A": return anchor(.textStart)
    case "z", "Z": return anchor(.textEnd)
    case .some("1"..."9"), "k":
      throw mistake(
        "a reference to a group is not there, because every pattern is matched in linear time",
        "match the text twice and compare it yourself", at: start)
    default: break
    }
    if let kind = kind() {
      return .set(ScalarSet(kinds: [kind]))
    }
    return .scalar(try escapedScalar(from: start), isFolded: options.isFolded)
  }

  private mutating func anchor(_ assertion: PatternAssertion) -> PatternNode {
    index += 1
    return .assertion(assertion)
  }

  /// The kind of scalars whose letter comes next.
  private mutating func kind() -> (kind: ScalarSet.Kind, isNegated: Bool)? {
    let kind: (ScalarSet.Kind, Bool)
    switch next {
    case "d": kind = (.digit, false)
    case "D": kind = (.digit, true)
    case "w": kind = (.word, false)
    case "W": kind = (.word, true)
    case "s": kind = (.space, false)
    case "S": kind = (.space, true)
    default: return nil
    }
    index += 1
    return kind
  }

  private mutating func escapedScalar(from start: Int) throws(TextPattern.Mistake) -> Unicode.Scalar {
    guard let scalar = next else {
      throw mistake("the pattern ends in a backslash", "write \\\\ for the character", at: start)
    }
    index += 1
    switch scalar {
    case "n": return "\n"
    case "t": return "\t"
    case "r": return "\r"
    case "f": return "\u{0C}"
    case "v": return "\u{0B}"
    case "0": return "\0"
    case "x": return try hexadecimal(digits: 2, from: start)
    case "u": return try hexadecimal(digits: 4, from: start)
    default:
      guard scalar.isASCII, !ScalarSet.isOf(.word, scalar) else {
        throw mistake("\\\(scalar) is not known", "write \\\\ for a backslash", at: start)
      }
      return scalar
    }
  }

  private mutating func hexadecimal(
    digits: Int, from start: Int
  ) throws(TextPattern.Mistake) -> Unicode.Scalar {
    let isBraced = take("{")
    var value: UInt32 = 0
    var count = 0
    while count < (isBraced ? 6 : digits), let scalar = next, scalar.isASCII,
      let digit = Character(scalar).hexDigitValue
    {
      value = value << 4 | UInt32(digit)
      count += 1
      index += 1
    }
    let isWhole = isBraced ? count > 0 && take("}") : count == digits
    guard isWhole, let scalar = Unicode.Scalar(value) else {
      throw mistake("the escape names no character", "write \\x41, \\u0041 or \\u{1F600}", at: start)
    }
    return scalar
  }

  /// What stands in brackets, the first of which was taken.
  mutating func brackets(from start: Int) throws(TextPattern.Mistake) -> ScalarSet {
    var set = ScalarSet(isNegated: take("^"), isFolded: options.isFolded)
    let unclosed = mistake("a [ is not closed", "close it with ], or write \\[ for the character", at: start)
    var isFirst = true
    while let scalar = next, scalar != "]" || isFirst {
      isFirst = false
      if scalar == "[" { throw mistake("a [ stands in brackets", "write \\[ for the character") }
      if scalar == "\\" {
        index += 1
        if let kind = kind() {
          set.kinds.append(kind)
          continue
        }
        index -= 1
      }
      let place = index
      let lower = try bracketScalar()
      guard next == "-", index + 1 < scalars.count, scalars[index + 1] != "]" else {
        set.ranges.append(lower.value...lower.value)
        continue
      }
      index += 1
      let upper = try bracketScalar()
      guard lower <= upper else { throw mistake("a range runs backwards", "turn it round", at: place) }
      set.ranges.append(lower.value...upper.value)
    }
    guard take("]") else { throw unclosed }
    return set
  }

  private mutating func bracketScalar() throws(TextPattern.Mistake) -> Unicode.Scalar {
    let start = index
    guard let scalar = next else { throw mistake("a [ is not closed", "close it with ]", at: start) }
    index += 1
    guard scalar == "\\" else { return scalar }
    if take("b") { return "\u{08}" }
    return try escapedScalar(from: start)
  }
}
