/// Takes a template apart into text and tags.
struct TemplateScanner {
  enum Token {
    case text(String)
    case variable(String, TextPlace)
    case open(String, isInverted: Bool, TextPlace)
    case close(String, TextPlace)
  }

  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var place = TextPlace(line: 1, column: 1)
  private var opening = Array("{{".unicodeScalars)
  private var closing = Array("}}".unicodeScalars)
  private var text = String.UnicodeScalarView()
  private var tokens: [Token] = []

  init(_ template: String) { scalars = Array(template.unicodeScalars) }

  /// Every token of the template.
  ///
  /// - Throws: The first tag that cannot be read; what follows it has no certain meaning.
  mutating func allTokens() throws(TemplateMistake) -> [Token] {
    while index < scalars.count {
      if isNext(opening) { try tag() } else { text.append(advance()) }
    }
    endText()
    return tokens
  }

  private func isNext(_ mark: [Unicode.Scalar], at start: Int? = nil) -> Bool {
    let start = start ?? index
    return start + mark.count <= scalars.count && scalars[start..<(start + mark.count)].elementsEqual(mark)
  }

  private mutating func advance() -> Unicode.Scalar {
    let scalar = scalars[index]
    index += 1
    if scalar == "\n" { place = TextPlace(line: place.line + 1, column: 1) } else { place.column += 1 }
    return scalar
  }

  private mutating func advance(by count: Int) {
    for _ in 0..<count { _ = advance() }
  }

  private mutating func endText() {
    if !text.isEmpty { tokens.append(.text(String(text))) }
    text = String.UnicodeScalarView()
  }

  /// Reads the tag that begins here.
  private mutating func tag() throws(TemplateMistake) {
    let (start, at) = (index, place)
    advance(by: opening.count)
    let sigil = index < scalars.count ? scalars[index] : " "
    let isTriple = sigil == "{" && opening == Array("{{".unicodeScalars)
    let ending = isTriple ? Array("}}}".unicodeScalars) : sigil == "=" ? ["="] + closing : closing
    let hasSigil = isTriple || "#^/!&>=<".unicodeScalars.contains(sigil)
    let bodyStart = index + (hasSigil ? 1 : 0)
    guard let end = (bodyStart..<max(bodyStart, scalars.count)).first(where: { isNext(ending, at: $0) })
    else {
      throw TemplateMistake(
        what: "a tag is not closed", remedy: "close it with \(Self.text(ending))", place: at)
    }
    let body = Self.text(Array(scalars[bodyStart..<end])).trimmed
    advance(by: end + ending.count - index)
    let kind: Unicode.Scalar? = hasSigil ? sigil : nil
    if let kind, "#^/!=".unicodeScalars.contains(kind) { dropLine(around: start) }
    try token(kind, body, at: at)
  }

  private mutating func token(_ sigil: Unicode.Scalar?, _ body: String, at place: TextPlace)
    throws(TemplateMistake)
  {
    switch sigil {
    case "!": return
    case "=": return try delimiters(body, at: place)
    case ">", "<":
      throw TemplateMistake(
        what: "a prompt takes in no other template, and {{\(sigil == ">" ? ">" : "<")\(body)}} asks for one",
        remedy: "use {{field}}, {{#field}}...{{/field}}, {{^field}}...{{/field}} or {{! a comment}}",
        place: place)
    default: break
    }
    guard !body.isEmpty, !body.contains(where: { $0.isNewline }), !body.unicodeScalars.contains("{") else {
      throw TemplateMistake(
        what: "a tag names no field", remedy: "write {{field}}, or {{=<% %>=}} before braces that are text",
        place: place)
    }
    endText()
    switch sigil {
    case "#": tokens.append(.open(body, isInverted: false, place))
    case "^": tokens.append(.open(body, isInverted: true, place))
    case "/": tokens.append(.close(body, place))
    default: tokens.append(.variable(body, place))
    }
  }

  private mutating func delimiters(_ body: String, at place: TextPlace) throws(TemplateMistake) {
    let parts = body.unicodeScalars.split { $0.properties.isWhitespace }
    guard parts.count == 2, !parts.contains(where: { $0.contains("=") }) else {
      throw TemplateMistake(what: "the new delimiters are not two", remedy: "write {{=<% %>=}}", place: place)
    }
    (opening, closing) = (Array(parts[0]), Array(parts[1]))
  }

  /// Leaves out the line of a tag that stands alone on it, as Mustache does: it is there for the template's reader.
  private mutating func dropLine(around start: Int) {
    let isBlank = { (scalar: Unicode.Scalar) in scalar == " " || scalar == "\t" }
    var lineStart = start
    while lineStart > 0, isBlank(scalars[lineStart - 1]) { lineStart -= 1 }
    guard lineStart == 0 || scalars[lineStart - 1] == "\n" else { return }
    var end = index
    while end < scalars.count, isBlank(scalars[end]) { end += 1 }
    if end < scalars.count, scalars[end] == "\r" { end += 1 }
    guard end == scalars.count || scalars[end] == "\n" else { return }
    text.removeLast(min(start - lineStart, text.count))
    advance(by: min(end + 1, scalars.count) - index)
  }

  private static func text(_ scalars: [Unicode.Scalar]) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}
