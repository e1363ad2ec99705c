/// The chance that a valid vote is right, with its interval: from right answers, or from agreement alone.
///
/// With right answers it is the share of right votes. Without them it follows from A, the share of pairs of votes of
/// the same step that agree. Were all wrong votes alike, A = p^2 + (1-p)^2; were no two of them, A = p^2. The
/// estimate is the smaller of the two solutions,
///
///     p = (1 + sqrt(2A - 1)) / 2 for A >= 1/2,  min(1/2, sqrt(A)) below,
///
/// and its interval is that of A (Clopper-Pearson) on the same way. It takes p to be above one half, and errors of
/// two samples for independent: an error that all samples make alike looks like agreement.
public struct Estimate: Sendable, Hashable, Codable {
  /// What was compared.
  public let basis: ModelCalibration.Basis
  /// Right votes of all votes; from agreement, agreeing pairs of all pairs.
  public let counts: Proportion

  /// An estimate from counts.
  ///
  /// - Parameters:
  ///   - counts: Right votes of all votes; from agreement, agreeing pairs of all pairs.
  ///   - basis: Which of the two it is.
  public init(_ counts: Proportion, basis: ModelCalibration.Basis = .truth) {
    self.counts = counts
    self.basis = basis
  }

  /// The right votes, or the agreeing pairs.
  public var hits: Int { counts.hits }
  /// All votes, or all pairs.
  public var trials: Int { counts.trials }
  /// The confidence of the interval.
  public var confidence: Double { counts.confidence }
  /// The estimated chance; nil before the first trial.
  public var value: Double? { counts.value.map(chance) }
  /// Its lower bound.
  public var lower: Double { chance(counts.lower) }
  /// Its upper bound.
  public var upper: Double { chance(counts.upper) }
  /// Half the width of the interval.
  public var precision: Double { (upper - lower) / 2 }

  private func chance(_ share: Double) -> Double {
    switch basis {
    case .truth: return share
    case .agreement:
      // Both ways are rising functions of the share, so bounds of the one are bounds of the other.
      guard share >= 0.5 else { return min(0.5, share.squareRoot()) }
      return (1 + (2 * share - 1).squareRoot()) / 2
    }
  }

  private enum CodingKeys: String, CodingKey { case basis, value, lower, upper }

  /// Reads the basis and the counts; everything else follows from them.
  public init(from decoder: any Decoder) throws {
    let keys = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try Proportion(from: decoder),
      basis: try keys.decodeIfPresent(ModelCalibration.Basis.self, forKey: .basis) ?? .truth)
  }

  /// Writes the basis, the counts, and the chance and its bounds for whoever reads the file without this library.
  public func encode(to encoder: any Encoder) throws {
    try counts.encode(to: encoder)
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(basis, forKey: .basis)
    try keys.encode(value, forKey: .value)
    try keys.encode(lower, forKey: .lower)
    try keys.encode(upper, forKey: .upper)
  }
}
