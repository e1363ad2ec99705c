/// How much a calibration samples, and when it has enough.
public struct CalibrationOptions: Sendable, Hashable {
  /// Votes of each case; two are needed to see whether errors go together.
  public var votesPerCase: Int
  /// The most samples for one vote when all are flagged.
  public var attemptsPerVote: Int
  /// Half the width of p's interval at which a calibration ends early; nil samples every case.
  ///
  /// It is looked at between parts of the cases, again and again: an interval that was waited for holds the true
  /// value a little less often than it says.
  public var precision: Double?
  /// How many of the cases at which most went wrong are sampled again.
  public var worstCases: Int
  /// How many samples each of those gets.
  public var repeats: Int
  /// The size that p is for; cases of other sizes are only compared with it. Nil takes them all.
  public var size: Int?
  /// How many cases are sampled before the interval is looked at.
  public var part: Int
  /// The most samples that are out at once, for models that wait.
  public var concurrency: Int

  /// Makes options.
  ///
  /// - Parameters:
  ///   - votesPerCase: Votes of each case, 1 or more.
  ///   - attemptsPerVote: The most samples for one vote when all are flagged, 1 or more.
  ///   - precision: Half the width of p's interval at which it ends early, above 0.
  ///   - worstCases: How many of the worst cases are sampled again, 0 or more.
  ///   - repeats: How many samples each of those gets, 0 or more.
  ///   - size: The size that p is for; nil takes all.
  ///   - part: How many cases are sampled before the interval is looked at, 1 or more.
  ///   - concurrency: The most samples that are out at once, 1 or more.
  public init(
    votesPerCase: Int = 2, attemptsPerVote: Int = 3, precision: Double? = nil, worstCases: Int = 10,
    repeats: Int = 20, size: Int? = nil, part: Int = 128, concurrency: Int = 128
  ) {
    precondition(votesPerCase >= 1 && attemptsPerVote >= 1, "a case is sampled")
    precondition(worstCases >= 0 && repeats >= 0, "a count is 0 or more")
    precondition(part >= 1 && concurrency >= 1, "something is done at a time")
    self.votesPerCase = votesPerCase
    self.attemptsPerVote = attemptsPerVote
    self.precision = precision
    self.worstCases = worstCases
    self.repeats = repeats
    self.size = size
    self.part = part
    self.concurrency = concurrency
  }
}

/// Why a calibration stopped before it had what it wanted. It can be gone on with from its log.
public enum CalibrationStop: Error, Sendable, Hashable, CustomStringConvertible {
  /// A cap of the budget was reached.
  case cap(ReachedCap)
  /// The task was cancelled.
  case cancelled
  /// The model cannot be asked.
  case model(LanguageModelError)
  /// The log cannot be written.
  case log(JournalError)

  /// The reason in a sentence.
  public var description: String {
    switch self {
    case .cap(let cap): "The calibration stopped: \(cap)."
    case .cancelled: "The calibration was interrupted."
    case .model(let error): error.message
    case .log(let error): error.message
    }
  }

  /// The reason in a word or two, as a calibration file keeps it.
  var word: String {
    switch self {
    case .cap(.cost): "cost cap"
    case .cap(.tokens): "token cap"
    case .cap(.time): "time cap"
    case .cap(.steps): "step cap"
    case .cap(.samples): "sample cap"
    case .cap(.unpriced), .cap(.unmetered): "spending cannot be watched"
    case .cancelled: "interrupted"
    case .model: "model failed"
    case .log: "log failed"
    }
  }
}

/// What became of a model's calibration.
public struct CalibrationOutcome: Sendable {
  /// What was measured, as far as it got.
  public var figures: ModelCalibration
  /// Why it stopped; nil when it has what it wanted.
  public var stop: CalibrationStop?
}
