extension Plan {
  /// What is wanted of a run: its steps, the chance of success, and what it may cost.
  public struct Goal: Sendable, Hashable {
    /// The steps of the task, 1 or more.
    public var steps: Double
    /// The chance of zero errors that is wanted, between 0 and 1.
    public var target: Double
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
    ///   - k: The lead to plan for; nil has it chosen.
    ///   - maximumCostUSD: The most the whole run may cost in US dollars; nil for no limit.
    ///   - concurrency: The samples that are out at the same time at the most.
    public init(
      steps: Double, target: Double = 0.95, k: Int? = nil, maximumCostUSD: Double? = nil, concurrency: Int = 1
    ) {
      precondition(steps >= 1 && steps.isFinite, "a task has a step")
      precondition(target > 0 && target < 1, "a target is between 0 and 1")
      precondition(k.map { $0 >= 1 } ?? true, "a lead of at least one vote decides")
      precondition(concurrency >= 1, "at least one sample is out")
      self.steps = steps
      self.target = target
      self.k = k
      self.maximumCostUSD = maximumCostUSD
      self.concurrency = concurrency
    }
  }
}
