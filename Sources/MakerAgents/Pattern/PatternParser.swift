/// Reads a pattern into its parts.
struct PatternParser {
  private static let maximumLength = 4_096
  private static let maximumDepth = 100
  private static let maximumGroups = 100
  static let maximumRepeats = 1_000

  /// What `(?i)`, `(?m)` and `(?s)` switch on.
  struct Options {
    var isFolded = false
    var anchorsAreLines = false
    var dotTakesLineEnds = false
  }

  let scalars: [Unicode.Scalar]
  var index = 0
  var options = Options()
  private(set) var groupNames: [String] = []
  private var depth = 0

  init(_ source: String) { scalars = Array(source.unicodeScalars) }

  var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  func mistake(_ what: String, _ remedy: String, at offset: Int? = nil) -> TextPattern.Mistake {
    TextPattern.Mistake(what: what, remedy: remedy, offset: offset ?? index)
  }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    index += 1
    return true
  }

  /// The whole pattern.
  mutating func pattern() throws(TextPattern.Mistake) -> PatternNode {
    guard scalars.count <= Self.maximumLength else {
      throw mistake("the pattern is too long", "use at most \(Self.maximumLength) characters", at: 0)
    }
    let node = try choice()
    guard index == scalars.count else { throw mistake("a ) closes no group", "write \\) for the character") }
    return node
  }

  private mutating func choice() throws(TextPattern.Mistake) -> PatternNode {
    var choices = [try sequence()]
    while take("|") { choices.append(try sequence()) }
    return choices.count == 1 ? choices[0] : .choice(choices)
  }

  private mutating func sequence() throws(TextPattern.Mistake) -> PatternNode {
    var parts: [PatternNode] = []
    while let scalar = next, scalar != "|", scalar != ")" {
      guard let part = try part() else { continue }
      parts.append(try repeated(part))
    }
    return parts.isEmpty ? .empty : parts.count == 1 ? parts[0] : .sequence(parts)
  }

  /// One character, class, anchor or group; nil for `(?i)` and the like, which only switch.
  private mutating func part() throws(TextPattern.Mistake) -> PatternNode? {
    let start = index
    guard let scalar = next else { return nil }
    index += 1
    switch scalar {
    case "(": return try group(from: start)
    case "[": return .set(try brackets(from: start))
    case ".": return .any(withLineEnds: options.dotTakesLineEnds)
    case "^": return .assertion(options.anchorsAreLines ? .lineStart : .textStart)
    case "$": return .assertion(options.anchorsAreLines ? .lineEnd : .textEnd)
    case "\\": return try escape(from: start)
    case "*", "+", "?":
      throw mistake("\(scalar) has nothing to repeat", "write \\\(scalar) for the character", at: start)
    case "{", "}", "]":
      throw mistake("\(scalar) stands alone", "write \\\(scalar) for the character", at: start)
    default: return .scalar(scalar, isFolded: options.isFolded)
    }
  }

  private mutating func group(from start: Int) throws(TextPattern.Mistake) -> PatternNode? {
    guard depth < Self.maximumDepth else {
      throw mistake("groups are nested more than \(Self.maximumDepth) deep", "nest fewer", at: start)
    }
    let outer = options
    var name: String?
    if take("?") {
      if take("P") || next == "<" {
        name = try groupName(from: start)
      } else if !take(":") {
        try switchOptions(from: start)
        if take(")") { return nil }
        guard take(":") else {
          throw mistake("the group is not closed", "write (?i) or (?i:...)", at: start)
        }
      }
    }
    depth += 1
    // The place is taken when the group opens, so that the names are in the order they are read.
    let place = groupNames.count
    if let name {
      guard !groupNames.contains(name) else {
        throw mistake("two groups are called \(name)", "give each its own name", at: start)
      }
      guard place < Self.maximumGroups else {
        throw mistake("there are more than \(Self.maximumGroups) named groups", "use fewer", at: start)
      }
      groupNames.append(name)
    }
    let inner = try choice()
    guard take(")") else {
      throw mistake("a ( is not closed", "close it with ), or write \\( for the character", at: start)
    }
    depth -= 1
    options = outer
    return name == nil ? .sequence([inner]) : .group(inner, place)
  }

  private mutating func groupName(from start: Int) throws(TextPattern.Mistake) -> String {
    guard take("<") else { throw mistake("a group's name is missing", "write (?<name>...)", at: start) }
    if next == "=" || next == "!" { throw lookaround(at: start) }
    var name = ""
    while let scalar = next, scalar == "_" || ScalarSet.isOf(.word, scalar), scalar.isASCII {
      name.unicodeScalars.append(scalar)
      index += 1
    }
    guard let first = name.unicodeScalars.first, !ScalarSet.isOf(.digit, first), take(">") else {
      throw mistake(
        "a group's name is missing or has other characters than letters, digits and _", "write (?<name>...)",
        at: start)
    }
    return name
  }

  private func lookaround(at start: Int) -> TextPattern.Mistake {
    mistake(
      "looking ahead or behind is not there, because every pattern is matched in linear time",
      "match the text around it and name the part you want", at: start)
  }

  private mutating func switchOptions(from start: Int) throws(TextPattern.Mistake) {
    if next == "=" || next == "!" { throw lookaround(at: start) }
    var isOn = true
    while let scalar = next, scalar != ")", scalar != ":" {
      switch scalar {
      case "-": isOn = false
      case "i": options.isFolded = isOn
      case "m": options.anchorsAreLines = isOn
      case "s": options.dotTakesLineEnds = isOn
      default:
        throw mistake("(?\(scalar) is not known", "use (?:...), (?<name>...), (?i), (?m) or (?s)", at: start)
      }
      index += 1
    }
  }
}
