/// What a step came to.
enum StepOutcome<Answer: Hashable & Recordable & Sendable>: Sendable {
  /// It was voted on.
  case decided(Decision<Answer>)
  /// The task itself had an answer: there was nothing to ask, or the votes did not decide.
  case settled(Settlement<Answer>, [Sample])

  /// The answer that the next step is built on.
  var answer: Answer {
    switch self {
    case .decided(let decision): decision.answer
    case .settled(let settlement, _): settlement.answer
    }
  }

  /// Everything that was paid for, in launch order.
  var samples: [Sample] {
    switch self {
    case .decided(let decision): decision.samples
    case .settled(_, let samples): samples
    }
  }
}

extension Run {
  /// Settles a step, or has it decided by vote.
  ///
  /// - Parameters:
  ///   - step: The step, from 0.
  ///   - state: The state before it.
  ///   - k: Its lead; nil for that of the rules.
  ///   - prior: Samples of it that are paid for.
  /// - Returns: What it came to.
  /// - Throws: ``StepFailure`` when it comes to nothing.
  func outcome(
    of step: Int, at state: Chain.State, k: Int?, prior: [Sample]
  ) async throws(StepFailure) -> StepOutcome<Chain.Answer> {
    if let settled = task.settled(at: state) { return .settled(settled, prior) }
    do throws(StepFailure) {
      return .decided(try await decider.decide(task.question(step, at: state, k: k, prior: prior)))
    } catch {
      switch error.reason {
      case .cap, .cancelled: throw error
      case .limit, .model:
        guard let settled = task.undecided(error.reason, at: state) else { throw error }
        return .settled(settled, error.samples)
      }
    }
  }
}
