package import NIOCore

extension ByteBuffer {
  /// Writes a text as a JSON string, with its quotes.
  package mutating func writeJSON(_ text: String) {
    writeInteger(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { bytes in
      var start = 0
      for (index, byte) in bytes.enumerated() where byte < 0x20 || byte == 0x22 || byte == 0x5C {
        writeBytes(bytes[start..<index])
        writeEscape(of: byte)
        start = index + 1
      }
      writeBytes(bytes[start...])
    }
    writeInteger(UInt8(ascii: "\""))
  }

  private mutating func writeEscape(of byte: UInt8) {
    switch byte {
    case 0x0A: writeStaticString("\\n")
    case 0x22: writeStaticString("\\\"")
    case 0x5C: writeStaticString("\\\\")
    default: writeString("\\u00" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16))
    }
  }

  /// Writes a text as a JSON string, or null.
  mutating func writeJSON(_ text: String?) {
    if let text { writeJSON(text) } else { writeStaticString("null") }
  }
}
