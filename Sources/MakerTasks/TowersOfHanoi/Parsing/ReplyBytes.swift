/// The bytes of a reply, and the few things that both parsers look for in them.
///
/// It only borrows the bytes and must not outlive them.
struct ReplyBytes {
  private let bytes: UnsafeBufferPointer<UInt8>

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// The length of the reply in bytes.
  var count: Int { bytes.count }

  /// The byte at a position, or nil at the end.
  subscript(position: Int) -> UInt8? { position < bytes.count ? bytes[position] : nil }

  /// Where the value of the last `name =` before `end` begins: right after the equals sign.
  ///
  /// The case of the name does not matter, nor does white space before the sign. The name stands alone:
  /// `previous_move =` is no `move =`.
  func valueOfLast(_ name: StaticString, before end: Int) -> Int? {
    var sign = end - 1
    while sign >= 0 {
      if bytes[sign] == UInt8(ascii: "="), isName(name, endingAt: skippingWhiteSpace(before: sign)) {
        return sign + 1
      }
      sign -= 1
    }
    return nil
  }

  /// The first position from `start` on that is no white space.
  func skippingWhiteSpace(from start: Int) -> Int {
    var position = start
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: " ") {
        position += 1
      } else if byte > 32, byte < 0xC2 {
        // Nearly always: all other white space is below the space or begins with a byte from here on.
        return position
      } else {
        let length = whiteSpace(at: position)
        if length == 0 { return position }
        position += length
      }
    }
    return position
  }

  /// The number that the digits from `start` on make, and where they end; `start` when there are none.
  ///
  /// A number too large for the game is cut down to one that is still too large, so nothing overflows.
  @inline(__always)
  func digits(from start: Int) -> (value: Int, end: Int) {
    var (value, end) = (0, start)
    while end < bytes.count, case let digit = bytes[end] &- UInt8(ascii: "0"), digit < 10 {
      if value < 100_000 { value = 10 * value + Int(digit) }
      end += 1
    }
    return (value, end)
  }

  /// Whether a line ends within a range.
  func hasLineBreak(in range: Range<Int>) -> Bool {
    range.contains { bytes[$0] == UInt8(ascii: "\n") || bytes[$0] == UInt8(ascii: "\r") }
  }

  /// The end of what stands before the white space that ends at `end`.
  private func skippingWhiteSpace(before end: Int) -> Int {
    var position = end
    while position > 0 {
      if bytes[position - 1] > 32, bytes[position - 1] < 0x80 { return position }
      let length = (1...3).first { $0 <= position && whiteSpace(at: position - $0) == $0 }
      guard let length else { return position }
      position -= length
    }
    return position
  }

  private func isName(_ name: StaticString, endingAt end: Int) -> Bool {
    let start = end - name.utf8CodeUnitCount
    guard start >= 0 else { return false }
    let matches = name.withUTF8Buffer { name in
      name.indices.allSatisfy { Self.lowercased(bytes[start + $0]) == name[$0] }
    }
    return matches && (start == 0 || !Self.isPartOfName(bytes[start - 1]))
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
  }

  private static func isPartOfName(_ byte: UInt8) -> Bool {
    switch lowercased(byte) {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
    default: false
    }
  }

  /// The length in bytes of the white space character that begins at a position, 0 for any other character.
  private func whiteSpace(at position: Int) -> Int {
    guard let first = self[position] else { return 0 }
    switch first {
    case 9...13, 32: return 1
    case 0xC2:
      return self[position + 1] == 0x85 || self[position + 1] == 0xA0 ? 2 : 0
    case 0xE1, 0xE2, 0xE3:
      guard let second = self[position + 1], let third = self[position + 2] else { return 0 }
      switch (first, second, third) {
      case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8...0xA9), (0xE2, 0x80, 0xAF),
        (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80):
        return 3
      default: return 0
      }
    default: return 0
    }
  }
}
