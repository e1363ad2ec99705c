/// All the memory that changes while a model answers; one caller uses it at a time.
///
/// `@unchecked Sendable`: `WorkspacePool` hands it from one caller to the next under a lock.
package final class Workspace: @unchecked Sendable {
  package let shape: ModelShape
  private let arena = Arena()

  /// The last prompt, kept for the next one that begins with the same tokens.
  package let cache: KeyValueCache

  /// Remembers earlier completions.
  package var drafter = Drafter()

  /// Caches of samples that went another way than the first one.
  private var spares: [KeyValueCache] = []

  /// The hidden vector of each position that is computed, `[context][width]`.
  package let residual: UnsafeMutablePointer<Float>
  /// Outputs of the wide matrices, `[context][max(3 * width, 2 * hidden)]`.
  package let wide: UnsafeMutablePointer<Float>
  /// Outputs of attention, `[context][width]`.
  package let mixed: UnsafeMutablePointer<Float>
  /// The gated items of the feed-forward layer, `[context][hidden]`.
  package let hidden: UnsafeMutablePointer<Float>
  /// `mixed` or the normalised `residual`, for the next matrix.
  package let input: FixedPointRows
  /// `hidden`, for the next matrix.
  package let hiddenInput: FixedPointRows
  package let attention: Attention
  /// Logits of each position, `[context][16 * logitBlocks]`; the ones after the vocabulary mean nothing.
  package let logits: UnsafeMutablePointer<Float>
  /// Shares of the tokens in one `TokenDistribution`.
  package let shares: UnsafeMutablePointer<SIMD16<Float>>

  package init(shape: ModelShape) {
    self.shape = shape
    cache = KeyValueCache(shape: shape)
    residual = arena.allocate(repeating: 0, count: shape.context * shape.width)
    wide = arena.allocate(repeating: 0, count: shape.context * max(3 * shape.width, 2 * shape.hidden))
    mixed = arena.allocate(repeating: 0, count: shape.context * shape.width)
    hidden = arena.allocate(repeating: 0, count: shape.context * shape.hidden)
    input = FixedPointRows(count: shape.context, columns: shape.width, in: arena)
    hiddenInput = FixedPointRows(count: shape.context, columns: shape.hidden, in: arena)
    attention = Attention(shape: shape, in: arena)
    logits = arena.allocate(repeating: 0, count: shape.context * 16 * shape.logitBlocks)
    shares = arena.allocate(repeating: SIMD16(repeating: 0), count: shape.logitBlocks)
  }

  /// A cache that holds the first `count` positions of another one.
  package func copy(of other: KeyValueCache, count: Int) -> KeyValueCache {
    let copy = spares.popLast() ?? KeyValueCache(shape: shape)
    copy.copy(other, count: count)
    return copy
  }

  /// Takes back a cache that is not needed any more.
  package func release(_ cache: KeyValueCache) {
    if cache !== self.cache { spares.append(cache) }
  }

  /// Leaves in the cache what the next prompt has in common with it. The last token of the prompt is always
  /// left to compute, since its logits are needed.
  package func keepPrefix(of prompt: [Int]) {
    cache.truncate(to: zip(cache.tokens, prompt.dropLast()).prefix { $0 == $1 }.count)
  }

  /// The chances of the token after the one whose logits are in a row; good until the next call.
  package func distribution(row: Int, temperature: Float) -> TokenDistribution {
    TokenDistribution(
      logits: logits.vectors + row * shape.logitBlocks, vocabulary: shape.vocabulary,
      temperature: temperature, shares: shares)
  }
}
