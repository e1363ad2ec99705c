/// The gate of the feed-forward layer (SwiGLU).
package enum Activation {
  /// `gate / (1 + exp(-gate)) * up`, for rows of alternating blocks of 16 gates and 16 ups.
  package static func gate(
    _ pairs: UnsafePointer<SIMD16<Float>>, count: Int, into hidden: UnsafeMutablePointer<SIMD16<Float>>
  ) {
    for index in 0..<count {
      let gate = pairs[2 * index]
      hidden[index] = gate / ((-gate).exponential + 1) * pairs[2 * index + 1]
    }
  }
}
