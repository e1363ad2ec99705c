/// How much a run may spend in all, over all its sessions. A run that reaches a cap stops and can be resumed.
public struct Caps: Sendable, Hashable, Codable {
  /// The most US dollars.
  public var maximumCostUSD: Double?
  /// The most tokens, input and output together.
  public var maximumTokens: Int?
  /// The most seconds of work.
  public var maximumSeconds: Double?
  /// The most steps decided.
  public var maximumSteps: Int?
  /// The most samples, flagged ones included.
  public var maximumSamples: Int?

  /// Makes caps; nil stands for none.
  public init(
    maximumCostUSD: Double? = nil, maximumTokens: Int? = nil, maximumSeconds: Double? = nil,
    maximumSteps: Int? = nil, maximumSamples: Int? = nil
  ) {
    self.maximumCostUSD = maximumCostUSD
    self.maximumTokens = maximumTokens
    self.maximumSeconds = maximumSeconds
    self.maximumSteps = maximumSteps
    self.maximumSamples = maximumSamples
  }

  /// Whether nothing is capped.
  public var isUnlimited: Bool { self == Caps() }

  private enum CodingKeys: String, CodingKey {
    case maximumCostUSD = "max_cost_usd"
    case maximumTokens = "max_tokens"
    case maximumSeconds = "max_seconds"
    case maximumSteps = "max_steps"
    case maximumSamples = "max_run_samples"
  }
}

/// A cap of ``Caps`` that was reached.
public enum ReachedCap: Sendable, Hashable, CustomStringConvertible {
  /// So many US dollars are spent.
  case cost(spentUSD: Double, capUSD: Double)
  /// So many tokens are spent.
  case tokens(spent: Int, cap: Int)
  /// So many seconds were worked.
  case time(capSeconds: Double)
  /// So many steps are decided.
  case steps(cap: Int)
  /// So many samples were taken.
  case samples(taken: Int, cap: Int)
  /// A model answered whose price is not known, so that spending cannot be watched.
  case unpriced(model: String)
  /// A model answered without saying how many tokens it took, so that spending cannot be watched.
  case unmetered(model: String)

  /// The cap in words that end a sentence about a run.
  public var description: String {
    switch self {
    case .cost(let spent, let cap):
      "the cost cap of $\(cap.rounded(toDigits: 6)) is reached ($\(spent.rounded(toDigits: 6)) spent)"
    case .tokens(let spent, let cap): "the cap of \(cap) tokens is reached (\(spent) spent)"
    case .time(let cap): "the time cap of \(cap.rounded(toDigits: 3)) seconds is reached"
    case .steps(let cap): "the cap of \(cap) steps is reached"
    case .samples(let taken, let cap): "the cap of \(cap) samples is reached (\(taken) taken)"
    case .unmetered(let model):
      "a reply of \(model) does not say how many tokens it took, and there is a cap to keep"
    case .unpriced(let model): "the price of \(model) is not known, and there is a cost cap to keep"
    }
  }
}

extension Double {
  fileprivate func rounded(toDigits digits: Int) -> Double {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    return (self * scale).rounded() / scale
  }
}
