import Maker
import Synchronization

/// A decider around another one, which counts the steps that were not decided by the first k votes.
final class ContestedSteps<Base: StepDecider>: StepDecider {
  private let base: Base
  private let count = Atomic<Int>(0)

  init(_ base: Base) { self.base = base }

  var contested: Int { count.load(ordering: .relaxed) }

  // Looking on does not make this another run.
  var identity: [String: String] { base.identity }

  func decide<Answer>(_ step: Step<Answer>) async throws(StepFailure) -> Decision<Answer> {
    let decision = try await base.decide(step)
    if decision.isContested { count.add(1, ordering: .relaxed) }
    return decision
  }
}
