/// A JSON value that a program wrote. Numbers are kept as they were written: nothing passes through floating point.
package indirect enum ProgramJSON: Sendable {
  /// One member of an object.
  package struct Member: Sendable {
    package let key: String
    package let value: ProgramJSON
  }

  /// How numbers are written.
  package enum Numbers: Sendable {
    /// As they were read: 1.50 stays 1.50.
    case asWritten
    /// Equal numbers alike: 1.50, 1.5 and 15e-1 are 1.5.
    case canonical
  }

  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([ProgramJSON])
  /// Members in the order of the bytes of their keys, each key once.
  case object([Member])

  /// The value on one line, without spaces, as UTF-8; the same value gives the same bytes.
  package func bytes(_ numbers: Numbers) -> [UInt8] {
    var bytes: [UInt8] = []
    write(numbers, to: &bytes)
    return bytes
  }

  /// A text between quotation marks.
  package static func quoted(_ text: String) -> [UInt8] { ProgramJSON.string(text).bytes(.asWritten) }

  /// The text, of a string.
  var text: String? { if case .string(let text) = self { text } else { nil } }

  /// The number, of one that is whole and written without a fraction.
  var integer: Int? { if case .number(let text) = self { Int(text) } else { nil } }

  /// The truth value.
  var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

  /// The members, of an object.
  var members: [Member]? { if case .object(let members) = self { members } else { nil } }

  private func write(_ numbers: Numbers, to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
    case .number(let text):
      switch numbers {
      case .asWritten: bytes.append(contentsOf: text.utf8)
      case .canonical: bytes.append(contentsOf: CanonicalNumber.of(text).utf8)
      }
    case .string(let text): Self.quote(text, to: &bytes)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        element.write(numbers, to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        Self.quote(member.key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        member.value.write(numbers, to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private static func quote(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(contentsOf: [UInt8(ascii: "\\"), byte])
      case UInt8(ascii: "\n"): bytes.append(contentsOf: #"\n"#.utf8)
      case UInt8(ascii: "\r"): bytes.append(contentsOf: #"\r"#.utf8)
      case UInt8(ascii: "\t"): bytes.append(contentsOf: #"\t"#.utf8)
      case 0..<0x20:
        let digits = Array("0123456789abcdef".utf8)
        bytes.append(contentsOf: #"\u00"#.utf8)
        bytes.append(contentsOf: [digits[Int(byte >> 4)], digits[Int(byte & 15)]])
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
