/// How often something happened in so many trials, with the interval its true chance lies in.
public struct Proportion: Sendable, Hashable, Codable {
  /// The trials in which it happened.
  public let hits: Int
  /// All trials.
  public let trials: Int
  /// The confidence of the interval, 0.95 unless it was asked for otherwise.
  public let confidence: Double
  /// The lower bound of the chance, Clopper-Pearson.
  public let lower: Double
  /// The upper bound of the chance, Clopper-Pearson.
  public let upper: Double

  /// The share of trials in which it happened; nil before the first trial.
  public var value: Double? { trials > 0 ? Double(hits) / Double(trials) : nil }

  /// Half the width of the interval; 1/2 before the first trial.
  public var precision: Double { (upper - lower) / 2 }

  /// Counts, and the Clopper-Pearson interval for them: exact, never too narrow, and right at none and at all of them.
  ///
  /// - Parameters:
  ///   - hits: The trials in which it happened, from 0 to `trials`.
  ///   - trials: All trials; with none the interval is from 0 to 1.
  ///   - confidence: The chance, at the least, that such an interval holds the true value, between 0 and 1.
  public init(hits: Int, trials: Int, confidence: Double = 0.95) {
    precondition(trials >= 0 && 0...trials ~= hits, "hits are among the trials")
    precondition(confidence > 0 && confidence < 1, "a confidence is between 0 and 1")
    (self.hits, self.trials, self.confidence) = (hits, trials, confidence)
    (lower, upper) = ClopperPearson.interval(hits: hits, trials: trials, confidence: confidence)
  }

  private enum CodingKeys: String, CodingKey {
    case hits, trials, confidence, lower, upper, value
  }

  /// Reads counts; the interval is computed anew, so that nobody can write one that does not belong to them.
  public init(from decoder: any Decoder) throws {
    let keys = try decoder.container(keyedBy: CodingKeys.self)
    let (hits, trials) = (
      try keys.decode(Int.self, forKey: .hits), try keys.decode(Int.self, forKey: .trials)
    )
    let confidence = try keys.decodeIfPresent(Double.self, forKey: .confidence) ?? 0.95
    guard trials >= 0, 0...trials ~= hits, trials <= 1 << 53, confidence > 0, confidence < 1 else {
      throw DecodingError.dataCorruptedError(
        forKey: .hits, in: keys, debugDescription: "\(hits) of \(trials) is no proportion")
    }
    self.init(hits: hits, trials: trials, confidence: confidence)
  }

  /// Writes the counts, and the share and its bounds for whoever reads the file without this library.
  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(hits, forKey: .hits)
    try keys.encode(trials, forKey: .trials)
    try keys.encode(confidence, forKey: .confidence)
    try keys.encode(value, forKey: .value)
    try keys.encode(lower, forKey: .lower)
    try keys.encode(upper, forKey: .upper)
  }
}
