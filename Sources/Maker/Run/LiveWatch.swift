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
  /// The samples that a step may take at the most: with a larger k none could be decided.
  public let samplesPerStep: Int
  private let hear: @Sendable (Drift) -> Void

  /// A watch.
  ///
  /// - Parameters:
  ///   - k: The lead that the run begins with.
  ///   - p: The chance of a right vote that k was chosen for, above 1/2.
  ///   - target: The wanted chance of zero errors.
  ///   - raisesK: Whether k is raised for the steps to come.
  ///   - samplesPerStep: The samples that a step may take at the most.
  ///   - hear: Told at once when p has fallen.
  public init(
    k: Int, p: Double, target: Double = 0.95, raisesK: Bool = false, samplesPerStep: Int = .max,
    hear: @escaping @Sendable (Drift) -> Void = { _ in }
  ) {
    precondition(p > 0.5 && p <= 1, "no k is chosen for a model that is wrong more often than right")
    self.k = k
    self.p = p
    self.target = target
    self.raisesK = raisesK
    self.samplesPerStep = samplesPerStep
    self.hear = hear
  }

  func tell(_ drift: Drift) { hear(drift) }

  /// The lead from now on.
  ///
  /// - Parameters:
  ///   - k: The lead until now.
  ///   - p: The chance of a right vote that is reckoned with.
  ///   - steps: The steps of the task.
  /// - Returns: What the target needs, as far as k may be raised; else the same as before.
  func lead(after k: Int, p: Double, steps: Int) -> (needed: Int?, next: Int) {
    let needed = ScalingLaws.kMin(p: p, steps: Double(steps), target: target)
    guard raisesK, let needed else { return (needed, k) }
    return (needed, max(k, min(needed, VotingRules.largestK, samplesPerStep)))
  }
}

/// The finding that votes are right less often than k was chosen for.
public struct Drift: Sendable, Hashable {
  /// The next step, from 0.
  public let step: Int
  /// The chance of a right vote that was planned for.
  public let plannedP: Double
  /// The share of right votes since the change, a step that is out of line with the others left aside; nil when an earlier
  /// session saw the change, and only now k is raised for it.
  public let votes: Proportion?
  /// The chance of a right vote to reckon with from now on: the lower bound of ``votes``, where it leaves a k.
  public let p: Double
  /// The lead until now.
  public let k: Int
  /// The lead that the change asks for; nil when votes are wrong as often as right, and none would do.
  public let neededK: Int?
  /// The lead from now on.
  public let nextK: Int
}

extension Drift {
  /// What a run's record keeps of it.
  var change: LeadChange { LeadChange(step: step, k: nextK, p: p) }
}

/// A lead that holds from some step on, because p had fallen: what a run's record keeps of a ``Drift``.
public struct LeadChange: Sendable, Hashable {
  /// The first step that it holds for.
  public var step: Int
  /// The lead; the same as before where k is not raised.
  public var k: Int
  /// The chance of a right vote that is reckoned with from there on.
  public var p: Double

  /// Makes a change.
  public init(step: Int, k: Int, p: Double) { (self.step, self.k, self.p) = (step, k, p) }
}

/// What a run has seen of its votes, and the lead that follows.
struct LiveVotes {
  private let watch: LiveWatch
  private let steps: Int
  /// What the votes to come are held to.
  private var lead: LeadChange
  private var test: DriftTest

  /// Begins to watch, or goes on.
  ///
  /// - Parameters:
  ///   - watch: What is watched for.
  ///   - lead: The last change of the lead; nil when there was none.
  ///   - evidence: What was seen in earlier sessions.
  ///   - steps: The steps of the task.
  init(_ watch: LiveWatch, after lead: LeadChange?, _ evidence: WatchEvidence?, steps: Int) {
    (self.watch, self.steps) = (watch, steps)
    self.lead = lead ?? LeadChange(step: 0, k: watch.k, p: watch.p)
    test = Self.test(self.lead, steps, evidence ?? WatchEvidence())
  }

  /// What was seen so far.
  var evidence: WatchEvidence { test.evidence }

  /// Takes in a decision.
  ///
  /// - Returns: What changes with the step after it, when p has fallen; nearly always nothing.
  mutating func count<Answer>(_ decision: Decision<Answer>) -> Drift? {
    let ballot = decision.ballot
    let right = ballot.candidates.first { $0.answer == decision.answer }?.votes ?? 0
    guard let seen = test.count(right: right, wrong: ballot.count - right) else { return nil }
    let votes = Proportion(hits: seen.votes - seen.wrong, trials: seen.votes)
    // As in a plan: k follows from the lower bound, where that leaves one.
    let p = votes.lower > 0.5 ? votes.lower : votes.value ?? 0
    let (needed, next) = watch.lead(after: lead.k, p: p, steps: steps)
    let drift = Drift(
      step: decision.step + 1, plannedP: 1 - test.plannedError, votes: votes, p: p, k: lead.k,
      neededK: needed, nextK: next)
    // From here on the new p is what later votes are held to.
    var evidence = WatchEvidence()
    evidence.alarms = test.evidence.alarms + 1
    lead = drift.change
    test = Self.test(lead, steps, evidence)
    return drift
  }

  /// The test that follows from what is on record, and from nothing else: a resumed run goes on with the same one.
  private static func test(_ lead: LeadChange, _ steps: Int, _ evidence: WatchEvidence) -> DriftTest {
    // The votes to come, about: half of them may be votes of contested steps.
    let votes = 2 * Double(lead.k) * Double(max(1, steps - lead.step))
    // Each further alarm takes half the chance of the last; all of them together 1 %.
    let falseAlarm = 0.005 / Double(1 << min(evidence.alarms, 30))
    return DriftTest(p: lead.p, k: lead.k, votes: votes, falseAlarm: falseAlarm, evidence: evidence)
  }
}
