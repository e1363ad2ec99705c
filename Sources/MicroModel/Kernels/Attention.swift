/// One position's look back at the positions before it.
///
/// Keys, queries, attention weights and values are in 16-bit fixed point, for the reasons that
/// `FixedPointMatrix` gives. Their scales are folded into the matrices around attention.
package struct Attention {
  /// What an attention weight of 1 is in fixed point. Weights add up to it, give or take their rounding,
  /// and values are below 2^15, so sums stay below 2^31.
  package static let weightUnit: Float = 32_000

  /// The Euclidean length that a head's query is scaled to. A key's 16 items are at most 2^15, so its length
  /// is at most 2^17, and by Cauchy-Schwarz their product stays below 2^31.
  private static let queryLength: Float = 16_000

  /// `[heads][8]` pairs of items of the position's queries.
  private let queries: UnsafeMutablePointer<Int32>

  /// `[heads]`, what a unit of each head's query is worth.
  private let scales: UnsafeMutablePointer<Float>

  /// `[heads][stride]`, the weight of each position; first as floats, then in pairs.
  private let weights: UnsafeMutablePointer<Float>
  private let pairs: UnsafeMutablePointer<Int32>

  /// Positions, rounded up to a multiple of 16.
  private let stride: Int

  /// What to add to the scores of a block of 16 positions to hide those after the first one, two, ...
  private let hiding: UnsafeMutablePointer<SIMD16<Float>>

  package init(shape: ModelShape, in arena: Arena) {
    queries = arena.allocate(repeating: 0, count: 8 * shape.heads)
    scales = arena.allocate(repeating: 0, count: shape.heads)
    stride = 16 * shape.contextBlocks
    weights = arena.allocate(repeating: 0, count: shape.heads * stride)
    pairs = arena.allocate(repeating: 0, count: shape.heads * stride / 2)
    hiding = arena.allocate(repeating: SIMD16(repeating: 0), count: 16)
    for last in 0..<16 {
      for later in (last + 1)..<max(16, last + 1) { hiding[last][later] = -1e30 }
    }
  }

  /// Mixes the values of positions `0...position`, weighted by the softmax of their keys' scores.
  ///
  /// - Parameters:
  ///   - queries: one vector for each head, already divided by the root of the head size.
  ///   - position: the position that looks back.
  ///   - layer: the layer it is in.
  ///   - cache: where keys and values are.
  ///   - mixed: one vector for each head, the result, in units of `1 / weightUnit`.
  package func mix(
    _ queries: UnsafePointer<SIMD16<Float>>, position: Int, layer: Int, cache: KeyValueCache,
    into mixed: UnsafeMutablePointer<SIMD16<Float>>
  ) {
    let heads = cache.shape.heads
    let values = UnsafePointer(cache.values(layer: layer))
    // Each step for all heads, since the steps of one head wait for each other.
    for head in 0..<heads { setQuery(queries[head], head) }
    for head in 0..<heads { score(head, UnsafePointer(cache.keys(layer: layer, head: head)), position) }
    for head in 0..<heads { softmax(head, position) }
    // The pairs of the last block end with the position, unless it has second ones.
    let count = position / 16 &* 8 &+ min(position % 16 &+ 1, 8)
    for head in 0..<heads {
      let pairs = pairs + head &* stride / 2
      var value = values + head
      var sum = SIMD16<Int32>(repeating: 0)
      for pair in 0..<count {
        sum &+= value.pointee.pairProducts(pairs[pair])
        value += heads
      }
      mixed[head] = sum.asFloats
    }
  }

  @inline(__always)
  private func setQuery(_ query: SIMD16<Float>, _ head: Int) {
    let length = max((query * query).folded, 1e-30).squareRoot()
    let place = UnsafeMutableRawPointer(queries + 8 &* head).assumingMemoryBound(to: SIMD8<UInt32>.self)
    place[0] = (query * (Self.queryLength / length)).roundedPairs
    scales[head] = length / Self.queryLength
  }

  /// Leaves the query's products with all keys up to the end of the position's block in `weights`.
  @inline(__always)
  private func score(_ head: Int, _ keys: UnsafePointer<SIMD32<Int16>>, _ position: Int) {
    let query = queries + 8 &* head
    let vectors = (weights + head &* stride).vectors
    for block in 0...(position / 16) {
      let keys = keys + 8 &* block
      var even = keys[0].pairProducts(query[0])
      var odd = keys[1].pairProducts(query[1])
      even &+= keys[2].pairProducts(query[2])
      odd &+= keys[3].pairProducts(query[3])
      even &+= keys[4].pairProducts(query[4])
      odd &+= keys[5].pairProducts(query[5])
      even &+= keys[6].pairProducts(query[6])
      odd &+= keys[7].pairProducts(query[7])
      vectors[block] = (even &+ odd).asFloats * scales[head]
    }
  }

  /// Turns the scores in `weights` into the weights of all positions up to `position`, in `pairs`. The rest of
  /// its block of 16, which are leftovers or drafts, gets e^-87 and so is rounded to zero.
  @inline(__always)
  private func softmax(_ head: Int, _ position: Int) {
    let vectors = (weights + head &* stride).vectors
    let lastBlock = position / 16
    vectors[lastBlock] += hiding[position % 16]
    var largest = vectors[0]
    for block in 1..<max(1, lastBlock &+ 1) { largest = largest.larger(vectors[block]) }
    let top = largest.largest
    for block in 0...lastBlock { vectors[block] = (vectors[block] - top).exponential }
    var total = vectors[0]
    for block in 1..<max(1, lastBlock &+ 1) { total += vectors[block] }
    let factor = Self.weightUnit / total.folded
    let place = UnsafeMutableRawPointer(pairs + head &* stride / 2)
    let rounded = place.assumingMemoryBound(to: SIMD8<UInt32>.self)
    for block in 0...lastBlock { rounded[block] = (vectors[block] * factor).roundedPairs }
  }
}
