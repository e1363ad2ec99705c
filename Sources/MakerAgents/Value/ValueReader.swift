/// Text that is not the JSON value that was expected.
public struct MalformedValue: Error, Hashable, CustomStringConvertible {
  /// What is wrong, and where.
  public let description: String

  /// Names what is wrong.
  public init(_ description: String) { self.description = description }
}

extension AgentValue {
  /// Reads one JSON value (RFC 8259) and nothing before or after it but white space.
  ///
  /// - Parameter json: The text in UTF-8. It is nested at most 64 deep, and no object has a name twice.
  /// - Throws: ``MalformedValue``.
  public init(json: some Sequence<UInt8>) throws(MalformedValue) {
    var reader = ValueReader(Array(json))
    self = try reader.onlyValue()
  }
}

/// Reads JSON text strictly: valid UTF-8, no lone surrogates, no name twice, bounded depth.
struct ValueReader {
  /// How deep lists and objects may be nested.
  private static let maximumDepth = 64

  private let bytes: [UInt8]
  private var index = 0
  private var depth = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The value that the whole text is.
  mutating func onlyValue() throws(MalformedValue) -> AgentValue {
    let value = try value()
    skipSpace()
    guard index == bytes.count else { throw error("something follows the end of the value") }
    return value
  }

  private func error(_ what: String) -> MalformedValue { MalformedValue("\(what), at byte \(index + 1)") }

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

  private mutating func value() throws(MalformedValue) -> AgentValue {
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try nested { reader throws(MalformedValue) in try reader.object() }
    case UInt8(ascii: "["): return try nested { reader throws(MalformedValue) in try reader.list() }
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
    _ body: (inout ValueReader) throws(MalformedValue) -> AgentValue
  ) throws(MalformedValue) -> AgentValue {
    guard depth < Self.maximumDepth else { throw error("it is nested more than \(Self.maximumDepth) deep") }
    depth += 1
    index += 1
    let value = try body(&self)
    depth -= 1
    return value
  }

  private mutating func object() throws(MalformedValue) -> AgentValue {
    var members: [AgentValue.Member] = []
    var names: Set<[UInt8]> = []
    skipSpace()
    if take("}") { return .object([]) }
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw error("the name of a member was expected") }
      let name = try string()
      guard names.insert(Array(name.utf8)).inserted else {
        throw error("the name \"\(name)\" is there twice")
      }
      skipSpace()
      guard take(":") else { throw error("a colon was expected") }
      members.append(AgentValue.Member(name, try value()))
      skipSpace()
    } while take(",")
    guard take("}") else { throw error("a comma or the end of an object was expected") }
    return .object(members)
  }

  private mutating func list() throws(MalformedValue) -> AgentValue {
    var values: [AgentValue] = []
    skipSpace()
    if take("]") { return .list([]) }
    repeat {
      values.append(try value())
      skipSpace()
    } while take(",")
    guard take("]") else { throw error("a comma or the end of a list was expected") }
    return .list(values)
  }

  private mutating func word(_ word: StaticString, _ value: AgentValue) throws(MalformedValue) -> AgentValue {
    for offset in 0..<word.utf8CodeUnitCount {
      guard next == word.utf8Start[offset] else { throw error("a value was expected") }
      index += 1
    }
    return value
  }

  private mutating func number() throws(MalformedValue) -> DecimalNumber {
    let start = index
    while let byte = next, Self.isOfNumber(byte) { index += 1 }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    guard let number = DecimalNumber(text) else {
      throw error("a number was expected, and \"\(text.prefix(40))\" is none or is too large")
    }
    return number
  }

  private static func isOfNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
      UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }
}

extension ValueReader {
  private mutating func string() throws(MalformedValue) -> String {
    index += 1
    var text: [UInt8] = []
    while true {
      let run = index
      while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
        index += 1
      }
      text += bytes[run..<index]
      if take("\"") { break }
      guard take("\\") else { throw error("a text is not closed, or has a control character in it") }
      try escape(into: &text)
    }
    guard let text = String(validating: text, as: UTF8.self) else {
      throw error("the text that ends here is not valid UTF-8")
    }
    return text
  }

  private mutating func escape(into text: inout [UInt8]) throws(MalformedValue) {
    guard let byte = next else { throw error("the text ends in an escape") }
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "u"): text += String(Character(try scalar())).utf8
    default: throw error("an escape is not one of JSON's")
    }
  }

  private mutating func scalar() throws(MalformedValue) -> Unicode.Scalar {
    let first = try hexadecimal()
    var value = UInt32(first)
    if UTF16.isLeadSurrogate(first), take("\\"), take("u") {
      let second = try hexadecimal()
      guard UTF16.isTrailSurrogate(second) else { throw error("a surrogate stands alone") }
      value = 0x10000 + (UInt32(first & 0x3FF) << 10) + UInt32(second & 0x3FF)
    }
    guard let scalar = Unicode.Scalar(value) else { throw error("a surrogate stands alone") }
    return scalar
  }

  private mutating func hexadecimal() throws(MalformedValue) -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = next, byte < 0x80, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error("an escape needs four hexadecimal digits")
      }
      value = value << 4 | UInt16(digit)
      index += 1
    }
    return value
  }
}
