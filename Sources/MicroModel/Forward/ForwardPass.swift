/// Runs tokens through the transformer.
///
/// A position's numbers depend only on the tokens up to it: each row of each step is computed by itself,
/// in an order that does not depend on how many rows there are. So logits have the same bits whether a
/// token came alone, in a prompt, as a draft, or after a cached prefix.
package struct ForwardPass {
  package let weights: ModelWeights
  package let workspace: Workspace
  package let cache: KeyValueCache

  package init(weights: ModelWeights, workspace: Workspace, cache: KeyValueCache) {
    self.weights = weights
    self.workspace = workspace
    self.cache = cache
  }

  private var shape: ModelShape { weights.shape }

  /// Appends tokens to the cache and computes logits for those from index `wanted` on.
  ///
  /// Logits of the token with index `i` are row `i` of `workspace.logits`. The caller sees to it that the
  /// tokens fit into the context.
  package func run(_ tokens: ArraySlice<Int>, logitsFrom wanted: Int) {
    let start = cache.tokens.count
    let rows = 0..<tokens.count
    cache.append(tokens)
    for (row, token) in tokens.enumerated() {
      (workspace.residual + row * shape.width).update(
        from: weights.embedding + token * shape.width, count: shape.width)
    }
    for (index, layer) in weights.layers.enumerated() {
      // The last layer's positions are read by nobody but the head.
      let needed = index == weights.layers.count - 1 ? wanted..<rows.upperBound : rows
      project(layer, index, rows, queriesOf: needed, tokens: tokens, start: start)
      attend(layer, index, needed, start: start)
      feedForward(layer, needed)
    }
    let needed = wanted..<rows.upperBound
    workspace.input.setNormalized(workspace.residual, rows: needed, epsilon: shape.normEpsilon)
    weights.head.multiply(
      workspace.input, rows: needed, blocks: 0..<weights.head.blocks, into: workspace.logits)
  }

  /// Keys and values of all rows go to the cache; turned queries of the needed rows stay in `wide`.
  private func project(
    _ layer: ModelWeights.Layer, _ index: Int, _ rows: Range<Int>, queriesOf needed: Range<Int>,
    tokens: ArraySlice<Int>, start: Int
  ) {
    let wide = workspace.wide
    let matrix = layer.keyValueQuery
    if index == 0 {
      for (row, token) in tokens.enumerated() {
        (wide + row * matrix.rows).update(
          from: weights.firstKeyValueQuery + token * matrix.rows, count: matrix.rows)
      }
    } else {
      let keyValueBlocks = 2 * shape.width / 16
      workspace.input.setNormalized(workspace.residual, rows: rows, epsilon: shape.normEpsilon)
      matrix.multiply(workspace.input, rows: rows, blocks: 0..<keyValueBlocks, into: wide)
      matrix.multiply(
        workspace.input, rows: needed, blocks: keyValueBlocks..<matrix.blocks, into: wide)
    }
    let heads = shape.heads
    for row in rows {
      let position = start + row
      let (cosine, sine) = (weights.cosines[position], weights.sines[position])
      let keys = wide.vectors + row * 3 * heads
      for head in 0..<heads {
        let key = RotaryPositions.turned(keys[head], cosine, sine).roundedPairs
        cache.setKey(key, layer: index, head: head, position: position)
        cache.setValue(keys[heads + head], layer: index, head: head, position: position)
        keys[2 * heads + head] = RotaryPositions.turned(keys[2 * heads + head], cosine, sine)
      }
    }
  }

  private func attend(_ layer: ModelWeights.Layer, _ index: Int, _ rows: Range<Int>, start: Int) {
    let heads = shape.heads
    let queries = workspace.wide.vectors
    let mixed = workspace.mixed.vectors
    for row in rows {
      workspace.attention.mix(
        queries + row * 3 * heads + 2 * heads, position: start + row, layer: index, cache: cache,
        into: mixed + row * heads)
    }
    workspace.input.set(workspace.mixed, rows: rows)
    layer.output.multiply(
      workspace.input, rows: rows, blocks: 0..<layer.output.blocks, into: workspace.residual,
      adding: true)
  }

  private func feedForward(_ layer: ModelWeights.Layer, _ rows: Range<Int>) {
    let count = shape.hidden / 16
    let wide = workspace.wide.vectors
    let hidden = workspace.hidden.vectors
    workspace.input.setNormalized(workspace.residual, rows: rows, epsilon: shape.normEpsilon)
    layer.gateUp.multiply(
      workspace.input, rows: rows, blocks: 0..<layer.gateUp.blocks, into: workspace.wide)
    for row in rows {
      Activation.gate(wide + row * 2 * count, count: count, into: hidden + row * count)
    }
    workspace.hiddenInput.set(workspace.hidden, rows: rows)
    layer.down.multiply(
      workspace.hiddenInput, rows: rows, blocks: 0..<layer.down.blocks, into: workspace.residual,
      adding: true)
  }
}
