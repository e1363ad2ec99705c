/// How one sample is drawn.
public struct GenerationOptions: Sendable, Hashable {
  /// How a token is chosen from the model's distribution.
  public enum SamplingMode: Sendable, Hashable {
    /// Always the most likely token.
    case greedy
    /// A random token; a model that honours seeds gives the same reply for the same seed.
    case random(seed: UInt64?)
  }

  /// How a token is chosen.
  public var samplingMode: SamplingMode
  /// The temperature of the distribution, 0 or more; ignored when greedy.
  public var temperature: Double
  /// The most tokens a reply may have; nil leaves it to the model.
  public var maximumResponseTokens: Int?

  /// Makes options.
  ///
  /// - Parameters:
  ///   - samplingMode: How a token is chosen.
  ///   - temperature: 0 or more.
  ///   - maximumResponseTokens: The most tokens a reply may have; nil leaves it to the model.
  public init(
    samplingMode: SamplingMode = .random(seed: nil),
    temperature: Double = 1,
    maximumResponseTokens: Int? = nil
  ) {
    self.samplingMode = samplingMode
    self.temperature = temperature
    self.maximumResponseTokens = maximumResponseTokens
  }
}
