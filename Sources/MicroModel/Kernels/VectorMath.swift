/// Functions of 16 numbers at a time that give the same bits on every machine: only additions, multiplications,
/// divisions and roots of IEEE arithmetic, each rounded by itself, in a fixed order. No fused multiply-add
/// (not every machine has it) and nothing from the system's mathematics library (each has its own).
extension SIMD16<Float> {
  /// The sum of the items, folding the upper half onto the lower half until one is left.
  @inline(__always)
  package var folded: Float {
    let eight = lowHalf + highHalf
    let four = eight.lowHalf + eight.highHalf
    let two = four.lowHalf + four.highHalf
    return two.x + two.y
  }

  /// The largest item.
  @inline(__always)
  package var largest: Float {
    let (low, high) = (lowHalf, highHalf)
    let four = SIMD4(
      Self.larger(Self.larger(low[0], low[4]), Self.larger(high[0], high[4])),
      Self.larger(Self.larger(low[1], low[5]), Self.larger(high[1], high[5])),
      Self.larger(Self.larger(low[2], low[6]), Self.larger(high[2], high[6])),
      Self.larger(Self.larger(low[3], low[7]), Self.larger(high[3], high[7])))
    return Self.larger(Self.larger(four.x, four.z), Self.larger(four.y, four.w))
  }

  /// The larger one of two numbers; one instruction, unlike `max`, which has to look for NaN.
  @inline(__always)
  private static func larger(_ first: Float, _ second: Float) -> Float {
    first < second ? second : first
  }

  @inline(__always)
  private static func smaller(_ first: Float, _ second: Float) -> Float {
    second < first ? second : first
  }

  /// The larger one of each pair of items. Spelled out, because `replacing(with:where:)` is a loop over the
  /// items that the compiler does not always unroll.
  @inline(__always)
  package func larger(_ other: SIMD16<Float>) -> SIMD16<Float> {
    SIMD16(
      Self.larger(self[0], other[0]), Self.larger(self[1], other[1]), Self.larger(self[2], other[2]),
      Self.larger(self[3], other[3]),
      Self.larger(self[4], other[4]), Self.larger(self[5], other[5]), Self.larger(self[6], other[6]),
      Self.larger(self[7], other[7]),
      Self.larger(self[8], other[8]), Self.larger(self[9], other[9]), Self.larger(self[10], other[10]),
      Self.larger(self[11], other[11]),
      Self.larger(self[12], other[12]), Self.larger(self[13], other[13]), Self.larger(self[14], other[14]),
      Self.larger(self[15], other[15]))
  }

  /// The smaller one of each pair of items.
  @inline(__always)
  package func smaller(_ other: SIMD16<Float>) -> SIMD16<Float> {
    SIMD16(
      Self.smaller(self[0], other[0]), Self.smaller(self[1], other[1]), Self.smaller(self[2], other[2]),
      Self.smaller(self[3], other[3]),
      Self.smaller(self[4], other[4]), Self.smaller(self[5], other[5]), Self.smaller(self[6], other[6]),
      Self.smaller(self[7], other[7]),
      Self.smaller(self[8], other[8]), Self.smaller(self[9], other[9]), Self.smaller(self[10], other[10]),
      Self.smaller(self[11], other[11]),
      Self.smaller(self[12], other[12]), Self.smaller(self[13], other[13]), Self.smaller(self[14], other[14]),
      Self.smaller(self[15], other[15]))
  }

  /// e to the power of each item, to about 1e-7 of the value. Below -87 it is e^-87, above 88 it is e^88.
  @inline(__always)
  package var exponential: SIMD16<Float> {
    let x = larger(SIMD16(repeating: -87)).smaller(SIMD16(repeating: 88))
    // Adding 1.5 * 2^23 rounds to an integer, which is then in the lowest bits.
    let shifted = x * 1.442_695_04 + 12_582_912
    let power = shifted - 12_582_912
    // ln 2 in two parts; the first has few enough bits that its product is exact.
    let rest = (x - power * 0.693_359_375) + power * 2.121_944_4e-4
    var sum = rest * 1.987_569_15e-4 + 1.398_199_95e-3
    sum = sum * rest + 8.333_451_9e-3
    sum = sum * rest + 4.166_579_6e-2
    sum = sum * rest + 1.666_666_55e-1
    sum = sum * rest + 5.000_000_1e-1
    let value = sum * (rest * rest) + rest + 1
    let exponent = unsafeBitCast(shifted, to: SIMD16<Int32>.self) &<< 23
    return unsafeBitCast(unsafeBitCast(value, to: SIMD16<Int32>.self) &+ exponent, to: SIMD16<Float>.self)
  }
}
