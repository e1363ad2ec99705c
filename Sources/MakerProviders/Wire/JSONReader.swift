/// Reads JSON strictly, in one pass, from bytes that nobody vouches for.
///
/// Nesting deeper than ``deepestNesting`` is refused before it can overflow the stack. A byte order mark at the front is
/// passed over. Text has to be valid UTF-8; a `\u` escape of half a surrogate pair, as servers write for a token that
/// ends within a character, becomes U+FFFD, because the rest of such a reply is sound and has been paid for.
package struct JSONReader {
  /// Why there is no value.
  package struct Failure: Error, Sendable, Hashable {
    /// In a few words.
    package let reason: String
    /// Where, in bytes from the front.
    package let offset: Int
  }

  /// The most arrays and objects within each other.
  package static let deepestNesting = 128

  let bytes: [UInt8]
  let end: Int
  var at: Int

  private init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    at = range.lowerBound
    end = range.upperBound
  }

  /// Reads the one value that the bytes hold.
  ///
  /// - Parameters:
  ///   - bytes: JSON text.
  ///   - range: The part to read; nil stands for all.
  /// - Returns: The value.
  /// - Throws: ``Failure`` for anything that is not JSON, or nested too deeply.
  package static func read(_ bytes: [UInt8], in range: Range<Int>? = nil) throws(Failure) -> JSONValue {
    var reader = JSONReader(bytes, (range ?? 0..<bytes.count).clamped(to: 0..<bytes.count))
    if reader.end - reader.at >= 3, bytes[reader.at] == 0xEF, bytes[reader.at + 1] == 0xBB,
      bytes[reader.at + 2] == 0xBF
    {
      reader.at += 3
    }
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.at == reader.end else { throw reader.failure("more after its end") }
    return value
  }

  func failure(_ reason: String) -> Failure { Failure(reason: reason, offset: at) }

  var next: UInt8? { at < end ? bytes[at] : nil }

  private mutating func skipSpace() {
    while at < end, bytes[at] == 0x20 || bytes[at] == 0x0A || bytes[at] == 0x0D || bytes[at] == 0x09 {
      at += 1
    }
  }

  private mutating func value(depth: Int) throws(Failure) -> JSONValue {
    skipSpace()
    guard let first = next else { throw failure("it ends too early") }
    switch first {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), 0x30...0x39: return try number()
    default: throw failure("an unexpected character")
    }
  }

  private mutating func word(_ word: StaticString, _ value: JSONValue) throws(Failure) -> JSONValue {
    let length = word.utf8CodeUnitCount
    let matches = word.withUTF8Buffer { $0.elementsEqual(bytes[at..<min(at + length, end)]) }
    guard matches else { throw failure("an unknown word") }
    at += length
    return value
  }

  private mutating func object(depth: Int) throws(Failure) -> JSONValue {
    guard depth < Self.deepestNesting else { throw failure("it is nested too deeply") }
    at += 1
    var members: [JSONValue.Member] = []
    skipSpace()
    if next == UInt8(ascii: "}") {
      at += 1
      return .object(members)
    }
    while true {
      skipSpace()
      guard next == UInt8(ascii: "\"") else {
        throw failure(next == nil ? "it ends too early" : "a key is missing")
      }
      let key = try string()
      skipSpace()
      guard next == UInt8(ascii: ":") else { throw failure("a colon is missing") }
      at += 1
      members.append(JSONValue.Member(key, try value(depth: depth + 1)))
      if try closes(with: UInt8(ascii: "}")) { return .object(members) }
    }
  }

  private mutating func array(depth: Int) throws(Failure) -> JSONValue {
    guard depth < Self.deepestNesting else { throw failure("it is nested too deeply") }
    at += 1
    var elements: [JSONValue] = []
    skipSpace()
    if next == UInt8(ascii: "]") {
      at += 1
      return .array(elements)
    }
    while true {
      elements.append(try value(depth: depth + 1))
      if try closes(with: UInt8(ascii: "]")) { return .array(elements) }
    }
  }

  /// Takes the comma or the bracket after an element; true for the bracket.
  private mutating func closes(with bracket: UInt8) throws(Failure) -> Bool {
    skipSpace()
    guard let byte = next else { throw failure("it ends too early") }
    guard byte == bracket || byte == UInt8(ascii: ",") else { throw failure("a comma is missing") }
    at += 1
    return byte == bracket
  }

  private mutating func number() throws(Failure) -> JSONValue {
    let start = at
    if next == UInt8(ascii: "-") { at += 1 }
    let integral = at
    skipDigits()
    guard at > integral, at == integral + 1 || bytes[integral] != 0x30 else {
      throw failure("a number is malformed")
    }
    var isWhole = true
    if next == UInt8(ascii: ".") {
      at += 1
      isWhole = false
      guard skipDigits() else { throw failure("a number is malformed") }
    }
    if let byte = next, byte | 0x20 == UInt8(ascii: "e") {
      at += 1
      isWhole = false
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { at += 1 }
      guard skipDigits() else { throw failure("a number is malformed") }
    }
    let text = String(decoding: bytes[start..<at], as: UTF8.self)
    if isWhole, let value = Int(text) { return .integer(value) }
    guard let value = Double(text) else { throw failure("a number is malformed") }
    return .real(value)
  }

  @discardableResult
  private mutating func skipDigits() -> Bool {
    let start = at
    while at < end, (0x30...0x39).contains(bytes[at]) { at += 1 }
    return at > start
  }
}
