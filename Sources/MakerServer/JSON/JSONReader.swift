/// Reads JSON text (RFC 8259): nothing before or after the value, valid UTF-8, no lone surrogates, bounded depth.
///
/// Foundation's decoder takes several times as long for a request, as long as everything else together that a server
/// does with one.
package struct JSONReader {
  /// How deep arrays and objects may be nested; the requests that are served need five levels.
  private static let maximumDepth = 64

  private let bytes: [UInt8]
  private var index = 0
  private var depth = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The value that the whole of `bytes` is.
  package static func value(in bytes: [UInt8]) throws(JSONSyntaxError) -> JSONValue {
    var reader = JSONReader(bytes)
    let value = try reader.value()
    reader.skipSpace()
    guard reader.index == bytes.count else { throw reader.error("something follows the end of the value") }
    return value
  }

  private func error(_ what: String) -> JSONSyntaxError {
    JSONSyntaxError(message: "\(what), at byte \(index)")
  }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
  }

  /// Steps over `byte` when it comes next.
  private mutating func take(_ byte: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: byte) else { return false }
    index += 1
    return true
  }

  private mutating func value() throws(JSONSyntaxError) -> JSONValue {
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try nested { reader throws(JSONSyntaxError) in try reader.object() }
    case UInt8(ascii: "["): return try nested { reader throws(JSONSyntaxError) in try reader.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case .some(UInt8(ascii: "-")), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return .number(try number())
    case .some: throw error("a value was expected")
    case nil: throw error("the text ends where a value was expected")
    }
  }

  private mutating func nested(
    _ body: (inout JSONReader) throws(JSONSyntaxError) -> JSONValue
  ) throws(JSONSyntaxError) -> JSONValue {
    guard depth < Self.maximumDepth else { throw error("it is nested more than \(Self.maximumDepth) deep") }
    depth += 1
    index += 1
    let value = try body(&self)
    depth -= 1
    return value
  }

  private mutating func object() throws(JSONSyntaxError) -> JSONValue {
    var members: [JSONMember] = []
    skipSpace()
    if take("}") { return .object([]) }
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw error("the name of a member was expected") }
      let name = try string()
      skipSpace()
      guard take(":") else { throw error("a colon was expected") }
      members.append(JSONMember(name, try value()))
      skipSpace()
    } while take(",")
    guard take("}") else { throw error("a comma or the end of an object was expected") }
    return .object(members)
  }

  private mutating func array() throws(JSONSyntaxError) -> JSONValue {
    var values: [JSONValue] = []
    skipSpace()
    if take("]") { return .array([]) }
    repeat {
      values.append(try value())
      skipSpace()
    } while take(",")
    guard take("]") else { throw error("a comma or the end of an array was expected") }
    return .array(values)
  }

  private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
    for offset in 0..<word.utf8CodeUnitCount {
      guard next == word.utf8Start[offset] else { throw error("a value was expected") }
      index += 1
    }
    return value
  }
}

extension JSONReader {
  private mutating func number() throws(JSONSyntaxError) -> String {
    let start = index
    _ = take("-")
    if !take("0") { try digits() }
    if take(".") { try digits() }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try digits()
    }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private mutating func digits() throws(JSONSyntaxError) {
    let start = index
    while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { index += 1 }
    if index == start { throw error("a digit was expected") }
  }

  private mutating func string() throws(JSONSyntaxError) -> String {
    index += 1
    let start = index
    skipPlainText()
    guard next == UInt8(ascii: "\"") else { return try string(from: start) }
    index += 1
    return try validated(bytes[start..<(index - 1)])
  }

  /// The rest of a string that has escapes in it, and what came before.
  private mutating func string(from start: Int) throws(JSONSyntaxError) -> String {
    var text = Array(bytes[start..<index])
    while true {
      if take("\"") { return try validated(text[...]) }
      guard take("\\") else { throw error("a string is not closed, or has a control character in it") }
      try escape(into: &text)
      let run = index
      skipPlainText()
      text += bytes[run..<index]
    }
  }

  private mutating func skipPlainText() {
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { return }
      index += 1
    }
  }

  private func validated(_ text: ArraySlice<UInt8>) throws(JSONSyntaxError) -> String {
    guard let text = String(validating: text, as: UTF8.self) else {
      throw error("the string that ends here is not valid UTF-8")
    }
    return text
  }

  private mutating func escape(into text: inout [UInt8]) throws(JSONSyntaxError) {
    guard let byte = next else { throw error("the text ends in an escape") }
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "u"): text += String(try scalar()).utf8
    default: throw error("an escape is not one of JSON's")
    }
  }

  private mutating func scalar() throws(JSONSyntaxError) -> Character {
    let first = try hexadecimal()
    var value = UInt32(first)
    if UTF16.isLeadSurrogate(first), take("\\"), take("u") {
      let second = try hexadecimal()
      guard UTF16.isTrailSurrogate(second) else { throw error("a surrogate stands alone") }
      value = 0x10000 + (UInt32(first & 0x3FF) << 10) + UInt32(second & 0x3FF)
    }
    guard let scalar = Unicode.Scalar(value) else { throw error("a surrogate stands alone") }
    return Character(scalar)
  }

  private mutating func hexadecimal() throws(JSONSyntaxError) -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        throw error("an escape needs four hexadecimal digits")
      }
      value = value << 4 | UInt16(digit)
      index += 1
    }
    return value
  }
}
