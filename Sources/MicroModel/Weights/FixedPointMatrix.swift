/// A matrix in 16-bit fixed point, laid out for `multiply`.
///
/// Why fixed point: sums of integers do not depend on their order, so every kernel, blocking and
/// instruction set gives the same bits; and 16-bit products are the fastest exact ones there are
/// (16 in one AVX2 instruction). Precision is not lost where it matters: a weight keeps about 13 bits
/// and an input about 12, which is finer than the F16 of the file.
///
/// No sum overflows: an input's length is at most `inputLength` and a row's at most `rowLength`, so by
/// Cauchy-Schwarz any part of their product stays below 2^31.
package struct FixedPointMatrix {
  /// Outputs; a multiple of 16, the last ones may be padding.
  package let rows: Int
  /// Inputs; a multiple of 16.
  package let columns: Int

  /// `[rows / 16][columns / 2]` vectors, each with the two columns of one pair for 16 rows.
  /// Of 16 neighbouring columns, `i` and `i + 8` are a pair: see `roundedPairs`.
  package let weights: UnsafePointer<SIMD32<Int16>>

  /// What a unit of each row is worth.
  package let scales: UnsafePointer<SIMD16<Float>>

  /// The Euclidean length that inputs are scaled to.
  package static let inputLength: Float = 32_000

  /// The Euclidean length that rows are scaled to at most.
  package static let rowLength: Float = 65_000

  package var blocks: Int { rows / 16 }
  package var pairs: Int { columns / 2 }

  /// `values[row][column]`; missing rows up to the next multiple of 16 are zeros.
  package init(_ values: [[Float]], columns: Int, in arena: Arena) {
    let blocks = (values.count + 15) / 16
    rows = 16 * blocks
    self.columns = columns
    let weights = arena.allocate(repeating: SIMD32<Int16>(repeating: 0), count: blocks * columns / 2)
    let scales = arena.allocate(repeating: SIMD16<Float>(repeating: 0), count: blocks)
    self.weights = UnsafePointer(weights)
    self.scales = UnsafePointer(scales)
    for (row, items) in values.enumerated() {
      let length = items.reduce(0 as Float) { $0 + $1 * $1 }.squareRoot()
      let largest = items.reduce(0 as Float) { max($0, abs($1)) }
      guard largest > 0 else { continue }
      let factor = min(32_000 / largest, Self.rowLength / length)
      scales[row / 16][row % 16] = 1 / factor
      for (column, item) in items.enumerated() {
        let place = row / 16 * columns / 2 + column / 16 * 8 + column % 8
        weights[place][2 * (row % 16) + column % 16 / 8] = Int16((item * factor).rounded(.toNearestOrEven))
      }
    }
  }
}
