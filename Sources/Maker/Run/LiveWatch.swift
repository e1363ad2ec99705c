/// The watch over a run's live p: whether votes are still right as often as k was chosen for.
///
/// It counts the votes that are outvoted. What it sees depends on the decisions, so it cannot see a mistake that
/// wins its ballots.
public struct LiveWatch: Sendable {
  /// The lead that the run begins with.
  public let k: Int
  /// The chance of a right vote that k was chosen for.
  public let p: Double
  /// The wanted chance of zero errors, which a raised k has to reach as well.
  public let target: Double
  /// Whether k is raised for the steps to come when p has fallen.
  public let raisesK: Bool
  private let hear: @Sendable (Drift) -> Void

  /// A watch.
  ///
  /// - Parameters:
  ///   - k: The lead that the run begins with.
  ///   - p: The chance of a right vote that k was chosen for, above 1/2.
  ///   - target: The wanted chance of zero errors.
  ///   - raisesK: Whether k is raised for the steps to come.
  ///   - hear: Told at once when p has fallen.
  public init(
    k: Int, p: Double, target: Double = 0.95, raisesK: Bool = false,
    hear: @escaping @Sendable (Drift) -> Void = { _ in }
  ) {
    precondition(p > 0.5 && p <= 1, "no k is chosen for a model that is wrong more often than right")
    self.k = k
    self.p = p
    self.target = target
    self.raisesK = raisesK
    self.hear = hear
  }

  func tell(_ drift: Drift) { hear(drift) }
}

/// The finding that votes are right less often than k was chosen for.
public struct Drift: Sendable, Hashable {
  /// The next step, from 0.
  public let step: Int
  /// The chance of a right vote that was planned for.
  public let plannedP: Double
  /// The share of right votes since the change.
  public let votes: Proportion
  /// The chance of a right vote to reckon with from now on: the lower bound of what was seen, where it leaves a k.
  public let p: Double
  /// The lead until now.
  public let k: Int
  /// The lead that the change asks for; nil when votes are wrong as often as right, and none would do.
  public let neededK: Int?
  /// The lead from now on.
  public let nextK: Int
}

/// A lead that holds from some step on, because p had fallen: what a run's record keeps of a ``Drift``.
public struct LeadChange: Sendable, Hashable {
  /// The first step that it holds for.
  public var step: Int
  /// The lead; the same as before where k is not raised.
  public var k: Int
  /// The chance of a right vote that is reckoned with from there on: the lower bound of what was seen.
  public var p: Double

  /// Makes a change.
  public init(step: Int, k: Int, p: Double) { (self.step, self.k, self.p) = (step, k, p) }
}

/// What a run has seen of its votes, and the lead that follows.
struct LiveVotes {
  private let watch: LiveWatch
  private let steps: Int
  private var test: DriftTest
  private var alarms = 0
  /// The lead of the next step.
  private(set) var k: Int

  /// Begins to watch.
  ///
  /// - Parameters:
  ///   - watch: What is watched for.
  ///   - lead: The last change of the lead in an earlier session.
  ///   - steps: The steps of the task.
  ///   - step: The next of them.
  init(_ watch: LiveWatch, after lead: LeadChange?, steps: Int, step: Int) {
    (self.watch, self.steps) = (watch, steps)
    k = lead?.k ?? watch.k
    test = DriftTest(p: lead?.p ?? watch.p, votes: Self.votes(k, steps - step))
  }

  /// Takes in a decision.
  ///
  /// - Returns: What changes with the step after it; nearly always nothing.
  mutating func count<Answer>(_ decision: Decision<Answer>) -> Drift? {
    let ballot = decision.ballot
    let right = ballot.candidates.first { $0.answer == decision.answer }?.votes ?? 0
    guard let seen = test.count(right: right, wrong: ballot.count - right) else { return nil }
    let votes = Proportion(hits: seen.votes - seen.wrong, trials: seen.votes)
    // The planner's caution, where it leaves a k at all: from the lower bound of what was seen.
    let p = votes.lower > 0.5 ? votes.lower : votes.value ?? 0
    let needed = ScalingLaws.kMin(p: p, steps: Double(steps), target: watch.target)
    let next = watch.raisesK ? max(k, min(needed ?? k, VotingRules.largestK)) : k
    let drift = Drift(
      step: decision.step + 1, plannedP: 1 - test.plannedError, votes: votes, p: p, k: k, neededK: needed,
      nextK: next)
    // From here on the new p is what later votes are held to; each further alarm takes half the chance of the last.
    alarms += 1
    k = next
    test = DriftTest(
      p: max(p, 0.5), votes: Self.votes(k, steps - drift.step),
      falseAlarm: 0.01 / Double(1 << min(alarms, 30)))
    watch.tell(drift)
    return drift
  }

  /// The votes to come, about: half of them may be votes of contested steps.
  private static func votes(_ k: Int, _ steps: Int) -> Double { 2 * Double(k) * Double(max(1, steps)) }
}
