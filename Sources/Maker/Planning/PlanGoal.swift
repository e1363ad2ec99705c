#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Plan {
  /// What is wanted of a run: its steps, the chance of success, and what it may cost.
  public struct Goal: Sendable, Hashable {
    /// The steps of the task, 1 or more.
    public var steps: Double
    /// The chance of zero errors that is wanted, between 0 and 1.
    public var target: Double
    /// The most steps that may be wrong in expectation, above 0, in place of ``target``; nil for the target.
    ///
    /// It is the goal where steps do not build on one another, as with records: a chance of no error at all in a million
    /// of them is more than most are worth. See ``ScalingLaws/logTarget(maximumWrong:steps:)``.
    public var maximumWrong: Double?
    /// The lead to plan for; nil has it chosen.
    public var k: Int?
    /// The most the whole run may cost in US dollars; nil for no limit. Without ``k`` it buys the best success there is.
    public var maximumCostUSD: Double?
    /// The samples that are out at the same time at the most, for the time a run takes.
    public var concurrency: Int

    /// Makes a goal.
    ///
    /// - Parameters:
    ///   - steps: The steps of the task, 1 or more.
    ///   - target: The chance of zero errors that is wanted, between 0 and 1.
    ///   - maximumWrong: The most steps that may be wrong in expectation, in place of the target; nil for the target.
    ///   - k: The lead to plan for; nil has it chosen.
    ///   - maximumCostUSD: The most the whole run may cost in US dollars; nil for no limit.
    ///   - concurrency: The samples that are out at the same time at the most.
    public init(
      steps: Double, target: Double = 0.95, maximumWrong: Double? = nil, k: Int? = nil,
      maximumCostUSD: Double? = nil, concurrency: Int = 1
    ) {
      precondition(steps >= 1 && steps.isFinite, "a task has a step")
      precondition(target > 0 && target < 1, "a target is between 0 and 1")
      precondition(maximumWrong.map { $0 > 0 } ?? true, "in expectation no step is never wrong")
      precondition(k.map { $0 >= 1 } ?? true, "a lead of at least one vote decides")
      precondition(concurrency >= 1, "at least one sample is out")
      self.steps = steps
      self.target = target
      self.maximumWrong = maximumWrong
      self.k = k
      self.maximumCostUSD = maximumCostUSD
      self.concurrency = concurrency
    }

    /// The logarithm of the chance of zero errors that is wanted, or that goes with ``maximumWrong``.
    var logTarget: Double {
      maximumWrong.map { ScalingLaws.logTarget(maximumWrong: $0, steps: steps) } ?? log(target)
    }

    /// The least lead that reaches it with a chance p of a right vote; nil when none does.
    func kMin(p: Double) -> Int? {
      ScalingLaws.kMin(logOdds: ScalingLaws.logOdds(p: p), decisions: steps, logTarget: logTarget)
    }
  }
}
