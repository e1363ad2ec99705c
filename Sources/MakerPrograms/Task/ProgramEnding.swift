public import Maker

/// What a run of a program's task came to.
public struct ProgramEnding: Sendable {
  /// What the run came to; its steps are those decided when the program said that it is done.
  public let summary: RunSummary
  /// The last state; nil when an earlier session decided the last step, and the run file alone knows it.
  public let state: ProgramState?
  /// Whether the task is finished: all steps are decided, or the program said so before.
  public let isDone: Bool
}

extension Run where Chain == ProgramTask {
  /// Decides step after step until all are decided or the program says that it is done.
  ///
  /// - Returns: How far it got. A task whose steps are used up before its program is done is not done.
  /// - Throws: `RunError`, also when the program failed; `task.failure` tells it apart.
  public func finishProgram() async throws(RunError) -> ProgramEnding {
    let summary: RunSummary
    do throws(RunError) {
      summary = try await finish()
    } catch {
      // The decider ends a run whose program is done as if it were cancelled: it has no other way.
      guard error.isCancellation, task.failure == nil, let state = task.memory.current, state.isDone else {
        throw error
      }
      let tally = error.summary.tally
      return ProgramEnding(
        summary: RunSummary(steps: tally.decided, tally: tally, wallSeconds: error.summary.wallSeconds),
        state: state,
        isDone: true)
    }
    let state = task.memory.last
    return ProgramEnding(
      summary: summary, state: state, isDone: state?.isDone == true || !task.program.offer.isOpenEnded)
  }
}
