/// Reads JSON strictly, in one pass, from bytes that nobody vouches for. Nothing is repaired.
package struct ProgramJSONReader {
  /// Why there is no value.
  package struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
    /// In a few words.
    package let reason: String
    /// Where, in bytes from the front.
    package let offset: Int

    /// The reason and the place.
    package var description: String { "\(reason) at byte \(offset + 1)" }
  }

  /// The most arrays and objects within each other.
  package static let deepestNesting = 128

  let bytes: [UInt8]
  var at = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Reads the one value that the bytes hold.
  ///
  /// - Parameter bytes: JSON text as UTF-8.
  /// - Returns: The value, the members of its objects in order.
  /// - Throws: ``Failure`` for anything that is not JSON, nested too deeply, or has a key twice.
  package static func read(_ bytes: [UInt8]) throws(Failure) -> ProgramJSON {
    var reader = ProgramJSONReader(bytes)
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.next == nil else { throw reader.failure("there is more after its end") }
    return value
  }

  func failure(_ reason: String) -> Failure { Failure(reason: reason, offset: at) }

  var next: UInt8? { at < bytes.count ? bytes[at] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
  }

  private mutating func value(depth: Int) throws(Failure) -> ProgramJSON {
    skipSpace()
    guard let first = next else { throw failure("it ends too early") }
    switch first {
    case UInt8(ascii: "{"): return .object(try object(depth: depth))
    case UInt8(ascii: "["): return .array(try array(depth: depth))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), 0x30...0x39: return .number(try number())
    default: throw failure("there is an unexpected character")
    }
  }

  private mutating func word(_ word: String, _ value: ProgramJSON) throws(Failure) -> ProgramJSON {
    guard bytes[at...].starts(with: word.utf8) else { throw failure("there is an unknown word") }
    at += word.utf8.count
    return value
  }

  private mutating func object(depth: Int) throws(Failure) -> [ProgramJSON.Member] {
    guard depth < Self.deepestNesting else { throw failure("it is nested too deeply") }
    at += 1
    var members: [ProgramJSON.Member] = []
    skipSpace()
    if next == UInt8(ascii: "}") {
      at += 1
      return []
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
      members.append(ProgramJSON.Member(key: key, value: try value(depth: depth + 1)))
      if try closes(with: UInt8(ascii: "}")) { break }
    }
    // By bytes: texts that only look alike are different keys.
    members.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    for (one, other) in zip(members, members.dropFirst()) where one.key.utf8.elementsEqual(other.key.utf8) {
      throw failure("the key \"\(one.key.prefix(40))\" is there twice")
    }
    return members
  }

  private mutating func array(depth: Int) throws(Failure) -> [ProgramJSON] {
    guard depth < Self.deepestNesting else { throw failure("it is nested too deeply") }
    at += 1
    var elements: [ProgramJSON] = []
    skipSpace()
    if next == UInt8(ascii: "]") {
      at += 1
      return []
    }
    while true {
      elements.append(try value(depth: depth + 1))
      if try closes(with: UInt8(ascii: "]")) { return elements }
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

  private mutating func number() throws(Failure) -> String {
    let start = at
    if next == UInt8(ascii: "-") { at += 1 }
    let integral = at
    guard skipDigits(), at == integral + 1 || bytes[integral] != 0x30 else {
      throw failure("a number is malformed")
    }
    if next == UInt8(ascii: ".") {
      at += 1
      guard skipDigits() else { throw failure("a number is malformed") }
    }
    if let byte = next, byte | 0x20 == UInt8(ascii: "e") {
      at += 1
      let exponent = at
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { at += 1 }
      guard skipDigits() else { throw failure("a number is malformed") }
      let limit = CanonicalNumber.largestExponent
      guard let power = Int(String(decoding: bytes[exponent..<at], as: UTF8.self)), -limit...limit ~= power
      else { throw failure("the exponent of a number is too large") }
    }
    return String(decoding: bytes[start..<at], as: UTF8.self)
  }

  private mutating func skipDigits() -> Bool {
    let start = at
    while let byte = next, 0x30...0x39 ~= byte { at += 1 }
    return at > start
  }
}
