extension Budget {
  /// How many samples may be sent at once before it is known what they cost, so that a cap is passed by little.
  ///
  /// - Parameters:
  ///   - spent: What was paid so far.
  ///   - probe: How many are risked while nobody knows what one costs.
  /// - Returns: As many as what is left pays for at the mean price so far; any number without a cap.
  func allowance(after spent: Ledger, probe: Int) -> Int {
    let paid = spent.total
    var shares: [Double] = []
    if let cap = caps.maximumTokens { shares.append(Double(cap) / Double(max(1, paid.usage.tokens))) }
    if let cap = caps.maximumCostUSD {
      // As long as nobody knows what a sample costs, another few are all that is risked.
      guard let cost = prices.costUSD(of: spent) else { return probe }
      if cost > 0 || paid.usage.tokens == 0 { shares.append(cap / max(cost, .leastNormalMagnitude)) }
    }
    guard let share = shares.min() else { return .max }
    guard paid.samples > 0, paid.usage.tokens > 0 else { return probe }
    // Spend goes on as it did, so that a cap is passed by little and not by a whole batch.
    let more = (share - 1) * Double(paid.samples)
    return more >= Double(Int32.max) ? .max : max(1, Int(more))
  }
}
