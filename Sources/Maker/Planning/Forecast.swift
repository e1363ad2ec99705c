/// What was expected of a run when it began: kept with the run, to be compared with what it came to.
public struct Forecast: Sendable, Hashable, Codable {
  /// The chance that a valid vote is right, the best estimate.
  public var p: Double
  /// The lower bound of that chance, which k was chosen from.
  public var pLower: Double
  /// The chance that a sample is valid.
  public var v: Double
  /// The wanted chance of zero errors.
  public var target: Double
  /// The lead that was chosen.
  public var k: Int
  /// The expected chance of zero errors, at ``p``.
  public var successProbability: Double
  /// Expected votes of a step.
  public var votesPerStep: Double
  /// Expected samples of a step, flagged ones included.
  public var samplesPerStep: Double
  /// Expected cost of the whole run in US dollars; nil when prices are not known.
  public var costUSD: Double?
  /// Expected time of the whole run in seconds; nil when latency is not known.
  public var wallSeconds: Double?
  /// The file the figures are from; nil when the run was calibrated for the purpose.
  public var source: String?

  /// Makes a forecast.
  public init(
    p: Double, pLower: Double, v: Double, target: Double, k: Int, successProbability: Double,
    votesPerStep: Double, samplesPerStep: Double, costUSD: Double? = nil, wallSeconds: Double? = nil,
    source: String? = nil
  ) {
    self.p = p
    self.pLower = pLower
    self.v = v
    self.target = target
    self.k = k
    self.successProbability = successProbability
    self.votesPerStep = votesPerStep
    self.samplesPerStep = samplesPerStep
    self.costUSD = costUSD
    self.wallSeconds = wallSeconds
    self.source = source
  }

  private enum CodingKeys: String, CodingKey {
    case p, v, target, k, source
    case pLower = "p_lower"
    case successProbability = "success_probability"
    case votesPerStep = "votes_per_step"
    case samplesPerStep = "samples_per_step"
    case costUSD = "cost_usd"
    case wallSeconds = "wall_seconds"
  }
}
