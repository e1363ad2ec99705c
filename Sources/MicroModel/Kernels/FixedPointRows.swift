/// Inputs of matrix products in 16-bit fixed point, one row for each position.
package struct FixedPointRows {
  /// Items of a row; a multiple of 16.
  package let columns: Int

  /// `[count][columns / 2]` pairs of items, in the order of `FixedPointMatrix`.
  package let pairs: UnsafeMutablePointer<Int32>

  /// What a unit of each row is worth.
  package let scales: UnsafeMutablePointer<Float>

  package init(count: Int, columns: Int, in arena: Arena) {
    self.columns = columns
    pairs = arena.allocate(repeating: 0, count: count * columns / 2)
    scales = arena.allocate(repeating: 0, count: count)
  }

  /// Sets rows to the same rows of `values`, `[count][columns]`.
  package func set(_ values: UnsafeMutablePointer<Float>, rows: Range<Int>) {
    for row in rows {
      let length = setRow(row, values)
      scales[row] = length / FixedPointMatrix.inputLength
    }
  }

  /// Sets rows to the same rows of `values` divided by their root mean square (RMSNorm without its weights).
  package func setNormalized(_ values: UnsafeMutablePointer<Float>, rows: Range<Int>, epsilon: Float) {
    for row in rows {
      let length = setRow(row, values)
      let mean = length * length / Float(columns)
      scales[row] = length / (FixedPointMatrix.inputLength * (mean + epsilon).squareRoot())
    }
  }

  /// Scales a row to the length `FixedPointMatrix.inputLength`, rounds it, and returns its own length.
  @inline(__always)
  private func setRow(_ row: Int, _ values: UnsafeMutablePointer<Float>) -> Float {
    let vectors = (values + row &* columns).vectors
    let places = UnsafeMutableRawPointer(pairs + row &* columns / 2).assumingMemoryBound(
      to: SIMD8<UInt32>.self)
    var squares = SIMD16<Float>(repeating: 0)
    for index in 0..<(columns / 16) { squares += vectors[index] * vectors[index] }
    // A row of zeros has no direction; any length will do.
    let length = max(squares.folded, 1e-30).squareRoot()
    let factor = FixedPointMatrix.inputLength / length
    for index in 0..<(columns / 16) { places[index] = (vectors[index] * factor).roundedPairs }
    return length
  }
}
