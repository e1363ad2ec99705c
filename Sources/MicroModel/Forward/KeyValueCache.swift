/// The keys and values of one sequence of tokens, for every layer, in 16-bit fixed point.
///
/// What a position holds depends only on the tokens up to it, so a sequence that begins with the same
/// tokens can go on from here; positions after `count` are leftovers, which no score or weight lets through.
package final class KeyValueCache {
  package let shape: ModelShape

  /// The tokens whose keys and values are here.
  package private(set) var tokens: [Int] = []

  /// `[layer][head][context / 16][headSize / 2]` vectors: a pair of items of 16 positions each, so that the
  /// scores of 16 positions come out of sums of whole vectors.
  private let keys: UnsafeMutablePointer<SIMD32<Int16>>

  /// `[layer][context / 2][head]` vectors: a head's 16 items, each of a pair of positions. Of 16 neighbouring
  /// positions, `i` and `i + 8` are a pair: see `roundedPairs`.
  private let values: UnsafeMutablePointer<SIMD32<Int16>>

  private let vectorCount: Int
  private let arena = Arena()

  package init(shape: ModelShape) {
    self.shape = shape
    let zero = SIMD32<Int16>(repeating: 0)
    let pairs = 8 * shape.contextBlocks
    vectorCount = shape.layers * shape.heads * pairs
    keys = arena.allocate(repeating: zero, count: vectorCount)
    values = arena.allocate(repeating: zero, count: vectorCount)
    tokens.reserveCapacity(16 * shape.contextBlocks)
  }

  /// `[context / 16][headSize / 2]` vectors of one head's keys.
  @inline(__always)
  package func keys(layer: Int, head: Int) -> UnsafeMutablePointer<SIMD32<Int16>> {
    keys + (layer &* shape.heads &+ head) &* shape.contextBlocks &* 8
  }

  /// `[context / 2][heads]` vectors of a layer's values.
  @inline(__always)
  package func values(layer: Int) -> UnsafeMutablePointer<SIMD32<Int16>> {
    values + layer &* 8 &* shape.contextBlocks &* shape.heads
  }

  /// Stores one head's key at a position, as eight pairs of items.
  @inline(__always)
  package func setKey(_ key: SIMD8<UInt32>, layer: Int, head: Int, position: Int) {
    let block = keys(layer: layer, head: head) + position / 16 &* 8
    let items = UnsafeMutableRawPointer(block).assumingMemoryBound(to: UInt32.self) + position % 16
    for pair in 0..<8 { items[16 &* pair] = key[pair] }
  }

  /// Stores one head's value at a position. Positions have to come in order: the first one of a pair
  /// clears the place of the second one.
  @inline(__always)
  package func setValue(_ value: SIMD16<Float>, layer: Int, head: Int, position: Int) {
    let pair = position / 16 &* 8 &+ position % 8
    let place = values(layer: layer) + (pair &* shape.heads &+ head)
    let items = UnsafeMutableRawPointer(place).assumingMemoryBound(to: SIMD16<UInt32>.self)
    let bits = value.roundedBits
    items[0] = position % 16 < 8 ? bits & 0xffff : (items[0] & 0xffff) | (bits &<< 16)
  }

  /// Makes room for tokens that are about to be computed.
  package func append(_ more: ArraySlice<Int>) {
    tokens += more
  }

  /// Forgets the positions from `count` on.
  package func truncate(to count: Int) {
    tokens.removeLast(max(0, tokens.count - count))
  }

  /// Takes over the first `count` positions of another sequence.
  package func copy(_ other: KeyValueCache, count: Int) {
    keys.update(from: other.keys, count: vectorCount)
    values.update(from: other.values, count: vectorCount)
    tokens.removeAll(keepingCapacity: true)
    tokens += other.tokens[..<count]
  }
}
