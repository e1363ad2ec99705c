/// What comes of a run with a lead, if valid votes are right with a certain chance.
public struct Projection: Sendable, Hashable {
  /// The greatest lead for which ``sequentialSeconds`` is computed: what it takes grows with the third power of k.
  public static let greatestTimedLead = VotingWaves.greatestLead

  /// The chance that a valid vote is right.
  public let p: Double
  /// The chance of zero errors.
  public let successProbability: Double
  /// Expected number of steps that are decided wrong.
  public let expectedWrong: Double
  /// Expected votes of a step, exact for two candidates.
  public let votesPerStep: Double
  /// Expected samples of a step, flagged ones included.
  public let samplesPerStep: Double
  /// Expected samples of the whole run.
  public let samples: Double
  /// Expected tokens of all prompts; nil when those of one are not known.
  public let inputTokens: Double?
  /// Expected tokens of all replies; nil when those of one are not known.
  public let outputTokens: Double?
  /// Expected cost of the whole run in US dollars; nil when it is not known.
  public let costUSD: Double?
  /// Expected time in seconds of a chain that decides one step after another; nil when latency is not known, and
  /// for a lead above ``greatestTimedLead``.
  public let sequentialSeconds: Double?
  /// Expected time in seconds when steps do not wait for each other, as with drafts and records; nil when latency
  /// is not known.
  public let pipelinedSeconds: Double?

  /// Projects a run.
  ///
  /// - Parameters:
  ///   - figures: The model; its p is not looked at.
  ///   - p: The chance that a valid vote is right.
  ///   - k: The lead that decides.
  ///   - goal: The steps and the concurrency.
  init(_ figures: ModelFigures, p: Double, k: Int, goal: Plan.Goal) {
    self.p = p
    successProbability = ScalingLaws.success(p: p, k: k, steps: goal.steps)
    expectedWrong = ScalingLaws.expectedWrong(p: p, k: k, steps: goal.steps)
    // No chance takes more votes than an even one, and below it the walk is decided sooner, wrong: no comfort.
    votesPerStep = ScalingLaws.expectedVotes(p: max(p, 0.5), k: k)
    samplesPerStep = votesPerStep / figures.v
    let samples = samplesPerStep * goal.steps
    self.samples = samples
    inputTokens = figures.inputTokens.map { $0 * samples }
    outputTokens = figures.outputTokens.map { $0 * samples }
    costUSD = figures.sampleCostUSD.map { $0 * samples }
    let latency = figures.latencyMs.flatMap { SampleLatency($0) }
    let step = latency.flatMap { latency in
      VotingWaves(p: max(p, 0.5), v: figures.v, k: k)?.expected {
        latency.secondsOfWave($0, concurrency: goal.concurrency)
      }
    }
    sequentialSeconds = step.map { $0 * goal.steps }
    pipelinedSeconds = latency.map { samples * $0.meanSeconds / Double(goal.concurrency) }
  }
}
