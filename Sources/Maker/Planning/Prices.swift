/// What a model's tokens cost, in US dollars per million tokens, input and output apart.
public struct Prices: Sendable, Hashable {
  /// Dollars per million tokens of prompt.
  public var inputUSDPerMillionTokens: Double
  /// Dollars per million tokens of reply.
  public var outputUSDPerMillionTokens: Double

  /// Makes prices.
  public init(inputUSDPerMillionTokens: Double, outputUSDPerMillionTokens: Double) {
    self.inputUSDPerMillionTokens = inputUSDPerMillionTokens
    self.outputUSDPerMillionTokens = outputUSDPerMillionTokens
  }

  /// The cost of so many tokens in US dollars.
  public func costUSD(inputTokens: Double, outputTokens: Double) -> Double {
    (inputTokens * inputUSDPerMillionTokens + outputTokens * outputUSDPerMillionTokens) / 1e6
  }
}
