public import Maker

extension FlagKind {
  /// The program that reads or checks replies failed. Never recorded: ``ProgramGuard`` ends the step, and the
  /// sample is read again when the run goes on.
  public static let programFailed = FlagKind(rawValue: "program_failed")
}

/// Decides steps with another decider, and ends the run where a program fails that replies are read with.
///
/// A run that ends so is resumable: what was sampled is recorded without a finding, to be read once the program
/// works.
public struct ProgramGuard<Base: StepDecider>: StepDecider {
  private let base: Base
  private let failure: @Sendable () -> ProgramFailure?

  /// Wraps a decider.
  ///
  /// - Parameters:
  ///   - base: What decides.
  ///   - failure: Why the program failed; nil as long as it works.
  public init(_ base: Base, failure: @escaping @Sendable () -> ProgramFailure?) {
    self.base = base
    self.failure = failure
  }

  /// The facts of the decider within.
  public var identity: [String: String] { base.identity }

  /// Decides a step.
  ///
  /// - Throws: `StepFailure` of the decider within; of kind `model` when the program failed, with its message.
  public func decide<Answer>(_ step: Step<Answer>) async throws(StepFailure) -> Decision<Answer> {
    try check(step, paid: step.prior)
    switch await attempt(Self.stoppable(step)) {
    case .success(let decision):
      try check(step, paid: decision.samples)
      return decision
    case .failure(let failure):
      try check(step, paid: failure.samples)
      throw failure
    }
  }

  /// Ends the step when the program has failed.
  ///
  /// - Parameters:
  ///   - step: The step.
  ///   - samples: What was paid for at it.
  /// - Throws: `StepFailure` with the samples, those that could not be read without their finding.
  func check<Answer>(_ step: Step<Answer>, paid samples: [Sample]) throws(StepFailure) {
    guard let failure = failure() else { return }
    let unread = samples.map { sample in
      var sample = sample
      if sample.flag?.kind == .programFailed { sample.flag = nil }
      return sample
    }
    throw StepFailure(
      .model(LanguageModelError(.unavailable, failure.message)), step: step.index, prompt: step.prompt,
      samples: unread)
  }

  /// Decides in a child task, which can be stopped by itself.
  private func attempt<Answer>(_ step: Step<Answer>) async -> Result<Decision<Answer>, StepFailure> {
    let base = base
    return await withTaskGroup(of: Result<Decision<Answer>, StepFailure>.self) { group in
      group.addTask {
        do throws(StepFailure) {
          return .success(try await base.decide(step))
        } catch {
          return .failure(error)
        }
      }
      // There is one child, so there is one result.
      return await group.next() ?? .failure(StepFailure(.cancelled, step: step.index, prompt: step.prompt))
    }
  }

  /// The step, stopped at the first reply that the program fails at: nothing more is sampled that nobody can read.
  private static func stoppable<Answer>(_ step: Step<Answer>) -> Step<Answer> {
    Step(
      index: step.index, prompt: step.prompt, paraphrases: step.paraphrases, k: step.k, prior: step.prior,
      answer: { reply throws(Flagged) in
        do throws(Flagged) {
          return try step.answer(reply)
        } catch {
          if error.kind == .programFailed { withUnsafeCurrentTask { $0?.cancel() } }
          throw error
        }
      })
  }
}
