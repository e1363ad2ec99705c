/// The chance that a valid vote is right, with its interval: from right answers, or from agreement alone.
///
/// With right answers it is the share of right votes. Without them it follows from A, the share of pairs of votes of
/// the same step that agree. Were all wrong votes alike, A = p^2 + (1-p)^2; were no two of them, A = p^2. The
/// estimate is the smaller of the two solutions,
///
///     p = (1 + sqrt(2A - 1)) / 2 for A >= 1/2,  min(1/2, sqrt(A)) below,
///
/// and its interval is that of A on the same way. It takes p to be above one half, and errors of two samples for
/// independent: an error that all samples make alike looks like agreement.
///
/// The interval is Clopper-Pearson's on ``effectiveTrials`` in place of all votes, with the same share of them right:
/// votes of a step whose errors go together are worth less than as many draws (Korn and Graubard, 1998).
public struct Estimate: Sendable, Hashable, Codable {
  /// What was compared.
  public let basis: ModelCalibration.Basis
  /// Right votes of all votes; from agreement, agreeing pairs of all pairs.
  public let counts: Proportion
  /// How many independent trials tell as much as all of them: at most ``trials``, fewer where votes of the same step
  /// go together.
  public let effectiveTrials: Double
  /// The lower bound of the chance.
  public let lower: Double
  /// The upper bound of the chance.
  public let upper: Double

  /// An estimate from counts.
  ///
  /// - Parameters:
  ///   - counts: Right votes of all votes; from agreement, agreeing pairs of all pairs.
  ///   - effectiveTrials: How many independent trials tell as much, from 1 to all trials; nil for all of them.
  ///   - basis: Which of the two it is.
  public init(
    _ counts: Proportion, effectiveTrials: Double? = nil, basis: ModelCalibration.Basis = .truth
  ) {
    let trials = Double(counts.trials)
    self.counts = counts
    self.basis = basis
    self.effectiveTrials = min(max(effectiveTrials ?? trials, min(1, trials)), trials)
    var bounds = (lower: counts.lower, upper: counts.upper)
    if self.effectiveTrials < trials {
      // The share is that of the counts, and all of them are all of it.
      let hits = self.effectiveTrials * (Double(counts.hits) / trials)
      bounds = ClopperPearson.interval(
        hits: hits, trials: self.effectiveTrials, confidence: counts.confidence)
    }
    (lower, upper) = (Self.chance(bounds.lower, basis), Self.chance(bounds.upper, basis))
  }

  /// The right votes, or the agreeing pairs.
  public var hits: Int { counts.hits }
  /// All votes, or all pairs.
  public var trials: Int { counts.trials }
  /// The confidence of the interval.
  public var confidence: Double { counts.confidence }
  /// The estimated chance; nil before the first trial.
  public var value: Double? { counts.value.map { Self.chance($0, basis) } }
  /// Half the width of the interval.
  public var precision: Double { (upper - lower) / 2 }

  private static func chance(_ share: Double, _ basis: ModelCalibration.Basis) -> Double {
    switch basis {
    case .truth: return share
    case .agreement:
      // Both ways are rising functions of the share, so bounds of the one are bounds of the other.
      guard share >= 0.5 else { return min(0.5, share.squareRoot()) }
      return (1 + (2 * share - 1).squareRoot()) / 2
    }
  }

  private enum CodingKeys: String, CodingKey {
    case basis, value, lower, upper
    case effectiveTrials = "effective_trials"
  }

  /// Reads the basis, the counts and the effective trials; everything else follows from them.
  public init(from decoder: any Decoder) throws {
    let keys = try decoder.container(keyedBy: CodingKeys.self)
    let counts = try Proportion(from: decoder)
    let effective = try keys.decodeIfPresent(Double.self, forKey: .effectiveTrials)
    let trials = Double(counts.trials)
    if let effective, !(effective >= min(1, trials) && effective <= trials) {
      throw DecodingError.dataCorruptedError(
        forKey: .effectiveTrials, in: keys,
        debugDescription: "\(effective) of \(counts.trials) trials cannot be effective")
    }
    self.init(
      counts, effectiveTrials: effective,
      basis: try keys.decodeIfPresent(ModelCalibration.Basis.self, forKey: .basis) ?? .truth)
  }

  /// Writes the basis, the counts, the effective trials, and the chance and its bounds for whoever reads the file without this library.
  public func encode(to encoder: any Encoder) throws {
    try counts.encode(to: encoder)
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(basis, forKey: .basis)
    try keys.encode(effectiveTrials, forKey: .effectiveTrials)
    try keys.encode(value, forKey: .value)
    try keys.encode(lower, forKey: .lower)
    try keys.encode(upper, forKey: .upper)
  }
}
