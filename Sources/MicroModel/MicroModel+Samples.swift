extension MicroModel {
  /// Draws completions of one prompt.
  ///
  /// A completion depends on the weights, the prompt, and its own request alone; asking for several at once
  /// is only faster, since completions share their computation as long as they agree.
  ///
  /// - Parameters:
  ///   - prompt: text in the model's vocabulary.
  ///   - requests: one for each completion.
  ///   - maximumTokens: the most tokens of a completion, with the one that ends it; at least 1.
  /// - Returns: as many completions as requests, in their order.
  /// - Throws: `MicroModelError` when the prompt is empty, too long, or has text the model does not know, or
  ///   when a temperature is negative or not a number.
  public func samples(
    of prompt: String, _ requests: [CompletionRequest], maximumTokens: Int
  ) throws(MicroModelError) -> [Completion] {
    let tokens = try promptTokens(prompt)
    guard maximumTokens >= 1 else {
      throw MicroModelError(
        .invalidRequest, "A completion cannot have at most \(maximumTokens) tokens; ask for 1 or more.")
    }
    for request in requests { try Self.check(temperature: request.temperature) }
    guard !requests.isEmpty else { return [] }
    return pool.withWorkspace { workspace in
      var sampler = Sampler(self, workspace, prompt: tokens, requests: requests, maximumTokens: maximumTokens)
      sampler.run()
      return completions(of: sampler, promptTokenCount: tokens.count)
    }
  }

  private func completions(of sampler: Sampler, promptTokenCount: Int) -> [Completion] {
    var texts: [[Int]: String] = [:]
    return sampler.finished.map { tokens, finish in
      let text = texts[tokens] ?? tokenizer.text(of: tokens)
      texts[tokens] = text
      return Completion(
        text: text, tokenCount: tokens.count, promptTokenCount: promptTokenCount, finish: finish)
    }
  }

  func promptTokens(_ prompt: String) throws(MicroModelError) -> [Int] {
    let tokens = try tokenizer.tokens(of: prompt)
    guard !tokens.isEmpty, tokens.count < contextLength else {
      throw MicroModelError(
        .invalidRequest,
        "A prompt has to have 1 to \(contextLength - 1) tokens, and this one has \(tokens.count); "
          + "the model's context is \(contextLength) tokens long.")
    }
    return tokens
  }

  static func check(temperature: Double) throws(MicroModelError) {
    guard temperature >= 0, temperature <= 1_000, temperature == 0 || temperature >= 0.001 else {
      throw MicroModelError(
        .invalidRequest, "The temperature \(temperature) is not 0 or a number from 0.001 to 1000.")
    }
  }
}
