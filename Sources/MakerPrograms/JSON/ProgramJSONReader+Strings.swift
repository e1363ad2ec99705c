/// Strings, of which nearly all hold no escape and are taken as they are.
extension ProgramJSONReader {
  /// Reads a string, from its first quotation mark on.
  mutating func string() throws(Failure) -> String {
    at += 1
    var text: [UInt8] = []
    var run = at
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        text.append(contentsOf: bytes[run..<at])
        guard let valid = String(validating: text, as: UTF8.self) else {
          throw failure("a text is not UTF-8")
        }
        at += 1
        return valid
      case UInt8(ascii: "\\"):
        text.append(contentsOf: bytes[run..<at])
        at += 1
        try appendEscaped(to: &text)
        run = at
      case 0..<0x20: throw failure("there is a control character in a text")
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
    case UInt8(ascii: "u"): text.append(contentsOf: String(Character(try escapedScalar())).utf8)
    default: throw failure("there is an unknown escape")
    }
  }

  /// The scalar after `\u`, of both halves when it is written as a pair. A lone half is no text.
  private mutating func escapedScalar() throws(Failure) -> Unicode.Scalar {
    let first = try hexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, bytes[at...].starts(with: #"\u"#.utf8) else {
      throw failure("half of a surrogate pair is missing")
    }
    at += 2
    let second = try hexadecimal()
    guard 0xDC00...0xDFFF ~= second,
      let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    else { throw failure("half of a surrogate pair is missing") }
    return scalar
  }

  private mutating func hexadecimal() throws(Failure) -> UInt32 {
    guard at + 4 <= bytes.count else { throw failure("it ends too early") }
    var value: UInt32 = 0
    for byte in bytes[at..<at + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw failure("there is an unknown escape")
      }
      value = value << 4 | UInt32(digit)
    }
    at += 4
    return value
  }
}
