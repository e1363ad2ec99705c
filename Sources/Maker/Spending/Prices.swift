/// What a model's tokens cost, in US dollars per million tokens.
public struct Prices: Sendable, Hashable, Codable {
  /// Dollars per million tokens of prompt.
  public var inputUSDPerMillionTokens: Double
  /// Dollars per million tokens of reply.
  public var outputUSDPerMillionTokens: Double
  /// Dollars per million tokens of prompt that a cache of the provider held; nil when they cost what others do.
  public var cachedInputUSDPerMillionTokens: Double?
  /// Dollars per million tokens of prompt put into such a cache; nil when they cost what others do.
  public var cacheWriteUSDPerMillionTokens: Double?

  /// Makes prices.
  public init(
    inputUSDPerMillionTokens: Double, outputUSDPerMillionTokens: Double,
    cachedInputUSDPerMillionTokens: Double? = nil, cacheWriteUSDPerMillionTokens: Double? = nil
  ) {
    self.inputUSDPerMillionTokens = inputUSDPerMillionTokens
    self.outputUSDPerMillionTokens = outputUSDPerMillionTokens
    self.cachedInputUSDPerMillionTokens = cachedInputUSDPerMillionTokens
    self.cacheWriteUSDPerMillionTokens = cacheWriteUSDPerMillionTokens
  }

  /// Nothing, for a model of one's own machine.
  public static let free = Prices(inputUSDPerMillionTokens: 0, outputUSDPerMillionTokens: 0)

  /// The cost of so many tokens in US dollars, none of them cached.
  public func costUSD(inputTokens: Double, outputTokens: Double) -> Double {
    (inputTokens * inputUSDPerMillionTokens + outputTokens * outputUSDPerMillionTokens) / 1e6
  }

  /// The cost of a usage in US dollars: each token of the prompt is plain, cached or put into a cache.
  public func costUSD(of usage: Usage) -> Double {
    let (cached, written) = (Double(usage.cachedInputTokens), Double(usage.cacheWriteTokens))
    let plain = max(0, Double(usage.inputTokens) - cached - written)
    let input =
      plain * inputUSDPerMillionTokens
      + cached * (cachedInputUSDPerMillionTokens ?? inputUSDPerMillionTokens)
      + written * (cacheWriteUSDPerMillionTokens ?? inputUSDPerMillionTokens)
    return (input + Double(usage.outputTokens) * outputUSDPerMillionTokens) / 1e6
  }

  private enum CodingKeys: String, CodingKey {
    case inputUSDPerMillionTokens = "input_usd_per_million_tokens"
    case outputUSDPerMillionTokens = "output_usd_per_million_tokens"
    case cachedInputUSDPerMillionTokens = "cached_input_usd_per_million_tokens"
    case cacheWriteUSDPerMillionTokens = "cache_write_usd_per_million_tokens"
  }
}

/// The prices of the models of a run, by the name under which their replies are counted.
public struct PriceList: Sendable, Hashable, Codable {
  /// Prices by the name in ``Response/model``.
  public var models: [String: Prices]
  /// The prices of replies without such a name; nil when they are not known.
  public var unnamed: Prices?

  /// Makes a list.
  public init(models: [String: Prices] = [:], unnamed: Prices? = nil) {
    self.models = models
    self.unnamed = unnamed
  }

  /// The prices of a reply's model; nil when they are not known.
  public func prices(of model: String?) -> Prices? {
    guard let model else { return unnamed }
    return models[model]
  }

  /// The cost of everything in a ledger in US dollars; nil when a model in it has no known price.
  public func costUSD(of ledger: Ledger) -> Double? {
    var cost = 0.0
    let unnamed: [(String?, Ledger.Account)] = [(nil, ledger.unnamed)]
    // What took no tokens, as a refusal that came as an error, costs nothing at any price.
    for (model, account) in ledger.named.map({ ($0, $1) }) + unnamed where account.usage.tokens > 0 {
      guard let prices = prices(of: model) else { return nil }
      cost += prices.costUSD(of: account.usage)
    }
    return cost
  }
}
