/// The lead that a goal takes with a model, and what follows from it: the chance of success, samples, cost, time.
///
/// ```swift
/// let plan = try Plan(figures, for: Plan.Goal(steps: 1_048_575))
/// print(plan.k, plan.expected.successProbability, plan.expected.costUSD ?? 0)
/// ```
///
/// The lead is chosen from the lower bound of p, since p itself is only an estimate: half of all estimates are too high.
public struct Plan: Sendable, Hashable {
  /// What is known of the model.
  public let figures: ModelFigures
  /// What was wanted.
  public let goal: Goal
  /// The least lead that reaches the target if p is what it is estimated at.
  public let kMin: Int
  /// The least lead that reaches the target if p is at its lower bound; nil when that bound is 1/2 or less, which no
  /// lead makes up for: then more samples are needed to know whether the model can do it.
  public let kMinLower: Int?
  /// The lead that is planned for: the one asked for, else the most that the allowed cost buys, else ``kMinLower``,
  /// else ``kMin``.
  public let k: Int
  /// What is expected, with p as estimated.
  public let expected: Projection
  /// What is to be expected if p is at its lower bound.
  public let cautious: Projection

  /// The chance of an error at or below which no more votes are bought, however much may be spent.
  public static let negligibleRisk = 1e-12

  /// Plans a run.
  ///
  /// - Parameters:
  ///   - figures: What is known of the model.
  ///   - goal: What is wanted.
  /// - Throws: ``PlanFailure`` when the model cannot do it, or not within the allowed cost.
  public init(_ figures: ModelFigures, for goal: Goal) throws(PlanFailure) {
    guard figures.v > 0 else { throw .alwaysFlagged }
    guard figures.p > 0.5,
      let kMin = goal.kMin(p: figures.p)
    else { throw .hopeless(p: figures.p) }
    let lower = min(figures.p, figures.pLower)
    let kMinLower = goal.kMin(p: lower)
    let k: Int
    if let wanted = goal.k {
      k = wanted
    } else if let limit = goal.maximumCostUSD {
      k = try Self.greatestLead(costing: limit, figures, p: lower > 0.5 ? lower : figures.p, goal)
    } else {
      k = kMinLower ?? kMin
    }
    self.figures = figures
    self.goal = goal
    self.kMin = kMin
    self.kMinLower = kMinLower
    self.k = k
    expected = Projection(figures, p: figures.p, k: k, goal: goal)
    cautious = lower == figures.p ? expected : Projection(figures, p: lower, k: k, goal: goal)
    if let limit = goal.maximumCostUSD {
      guard let cost = expected.costUSD else { throw .unpriced }
      guard cost <= limit else { throw .tooExpensive(costUSD: cost, k: k) }
    }
  }

  // The greatest lead whose expected cost is within a limit; 1 when none is, and no more than `p` makes use of.
  private static func greatestLead(
    costing limit: Double, _ figures: ModelFigures, p: Double, _ goal: Goal
  ) throws(PlanFailure) -> Int {
    guard let sampleCost = figures.sampleCostUSD else { throw .unpriced }
    let samples = { (k: Int) in ScalingLaws.expectedSamples(p: figures.p, v: figures.v, k: k) * goal.steps }
    let safest = max(goal.target, 1 - negligibleRisk)
    var (affordable, tooMuch) = (1, 2)
    let most = ScalingLaws.kMin(p: p, steps: goal.steps, target: safest) ?? 1
    while tooMuch <= most, samples(tooMuch) * sampleCost <= limit {
      (affordable, tooMuch) = (tooMuch, 2 * tooMuch)
    }
    tooMuch = min(tooMuch, most + 1)
    while tooMuch - affordable > 1 {
      let middle = affordable + (tooMuch - affordable) / 2
      if samples(middle) * sampleCost <= limit { affordable = middle } else { tooMuch = middle }
    }
    return affordable
  }

  /// Expected votes of a step as the paper approximates them, k/(2p-1).
  public var approximateVotesPerStep: Double { ScalingLaws.approximateVotes(p: figures.p, k: k) }

  /// What is kept with a run, to be compared with what it comes to.
  public var forecast: Forecast { forecast(source: nil) }

  /// What is kept with a run, to be compared with what it comes to.
  ///
  /// - Parameter source: The file the figures are from; nil when the run was calibrated for the purpose.
  /// - Returns: The expected figures; the time is that of a sequential chain.
  public func forecast(source: String?) -> Forecast {
    Forecast(
      p: figures.p, pLower: cautious.p, v: figures.v, target: goal.target, k: k,
      successProbability: expected.successProbability, votesPerStep: expected.votesPerStep,
      samplesPerStep: expected.samplesPerStep, costUSD: expected.costUSD,
      wallSeconds: expected.sequentialSeconds, source: source)
  }
}
