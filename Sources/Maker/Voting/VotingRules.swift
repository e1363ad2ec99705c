/// How a step is voted on: the lead that decides, how samples are drawn, what is flagged, when to stop.
public struct VotingRules: Sendable {
  /// The largest lead that a plan is made for; where more is needed, another model is.
  public static let largestK = 100

  /// The lead in votes that decides a step; see ``ScalingLaws/kMin(p:steps:target:stepsPerAgent:)``.
  public var k: Int
  /// The temperatures of the samples.
  public var temperatures: Temperatures
  /// The seed of the run: with it, every sample's seed is fixed.
  public var seed: UInt64
  /// The most tokens a reply may have; nil leaves it to the model.
  public var maximumResponseTokens: Int?
  /// What is looked at before a reply is read. The task's parser adds its own flags.
  public var redFlags: [any RedFlag]
  /// How many of the decider's models take turns: slot i asks model i modulo this number.
  public var ensemble: Int
  /// What is changed, rung by rung, for a step that will not decide.
  public var ladder: Ladder
  /// When a step is given up, to be taken up again later.
  public var limits: StepLimits

  /// Makes rules.
  ///
  /// - Parameters:
  ///   - k: The lead that decides, 1 or more.
  ///   - temperatures: Of the samples.
  ///   - seed: Of the run.
  ///   - maximumResponseTokens: The most tokens a reply may have; longer ones are flagged `overlong`.
  ///   - redFlags: What is looked at before a reply is read; nil stands for all of Maker's own.
  ///   - ensemble: How many of the decider's models take turns, 1 or more.
  ///   - ladder: What is changed for a step that will not decide; nothing by default.
  ///   - limits: When a step is given up.
  public init(
    k: Int = 3,
    temperatures: Temperatures = .paper,
    seed: UInt64 = 0,
    maximumResponseTokens: Int? = nil,
    redFlags: [any RedFlag]? = nil,
    ensemble: Int = 1,
    ladder: Ladder = Ladder(),
    limits: StepLimits = StepLimits()
  ) {
    precondition(k >= 1, "a lead of at least one vote decides")
    precondition(ensemble >= 1, "at least one model is asked")
    self.k = k
    self.temperatures = temperatures
    self.seed = seed
    self.maximumResponseTokens = maximumResponseTokens
    self.redFlags =
      redFlags ?? [Refused(), Overlong(maximumTokens: maximumResponseTokens), Empty(), Unfinished()]
    self.ensemble = ensemble
    self.ladder = ladder
    self.limits = limits
  }

  /// The facts that, when changed, make this another run. Limits are not among them: they decide nothing but when to stop.
  var identity: [String: String] {
    [
      "k": "\(k)",
      "temperature.first": "\(temperatures.first)",
      "temperature.rest": "\(temperatures.rest)",
      "seed": "\(seed)",
      "maximum_response_tokens": maximumResponseTokens.map(String.init) ?? "model's own",
      "red_flags": redFlags.map { String(describing: $0) }.joined(separator: " "),
      "ensemble": "\(ensemble)",
      "ladder": ladder.description,
    ]
  }
}

/// When a step is given up. The run then stops, resumable, and shows the step; it never guesses.
public struct StepLimits: Sendable, Hashable {
  /// The most samples of one step, flagged ones included.
  public var samplesPerStep: Int
  /// The most samples for one vote: a slot whose samples are all flagged is a prompt the model cannot answer.
  public var attemptsPerSlot: Int
  /// The most votes of one step: when so many are in and none is ahead by k, it is undecided, and every one of them is a
  /// candidate. Nil for no limit but that of the samples.
  public var votesPerStep: Int?
  /// The longest time for one step; nil for no limit. It cancels the samples that are out, so it binds models that
  /// honour cancellation; one that answers several samples in a call is looked at between calls.
  public var timePerStep: Duration?

  /// Makes limits, each 1 or more.
  public init(
    samplesPerStep: Int = 200, attemptsPerSlot: Int = 20, votesPerStep: Int? = nil,
    timePerStep: Duration? = nil
  ) {
    precondition(
      samplesPerStep >= 1 && attemptsPerSlot >= 1 && votesPerStep ?? 1 >= 1, "a limit is 1 or more")
    self.samplesPerStep = samplesPerStep
    self.attemptsPerSlot = attemptsPerSlot
    self.votesPerStep = votesPerStep
    self.timePerStep = timePerStep
  }
}
