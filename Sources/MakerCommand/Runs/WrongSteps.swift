import Maker
import MakerJournal
import MakerPrograms
import MakerTasks

/// Why nobody can tell which steps of a run are wrong.
struct TruthUnknown: Error {}

extension ToolTask {
  /// Hands out the decisions that are not the right answer, in order.
  ///
  /// - Parameters:
  ///   - file: The run file.
  ///   - end: The step to end before.
  ///   - body: What to do with each and its right answer.
  /// - Throws: `TruthUnknown` where nobody knows right answers; what `body` throws.
  func forEachWrong(
    of file: RunFile, upTo end: Int, _ body: (RecordedDecision, Answer) throws -> Void
  ) throws {
    switch self {
    case let task as TowersOfHanoi:
      try file.forEachDecision(to: end) { decision in
        let right = task.rightAnswer(at: decision.step)
        guard decision.answer != right.record, let right = right as? Answer else { return }
        try body(decision, right)
      }
    case let task as ProgramTask where task.knowsTruth:
      var truth = ProgramTruth(task)
      try file.forEachDecision(to: end) { decision in
        let (state, wrong) = (truth.state, truth.wrong)
        try truth.check(ProgramAnswer(record: decision.answer))
        guard truth.wrong > wrong, let right = try task.program.truth(at: state) as? Answer else { return }
        try body(decision, right)
      }
    default: throw TruthUnknown()
    }
  }
}
