/// A limit of ``StepLimits`` that was reached.
public enum StepLimit: Sendable, Hashable, CustomStringConvertible {
  /// So many samples did not decide the step.
  case samplesPerStep(Int)
  /// So many samples of one slot were all flagged.
  case attemptsPerSlot(Int)
  /// So many votes did not decide the step.
  case votesPerStep(Int)
  /// So much time did not decide the step.
  case timePerStep(Duration)

  /// Whether it is one of time, and not of what was said.
  var isOfTime: Bool { if case .timePerStep = self { true } else { false } }

  /// The limit in words that end a sentence about a step.
  public var description: String {
    switch self {
    case .samplesPerStep(let count): "\(count) samples did not decide it"
    case .attemptsPerSlot(let count): "\(count) samples for one vote were all red-flagged"
    case .votesPerStep(let count): "\(count) votes did not decide it"
    case .timePerStep(let time): "\(time) did not decide it"
    }
  }
}

/// Why a step was not decided, with everything that was paid for until then.
public struct StepFailure: Error, Sendable {
  /// What stopped the step.
  public enum Reason: Sendable, Hashable {
    /// A limit was reached.
    case limit(StepLimit)
    /// A cap of the run was reached.
    case cap(ReachedCap)
    /// The model failed.
    case model(LanguageModelError)
    /// The task was cancelled.
    case cancelled
  }

  /// What stopped the step.
  public let reason: Reason
  /// The step, from 0.
  public let step: Int
  /// What was asked.
  public let prompt: Prompt
  /// The candidates in the order of their first vote, as JSON, with their votes.
  public let candidates: [(answer: String, votes: Int)]
  /// Every sample that was paid for, in launch order; a resumed run goes on from them.
  public let samples: [Sample]

  /// Makes a failure.
  public init(
    _ reason: Reason, step: Int, prompt: Prompt,
    candidates: [(answer: String, votes: Int)] = [], samples: [Sample] = []
  ) {
    self.reason = reason
    self.step = step
    self.prompt = prompt
    self.candidates = candidates
    self.samples = samples
  }
}
