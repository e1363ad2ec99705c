extension ModelFigures {
  /// What a plan needs to know of several models whose votes are counted on one ballot.
  ///
  /// p and v are those of the worst, since any of them may cast any vote. A sample costs what the first model's costs, or,
  /// where they take turns, what their samples cost on average.
  ///
  /// - Parameters:
  ///   - models: The models, at least one, in the order they are asked in.
  ///   - inTurns: Whether their votes take turns; otherwise the next is asked only when the one before fails.
  public init(together models: [ModelFigures], inTurns: Bool) {
    precondition(!models.isEmpty, "there is nothing to plan for without a model")
    self = models[0]
    guard models.count > 1 else { return }
    name = models.map(\.name).joined(separator: ", ")
    p = models.map(\.p).min() ?? p
    pLower = models.map(\.pLower).min() ?? pLower
    v = models.map(\.v).min() ?? v
    guard inTurns else { return }
    func mean(_ values: [Double?]) -> Double? {
      let known = values.compactMap { $0 }
      return known.count == values.count ? known.reduce(0, +) / Double(known.count) : nil
    }
    inputTokens = mean(models.map(\.inputTokens))
    outputTokens = mean(models.map(\.outputTokens))
    costPerSampleUSD = mean(models.map(\.sampleCostUSD))
    prices = nil
    // A wave is as slow as the slowest of them; their latencies apart do not say how slow that is.
    latencyMs = nil
  }
}
