public import Maker

/// Decides the steps of a program's task with another decider, and ends the run where the program fails.
///
/// A run that ends so is resumable, as with ``ProgramGuard``, and no decision is recorded whose next state is not
/// known.
public struct ProgramDecider<Base: StepDecider>: StepDecider {
  private let base: ProgramGuard<Base>
  private let task: ProgramTask

  /// Wraps a decider.
  ///
  /// - Parameters:
  ///   - base: What decides.
  ///   - task: The task of the run.
  public init(_ base: Base, of task: ProgramTask) {
    let memory = task.memory
    self.base = ProgramGuard(base) { memory.failure }
    self.task = task
  }

  /// The facts of the decider within.
  public var identity: [String: String] { base.identity }

  /// Decides a step, and makes sure of the state after it.
  ///
  /// - Throws: `StepFailure` of the decider within; of kind `model` when the program failed, with its message; of
  ///   kind `cancelled` when the program is done and no step is left.
  public func decide<Answer>(_ step: Step<Answer>) async throws(StepFailure) -> Decision<Answer> {
    try base.check(step, paid: step.prior)
    let state = step.index == 0 ? task.initialState : task.memory.current
    precondition(state?.step == step.index, "a program's decider decides the steps of its own task")
    if state?.isDone == true { throw StepFailure(.cancelled, step: step.index, prompt: step.prompt) }

    let decision = try await base.decide(step)
    guard let state, let answer = decision.answer as? ProgramAnswer else { return decision }
    do throws(ProgramFailure) {
      try task.next(after: answer, at: state)
    } catch {
      task.memory.fail(error)
    }
    try base.check(step, paid: decision.samples)
    return decision
  }
}
