extension Budget {
  /// How many samples may be sent at once before it is known what they cost, so that a cap is passed by little.
  ///
  /// What is left is that of the whole budget, which others may have drawn on; what a sample takes is the mean of
  /// those that were paid for here.
  ///
  /// - Parameters:
  ///   - spent: What was paid so far for samples of this kind.
  ///   - probe: How many are risked while nobody knows what one costs.
  /// - Returns: As many as what is left pays for at the mean price so far; any number without a cap.
  func allowance(after spent: Ledger, probe: Int) -> Int {
    min(pricedAllowance(after: spent, probe: probe), max(1, samplesLeft))
  }

  private func pricedAllowance(after spent: Ledger, probe: Int) -> Int {
    guard caps.maximumTokens != nil || caps.maximumCostUSD != nil else { return .max }
    let (paid, charged) = (spent.total, charged)
    // As long as nobody knows what a sample costs, another few are all that is risked.
    guard paid.samples > 0, paid.usage.tokens > 0 else { return probe }
    let samples = Double(paid.samples)
    var rooms: [Double] = []
    if let cap = caps.maximumTokens {
      rooms.append((Double(cap) - Double(charged.tokens)) / (Double(paid.usage.tokens) / samples))
    }
    if let cap = caps.maximumCostUSD {
      guard let cost = prices.costUSD(of: spent) else { return probe }
      if cost > 0 { rooms.append((cap - charged.costUSD) / (cost / samples)) }
    }
    guard let room = rooms.min() else { return .max }
    // Spend goes on as it did, so that a cap is passed by little and not by a whole batch.
    return room >= Double(Int32.max) ? .max : room >= 1 ? Int(room) : 1
  }
}
