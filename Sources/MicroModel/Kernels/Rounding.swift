extension SIMD16<Float> {
  /// The items, from -32768 to 32767, rounded to the nearest 16-bit integers, ties to even: items `i` and
  /// `i + 8` are the lower and the upper half of pair `i`.
  ///
  /// Adding 1.5 * 2^23 leaves a float no bits below 1, so the addition rounds, and the integer is in its
  /// lowest 16 bits. These pairs, and not neighbours, because they need no shuffling.
  @inline(__always)
  package var roundedPairs: SIMD8<UInt32> {
    let bits = unsafeBitCast(self + 12_582_912, to: SIMD16<UInt32>.self)
    return (bits.lowHalf & 0xffff) | (bits.highHalf &<< 16)
  }

  /// The items rounded in the same way, in the lower halves; the upper halves mean nothing.
  @inline(__always)
  package var roundedBits: SIMD16<UInt32> {
    unsafeBitCast(self + 12_582_912, to: SIMD16<UInt32>.self)
  }
}
