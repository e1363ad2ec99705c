extension MicroModel {
  /// The exact chance that a sample of a prompt is a certain completion, and ends there.
  ///
  /// - Parameters:
  ///   - completion: the completion, without a token that ends it.
  ///   - prompt: text in the model's vocabulary.
  ///   - temperature: as in `CompletionRequest`.
  /// - Returns: the product of the chances of the completion's tokens, and whether each of them is the
  ///   likeliest one, so that a sample at temperature 0 is this completion.
  /// - Throws: `MicroModelError` when the texts are too long or have parts the model does not know.
  public func chance(
    of completion: String, after prompt: String, temperature: Double
  ) throws(MicroModelError) -> (chance: Double, isMostLikely: Bool) {
    let prompt = try promptTokens(prompt)
    let completion = try tokenizer.tokens(of: completion) + [tokenizer.endToken]
    try Self.check(temperature: temperature)
    guard prompt.count + completion.count - 1 <= contextLength else {
      throw MicroModelError(
        .invalidRequest,
        "The prompt and the completion have \(prompt.count + completion.count) tokens together; "
          + "the model's context is \(contextLength) tokens long.")
    }
    return pool.withWorkspace { workspace in
      workspace.keepPrefix(of: prompt)
      let shared = workspace.cache.tokens.count
      let first = prompt.count - 1 - shared
      ForwardPass(weights: weights, workspace: workspace, cache: workspace.cache)
        .run(prompt[shared...] + completion.dropLast(), logitsFrom: first)
      var chance = 1.0
      var isMostLikely = true
      for (index, token) in completion.enumerated() {
        let distribution = workspace.distribution(row: first + index, temperature: Float(temperature))
        chance *= distribution.chance(of: token)
        isMostLikely = isMostLikely && distribution.likeliest == token
      }
      return (chance, isMostLikely)
    }
  }
}
