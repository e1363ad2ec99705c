/// Writes moves and states as text, byte by byte: a million prompts are written in a run.
struct StateWriter {
  private let bytes: UnsafeMutableBufferPointer<UInt8>
  private var count = 0

  private init(_ bytes: UnsafeMutableBufferPointer<UInt8>) { self.bytes = bytes }

  /// The text that `body` writes: one state, one move and at most 64 bytes around the disks.
  static func text(disks: Int, _ body: (inout StateWriter) -> Void) -> String {
    // A disk takes four bytes at the most: two digits, a comma, a space.
    String(unsafeUninitializedCapacity: 64 + 4 * disks) { bytes in
      var writer = StateWriter(bytes)
      body(&writer)
      return writer.count
    }
  }

  /// Writes a literal.
  mutating func write(_ text: StaticString) {
    text.withUTF8Buffer { source in
      for byte in source { put(byte) }
    }
  }

  /// Writes `disk, from, to` without the brackets.
  mutating func write(_ move: Move) {
    put(number: UInt8(move.disk))
    write(", ")
    put(number: UInt8(move.from))
    write(", ")
    put(number: UInt8(move.to))
  }

  /// Writes `3, 2], [1], [` without the outermost brackets.
  mutating func write(_ pegs: Pegs) {
    pegs.withDisks { disks, firstCut, secondCut in
      put(list: disks[..<firstCut])
      write("], [")
      put(list: disks[firstCut..<secondCut])
      write("], [")
      put(list: disks[secondCut...])
    }
  }

  private mutating func put(list: Slice<UnsafeBufferPointer<UInt8>>) {
    var isFirst = true
    for disk in list {
      if !isFirst { write(", ") }
      isFirst = false
      put(number: disk)
    }
  }

  /// Writes a number of at most two digits.
  private mutating func put(number: UInt8) {
    let (tens, ones) = number.quotientAndRemainder(dividingBy: 10)
    if tens > 0 { put(UInt8(ascii: "0") + tens) }
    put(UInt8(ascii: "0") + ones)
  }

  private mutating func put(_ byte: UInt8) {
    bytes[count] = byte
    count += 1
  }
}
