/// The chances of the next token: the softmax of a row of logits divided by a temperature.
///
/// The likeliest token's share is 1 and the others' are relative to it, so that a chance very near to 1
/// keeps its precision.
package struct TokenDistribution {
  /// The token with the largest logit; the first one of equals.
  package let likeliest: Int

  /// Shares of all the other tokens together.
  private let rest: Double

  /// `exp((logit - largest) / temperature)` of each token, save the likeliest, for which it is 0.
  private let shares: UnsafePointer<Float>
  private let vocabulary: Int

  /// - Parameters:
  ///   - logits: vectors of 16, of which the first `vocabulary` items count.
  ///   - vocabulary: how many tokens there are.
  ///   - temperature: 0 for the likeliest token only.
  ///   - shares: room for as many vectors; has to live as long as this value is used.
  package init(
    logits: UnsafePointer<SIMD16<Float>>, vocabulary: Int, temperature: Float,
    shares: UnsafeMutablePointer<SIMD16<Float>>
  ) {
    let blocks = (vocabulary + 15) / 16
    let items = UnsafeMutableRawPointer(shares).assumingMemoryBound(to: Float.self)
    for block in 0..<blocks { shares[block] = logits[block] }
    for padding in vocabulary..<max(vocabulary, 16 * blocks) { items[padding] = -.greatestFiniteMagnitude }
    var largest = shares[0]
    for block in 1..<max(1, blocks) { largest = largest.larger(shares[block]) }
    let top = largest.largest
    var likeliest = 0
    while items[likeliest] < top { likeliest += 1 }
    self.likeliest = likeliest
    self.shares = UnsafePointer(items)
    self.vocabulary = vocabulary
    let factor = temperature > 0 ? 1 / temperature : 0
    for block in 0..<blocks {
      shares[block] = temperature > 0 ? ((shares[block] - top) * factor).exponential : SIMD16(repeating: 0)
    }
    for hidden in vocabulary..<max(vocabulary, 16 * blocks) { items[hidden] = 0 }
    items[likeliest] = 0
    var sum = SIMD16<Float>(repeating: 0)
    for block in 0..<blocks { sum += shares[block] }
    rest = Double(sum.folded)
  }

  /// The token at a place from 0 to 1 of the cumulative distribution, in which the likeliest token comes
  /// first and the others follow in their order. So one comparison decides nearly always.
  @inline(__always)
  package func token(at uniform: Double) -> Int {
    let place = uniform * (1 + rest)
    return place < 1 ? likeliest : otherToken(at: place - 1)
  }

  private func otherToken(at place: Double) -> Int {
    var sum = 0.0
    var last = likeliest
    for token in 0..<vocabulary where shares[token] > 0 {
      sum += Double(shares[token])
      last = token
      if place < sum { return token }
    }
    // Rounding can leave the sum a little short of `rest`.
    return last
  }

  /// The chance of a token, from 0 to 1.
  @inline(__always)
  package func chance(of token: Int) -> Double {
    return (token == likeliest ? 1 : Double(shares[token])) / (1 + rest)
  }
}
