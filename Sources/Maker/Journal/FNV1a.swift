/// The 64-bit FNV-1a hash: a checksum against accidents, not against forgery.
package struct FNV1a {
  private var state: UInt64 = 0xcbf2_9ce4_8422_2325

  package init() {}

  package mutating func combine(_ bytes: ArraySlice<UInt8>) {
    bytes.withUnsafeBufferPointer { bytes in
      var state = state
      for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
      self.state = state
    }
  }

  /// The digest of a text.
  package static func digits(of text: String) -> String {
    var hash = FNV1a()
    hash.combine(Array(text.utf8)[...])
    return hash.digits
  }

  /// The hash of a text.
  package static func value(of text: String) -> UInt64 {
    var hash = FNV1a()
    hash.combine(Array(text.utf8)[...])
    return hash.state
  }

  /// The hash as 16 lower-case hexadecimal digits.
  package var digits: String { Self.digits(state) }

  /// A hash as 16 lower-case hexadecimal digits.
  static func digits(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
