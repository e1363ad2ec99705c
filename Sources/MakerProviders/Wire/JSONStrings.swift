/// Strings, of which nearly all hold no escape and are taken as they are.
extension JSONReader {
  /// Reads a string, from its first quotation mark on.
  mutating func string() throws(Failure) -> String {
    at += 1
    let start = at
    while at < end {
      switch bytes[at] {
      case UInt8(ascii: "\""):
        let text = try valid(bytes[start..<at])
        at += 1
        return text
      case UInt8(ascii: "\\"): return try escapedString(from: start)
      case 0..<0x20: throw failure("a control character in a string")
      default: at += 1
      }
    }
    throw failure("it ends too early")
  }

  private func valid(_ utf8: some Collection<UInt8>) throws(Failure) -> String {
    guard let text = String(validating: utf8, as: UTF8.self) else { throw failure("text that is not UTF-8") }
    return text
  }

  /// Reads on at the first backslash of a string.
  private mutating func escapedString(from start: Int) throws(Failure) -> String {
    var text = Array(bytes[start..<at])
    // What stands between two backslashes is appended at once.
    var run = at
    while at < end {
      switch bytes[at] {
      case UInt8(ascii: "\""):
        text.append(contentsOf: bytes[run..<at])
        at += 1
        return try valid(text)
      case UInt8(ascii: "\\"):
        text.append(contentsOf: bytes[run..<at])
        at += 1
        try appendEscaped(to: &text)
        run = at
      case 0..<0x20: throw failure("a control character in a string")
      default: at += 1
      }
    }
    throw failure("it ends too early")
  }

  private mutating func appendEscaped(to text: inout [UInt8]) throws(Failure) {
    guard let byte = next else { throw failure("it ends too early") }
    at += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): text.append(contentsOf: try escapedScalar().utf8)
    default: throw failure("an unknown escape")
    }
  }

  /// The scalar after `\u`, of both halves when it is written as a pair.
  private mutating func escapedScalar() throws(Failure) -> Character {
    let first = try hexadecimal()
    if let scalar = Unicode.Scalar(first) { return Character(scalar) }
    let lone = Character("\u{FFFD}")
    guard first < 0xDC00, at + 1 < end, bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u")
    else {
      return lone
    }
    let before = at
    at += 2
    let second = try hexadecimal()
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    else {
      at = before
      return lone
    }
    return Character(scalar)
  }

  private mutating func hexadecimal() throws(Failure) -> UInt32 {
    guard at + 4 <= end else { throw failure("it ends too early") }
    var value: UInt32 = 0
    for byte in bytes[at..<at + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw failure("an unknown escape")
      }
      value = value << 4 | UInt32(digit)
    }
    at += 4
    return value
  }
}
