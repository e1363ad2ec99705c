/// What the watch over a run's votes has seen so far.
///
/// It is recorded with every decision, so that a run that was stopped is watched on as if it never had been, and raises its
/// lead at the same step.
public struct WatchEvidence: Sendable, Hashable, Codable {
  /// The evidence for one share of errors, and the votes it rests on.
  public struct Sum: Sendable, Hashable, Codable {
    /// The log-likelihood ratio, 0 or more.
    public var evidence = 0.0
    /// The votes since it was last 0.
    public var votes = 0
    /// The wrong ones among them.
    public var wrong = 0
    /// The votes of the step among them that had the most wrong ones.
    public var hardestVotes = 0
    /// The wrong ones of that step.
    public var hardestWrong = 0

    /// Nothing seen yet.
    public init() {}
  }

  /// For slightly more errors than planned.
  public var slow = Sum()
  /// For twice as many.
  public var fast = Sum()
  /// For so many that something is broken.
  public var broken = Sum()
  /// How often p was found to have fallen.
  public var alarms = 0

  /// Nothing seen yet.
  public init() {}
}
