/// Rotary positions: items 2i and 2i + 1 of a head are one complex number, which a position turns.
///
/// The rows of the key and query matrices are reordered when they are loaded, so that the real parts of a
/// head are one vector and the imaginary parts are another; scores do not change by it.
package enum RotaryPositions {
  /// The items of every head with even indices, then those with odd ones.
  package static func halved(_ rows: [[Float]]) -> [[Float]] {
    stride(from: 0, to: rows.count, by: ModelShape.headSize).flatMap { head in
      let items = rows[head..<(head + ModelShape.headSize)]
      return [0, 1].flatMap { part in items.enumerated().filter { $0.offset % 2 == part }.map(\.element) }
    }
  }

  /// Cosines and sines of the angle `position * base^(-i / 8)`, one position a vector.
  ///
  /// Computed in double precision without the system's mathematics library, whose last bits differ between
  /// systems: a power series for one position, and complex products for the ones after it.
  package static func tables(
    _ shape: ModelShape, in arena: Arena
  ) -> (cosines: UnsafePointer<SIMD8<Float>>, sines: UnsafePointer<SIMD8<Float>>) {
    let zero = SIMD8<Float>(repeating: 0)
    let cosines = arena.allocate(repeating: zero, count: shape.context)
    let sines = arena.allocate(repeating: zero, count: shape.context)
    let ratio = 1 / shape.ropeBase.squareRoot().squareRoot().squareRoot()
    var angle = 1.0
    for index in 0..<8 {
      let (stepCosine, stepSine) = circlePoint(angle)
      var (cosine, sine) = (1.0, 0.0)
      for position in 0..<shape.context {
        cosines[position][index] = Float(cosine)
        sines[position][index] = Float(sine)
        (cosine, sine) = (cosine * stepCosine - sine * stepSine, cosine * stepSine + sine * stepCosine)
      }
      angle *= ratio
    }
    return (UnsafePointer(cosines), UnsafePointer(sines))
  }

  /// Cosine and sine of an angle from 0 to 1, by the power series of the exponential function.
  private static func circlePoint(_ angle: Double) -> (cosine: Double, sine: Double) {
    var (cosine, sine, term) = (0.0, 0.0, 1.0)
    for power in 0..<24 {
      let sign: Double = power % 4 < 2 ? 1 : -1
      if power % 2 == 0 { cosine += sign * term } else { sine += sign * term }
      term *= angle / Double(power + 1)
    }
    return (cosine, sine)
  }

  /// Turns one head's items, real parts first.
  @inline(__always)
  package static func turned(
    _ head: SIMD16<Float>, _ cosine: SIMD8<Float>, _ sine: SIMD8<Float>
  ) -> SIMD16<Float> {
    let (real, imaginary) = (head.lowHalf, head.highHalf)
    return SIMD16(
      lowHalf: real * cosine - imaginary * sine,
      highHalf: real * sine + imaginary * cosine)
  }
}
