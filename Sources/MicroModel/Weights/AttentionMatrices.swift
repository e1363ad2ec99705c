/// The matrices around attention, scaled so that keys and values come out of their products as numbers
/// that fit into 16 bits.
///
/// What a row makes larger or smaller, the matrix that reads it makes good: keys are undone by queries,
/// values by the output. A row's result is never larger than the row's length times that of its input,
/// which is the root of the width after RMSNorm; so the scales follow from the weights alone.
package struct AttentionMatrices {
  package var key: [[Float]]
  package var value: [[Float]]
  package var query: [[Float]]
  package var output: [[Float]]

  /// The largest key and value item. Less than 2^15, which leaves room for rounding on the way.
  private static let largestItem: Float = 32_000

  package init(_ name: String, shape: ModelShape, from source: inout TensorSource) throws(MicroModelError) {
    let width = shape.width
    let norm = try source.vector("\(name).attn_norm", count: width)
    key = RotaryPositions.halved(
      try source.matrix("\(name).attn_k", rows: width, columns: width, after: norm))
    value = try source.matrix("\(name).attn_v", rows: width, columns: width, after: norm)
    query = RotaryPositions.halved(
      try source.matrix("\(name).attn_q", rows: width, columns: width, after: norm))
    output = try source.matrix("\(name).attn_output", rows: width, columns: width)
    scaleKeys(width: width)
    scaleValues(width: width)
  }

  private mutating func scaleKeys(width: Int) {
    // Scores are divided by the root of the head size.
    let scoreFactor = 1 / Float(ModelShape.headSize).squareRoot()
    for row in 0..<width where row % ModelShape.headSize < 8 {
      // Turning mixes a real part with its imaginary part, eight rows further: they share a scale.
      let bound = (Self.square(key[row]) + Self.square(key[row + 8])).squareRoot() * Float(width).squareRoot()
      let factor = Self.largestItem / max(bound, 1e-6)
      for part in [row, row + 8] {
        key[part] = key[part].map { $0 * factor }
        query[part] = query[part].map { $0 * scoreFactor / factor }
      }
    }
  }

  private mutating func scaleValues(width: Int) {
    for row in 0..<width {
      let bound = Self.square(value[row]).squareRoot() * Float(width).squareRoot()
      let factor = Self.largestItem / max(bound, 1e-6)
      value[row] = value[row].map { $0 * factor }
      for index in 0..<width { output[index][row] /= factor * Attention.weightUnit }
    }
  }

  private static func square(_ row: [Float]) -> Float {
    row.reduce(0) { $0 + $1 * $1 }
  }
}
