extension SIMD32<Int16> {
  /// For each pair of neighbouring items, the sum of their products with the two halves of `pair`.
  ///
  /// Written so that the compiler finds one instruction for it: `pmaddwd` on SSE2 and AVX2, and with the
  /// addition that follows `vpdpwssd` on AVX-512. A loop over the lanes, `init(truncatingIfNeeded:)`, or
  /// `evenHalf` (not always inlined) make it up to 20 times slower; look at the assembly after a change.
  @inline(__always)
  package func pairProducts(_ pair: Int32) -> SIMD16<Int32> {
    let repeated = unsafeBitCast(SIMD16<Int32>(repeating: pair), to: SIMD32<Int16>.self)
    let products = asIntegers &* repeated.asIntegers
    return products.evenItems &+ products.oddItems
  }

  /// The same values with 32 bits, spelled out for the reason above.
  @inline(__always)
  private var asIntegers: SIMD32<Int32> {
    SIMD32<Int32>(
      Int32(self[0]), Int32(self[1]), Int32(self[2]), Int32(self[3]),
      Int32(self[4]), Int32(self[5]), Int32(self[6]), Int32(self[7]),
      Int32(self[8]), Int32(self[9]), Int32(self[10]), Int32(self[11]),
      Int32(self[12]), Int32(self[13]), Int32(self[14]), Int32(self[15]),
      Int32(self[16]), Int32(self[17]), Int32(self[18]), Int32(self[19]),
      Int32(self[20]), Int32(self[21]), Int32(self[22]), Int32(self[23]),
      Int32(self[24]), Int32(self[25]), Int32(self[26]), Int32(self[27]),
      Int32(self[28]), Int32(self[29]), Int32(self[30]), Int32(self[31]))
  }
}

extension SIMD32<Int32> {
  /// Items 0, 2, 4, ...
  @inline(__always)
  fileprivate var evenItems: SIMD16<Int32> {
    SIMD16(
      lowHalf: SIMD8(
        self[0], self[2], self[4], self[6],
        self[8], self[10], self[12], self[14]),
      highHalf: SIMD8(
        self[16], self[18], self[20], self[22],
        self[24], self[26], self[28], self[30]))
  }

  /// Items 1, 3, 5, ...
  @inline(__always)
  fileprivate var oddItems: SIMD16<Int32> {
    SIMD16(
      lowHalf: SIMD8(
        self[1], self[3], self[5], self[7],
        self[9], self[11], self[13], self[15]),
      highHalf: SIMD8(
        self[17], self[19], self[21], self[23],
        self[25], self[27], self[29], self[31]))
  }
}

extension SIMD16<Int32> {
  /// The nearest floats, spelled out so that it compiles to one conversion of the whole vector.
  @inline(__always)
  package var asFloats: SIMD16<Float> {
    SIMD16<Float>(
      Float(self[0]), Float(self[1]), Float(self[2]), Float(self[3]),
      Float(self[4]), Float(self[5]), Float(self[6]), Float(self[7]),
      Float(self[8]), Float(self[9]), Float(self[10]), Float(self[11]),
      Float(self[12]), Float(self[13]), Float(self[14]), Float(self[15]))
  }
}
