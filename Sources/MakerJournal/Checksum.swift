/// The checksum of a row, so that a damaged byte is found by whoever reads the row: SQLite keeps none.
///
/// FNV-1a over bytes and words, folded to the 32 bits that SQLite stores in four bytes. Every single changed
/// byte changes the 64-bit hash, and all but one in four billion of the folded ones.
package struct Checksum {
  private var hash: UInt64 = 0xcbf2_9ce4_8422_2325

  /// The checksum of nothing.
  package init() {}

  /// The checksum of everything added.
  package var value: Int { Int(Int32(truncatingIfNeeded: hash ^ (hash >> 32))) }

  /// Adds a number.
  package mutating func add(_ number: Int) {
    hash = (hash ^ UInt64(bitPattern: Int64(number))) &* 0x100_0000_01b3
    // A word's high bytes must reach the low half of the hash.
    hash ^= hash >> 29
  }

  /// Adds a number, or that there is none.
  package mutating func add(_ number: Double?) { add(Int(truncatingIfNeeded: (number ?? .nan).bitPattern)) }

  /// Adds bytes.
  package mutating func add(_ bytes: [UInt8]) {
    add(bytes.count)
    bytes.withUnsafeBufferPointer { add($0) }
  }

  /// Adds a text, or that there is none.
  package mutating func add(_ text: String?) {
    guard var text else { return add(-1) }
    add(text.utf8.count)
    text.withUTF8 { add($0) }
  }

  private mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
  }
}
