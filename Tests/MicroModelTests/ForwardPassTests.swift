import Testing

import MicroModel

@Suite("Forward pass")
struct ForwardPassTests {
  private let model: MicroModel

  init() throws {
    model = try MicroModel(gguf: TinyModel().bytes())
  }

  /// The logits of each of the last `wanted` tokens, when tokens are run in parts of the given sizes.
  private func logits(_ tokens: [Int], parts: [Int], cache: KeyValueCache? = nil) -> [[Float]] {
    let shape = model.weights.shape
    let workspace = Workspace(shape: shape)
    let cache = cache ?? workspace.cache
    let pass = ForwardPass(weights: model.weights, workspace: workspace, cache: cache)
    var rows: [[Float]] = []
    var start = cache.tokens.count
    for part in parts {
      pass.run(tokens[start..<(start + part)], logitsFrom: 0)
      for row in 0..<part {
        let place = workspace.logits + row * 16 * shape.logitBlocks
        rows.append((0..<shape.vocabulary).map { place[$0] })
      }
      start += part
    }
    return rows
  }

  @Test("Logits agree with the training code")
  func reference() {
    let computed = logits(ReferenceLogits.tokens, parts: [20])
    for (position, expected) in ReferenceLogits.rows {
      for (token, logit) in expected.enumerated() {
        #expect(abs(computed[position][token] - logit) < 0.003, "position \(position), token \(token)")
      }
    }
  }

  @Test(
    "A position's logits have the same bits however the tokens are divided",
    arguments: [Array(repeating: 1, count: 20), [19, 1], [3, 4, 5, 8], [7, 13], [1, 2, 17]])
  func division(parts: [Int]) {
    #expect(logits(ReferenceLogits.tokens, parts: parts) == logits(ReferenceLogits.tokens, parts: [20]))
  }

  @Test("Leftovers in the cache change nothing", arguments: 0..<20)
  func leftovers(kept: Int) {
    let tokens = ReferenceLogits.tokens
    let cache = KeyValueCache(shape: model.weights.shape)
    let other = Array(tokens[..<kept]) + (kept..<28).map { 2 + $0 % 15 }
    _ = logits(other, parts: [28], cache: cache)
    cache.truncate(to: kept)
    let fresh = logits(tokens, parts: [20])
    #expect(logits(tokens, parts: [20 - kept], cache: cache) == Array(fresh[kept...]))
  }

  @Test("The last layer may skip what nobody reads")
  func skippedRows() {
    let shape = model.weights.shape
    let workspace = Workspace(shape: shape)
    ForwardPass(weights: model.weights, workspace: workspace, cache: workspace.cache)
      .run(ReferenceLogits.tokens[...], logitsFrom: 19)
    let place = workspace.logits + 19 * 16 * shape.logitBlocks
    let last = (0..<shape.vocabulary).map { place[$0] }
    #expect(last == logits(ReferenceLogits.tokens, parts: [20])[19])
  }
}
