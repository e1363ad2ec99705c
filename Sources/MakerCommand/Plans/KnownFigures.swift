import Maker

/// What is known of a model from a file or from the command line; some of it may be missing.
struct KnownFigures {
  var name: String
  var p: Double
  var pLower: Double?
  var v: Double?
  var inputTokens: Double?
  var outputTokens: Double?
  var inputPrice: Double?
  var outputPrice: Double?
  /// Prices with those of caches, as a calibration has them; they come before the two plain ones.
  var prices: Prices?
  var costPerSampleUSD: Double?
  var latencyMs: LogHistogram?

  init(name: String, p: Double) {
    self.name = name
    self.p = p
  }

  init(_ calibration: ModelCalibration) {
    let figures = calibration.figures
    self.init(name: figures.name, p: figures.p)
    pLower = figures.pLower
    v = figures.v
    (inputTokens, outputTokens) = (figures.inputTokens, figures.outputTokens)
    prices = figures.prices
    costPerSampleUSD = figures.costPerSampleUSD
    latencyMs = figures.latencyMs
  }

  /// Latency that is the same for every sample.
  static func constantLatency(_ milliseconds: Double) -> LogHistogram {
    var histogram = LogHistogram()
    histogram.add(milliseconds)
    return histogram
  }

  /// The same, with what is missing taken from the command line.
  func filled(by given: KnownFigures) -> KnownFigures {
    var filled = self
    filled.v = v ?? given.v
    filled.inputTokens = inputTokens ?? given.inputTokens
    filled.outputTokens = outputTokens ?? given.outputTokens
    filled.inputPrice = inputPrice ?? given.inputPrice
    filled.outputPrice = outputPrice ?? given.outputPrice
    filled.latencyMs = latencyMs ?? given.latencyMs
    return filled
  }

  /// Whether a cost comes out that leaves the prompts out.
  var leavesPromptsOut: Bool {
    prices == nil && costPerSampleUSD == nil && outputPrice != nil && outputTokens != nil
      && (inputPrice == nil || inputTokens == nil)
  }

  /// What a plan is made from. Without the price of replies there is no cost.
  var figures: ModelFigures {
    ModelFigures(
      name: name, p: p, pLower: pLower, v: v ?? 1, inputTokens: inputTokens, outputTokens: outputTokens,
      prices: prices
        ?? outputPrice.map {
          Prices(inputUSDPerMillionTokens: inputPrice ?? 0, outputUSDPerMillionTokens: $0)
        },
      costPerSampleUSD: costPerSampleUSD, latencyMs: latencyMs)
  }
}
