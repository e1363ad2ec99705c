import Maker

/// What one model of a run was paid for: its line in the ledger.
struct ModelAccount: Encodable {
  private let account: Ledger.Account
  private let costUSD: Double?

  init(_ account: Ledger.Account, prices: Prices?) {
    self.account = account
    costUSD = prices?.costUSD(of: account.usage)
  }

  private enum CodingKeys: String, CodingKey {
    case samples
    case costUSD = "cost_usd"
  }

  func encode(to encoder: any Encoder) throws {
    try account.usage.encode(to: encoder)
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(account.samples, forKey: .samples)
    try keys.encode(costUSD, forKey: .costUSD)
  }

  /// The line for a person.
  var text: String {
    let usage = account.usage
    var parts = [
      "\(Figures.count(account.samples)) samples", "\(Figures.count(usage.inputTokens)) tokens in",
    ]
    if usage.cachedInputTokens > 0 {
      parts.append("\(Figures.count(usage.cachedInputTokens)) of them cached")
    }
    parts.append("\(Figures.count(usage.outputTokens)) out")
    if usage.reasoningTokens > 0 { parts.append("\(Figures.count(usage.reasoningTokens)) of them reasoning") }
    parts.append(costUSD.map(Figures.dollars) ?? "price unknown")
    return parts.joined(separator: ", ")
  }
}
