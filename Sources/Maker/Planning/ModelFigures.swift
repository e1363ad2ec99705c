/// What is known of a model before a run: measured by a calibration, or taken from elsewhere.
public struct ModelFigures: Sendable, Hashable {
  /// The model's name.
  public var name: String
  /// The chance that a valid vote is right, the best estimate.
  public var p: Double
  /// The lower bound of that chance, which k is chosen from; p itself where no bound is known.
  public var pLower: Double
  /// The chance that a sample is valid.
  public var v: Double
  /// Mean tokens of a prompt.
  public var inputTokens: Double?
  /// Mean tokens of a reply.
  public var outputTokens: Double?
  /// What its tokens cost; nil when that is not known.
  public var prices: Prices?
  /// The measured mean cost of a sample in US dollars, caches included; nil to compute it from tokens and prices.
  public var costPerSampleUSD: Double?
  /// Latency of a sample in milliseconds; nil when it was not measured.
  public var latencyMs: LogHistogram?

  /// Makes figures.
  ///
  /// - Parameters:
  ///   - name: The model's name.
  ///   - p: The chance that a valid vote is right, the best estimate.
  ///   - pLower: Its lower bound; nil where none is known.
  ///   - v: The chance that a sample is valid.
  ///   - inputTokens: Mean tokens of a prompt.
  ///   - outputTokens: Mean tokens of a reply.
  ///   - prices: What they cost.
  ///   - costPerSampleUSD: The measured mean cost of a sample in US dollars.
  ///   - latencyMs: Latency of a sample in milliseconds.
  public init(
    name: String, p: Double, pLower: Double? = nil, v: Double = 1, inputTokens: Double? = nil,
    outputTokens: Double? = nil, prices: Prices? = nil, costPerSampleUSD: Double? = nil,
    latencyMs: LogHistogram? = nil
  ) {
    self.name = name
    self.p = p
    self.pLower = pLower ?? p
    self.v = v
    self.inputTokens = inputTokens
    self.outputTokens = outputTokens
    self.prices = prices
    self.costPerSampleUSD = costPerSampleUSD
    self.latencyMs = latencyMs
  }

  /// The expected cost of one sample in US dollars; nil when it is not known.
  public var sampleCostUSD: Double? {
    if let costPerSampleUSD { return costPerSampleUSD }
    guard let prices else { return nil }
    if prices == .free { return 0 }
    guard let outputTokens else { return nil }
    return prices.costUSD(inputTokens: inputTokens ?? 0, outputTokens: outputTokens)
  }
}
