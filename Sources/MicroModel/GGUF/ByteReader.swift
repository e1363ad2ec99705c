/// Reads little-endian values one after the other, and never outside of the bytes it was given.
package struct ByteReader {
  package let bytes: [UInt8]
  /// Where the next value begins, in bytes from the start of the file.
  private(set) var offset = 0

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Steps over `count` bytes and returns where they are.
  package mutating func skip(_ count: UInt64, _ what: String) throws(MicroModelError) -> Range<Int> {
    guard count <= UInt64(bytes.count - offset) else {
      throw .damaged("\(what) of \(count) bytes goes past the end of the file", at: offset)
    }
    let range = offset..<(offset + Int(count))
    offset = range.upperBound
    return range
  }

  package mutating func integer<Value: FixedWidthInteger>(
    _ type: Value.Type = Value.self, _ what: String
  ) throws(MicroModelError) -> Value {
    let range = try skip(UInt64(MemoryLayout<Value>.size), what)
    var value: Value = 0
    for index in range.reversed() {
      value = (MemoryLayout<Value>.size == 1 ? 0 : value << 8) | Value(truncatingIfNeeded: bytes[index])
    }
    return value
  }

  package mutating func string(_ what: String) throws(MicroModelError) -> String {
    let start = offset
    let length = try integer(UInt64.self, what)
    let range = try skip(length, what)
    guard let text = String(validating: bytes[range], as: UTF8.self) else {
      throw .damaged("\(what) is not UTF-8", at: start)
    }
    return text
  }
}
