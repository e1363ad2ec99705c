import Maker
import MakerAgents

/// Asks a planner for lists of steps: as many as are wanted, whether they agree or not.
struct PlannerQuestion: Question {
  let agent: Agent
  let prompt: Prompt
  private let count: Int

  /// Asks about a problem.
  ///
  /// - Parameters:
  ///   - agent: The planner.
  ///   - problem: The problem.
  ///   - count: How many plans are wanted.
  /// - Throws: `AgentRecordFailure` when the agent's prompt names a field that there is not.
  init(_ agent: Agent, about problem: String, count: Int) throws(AgentRecordFailure) {
    (self.agent, self.count) = (agent, count)
    prompt = try agent.prompt(for: AgentRecord(["problem": problem]))
  }

  var identity: [String: String] { agent.identity }

  func answer(in reply: String) throws(Flagged) -> WorkPlan {
    guard let steps = WorkPlan.steps(of: try agent.answer(in: reply).value) else {
      throw Flagged(.incomplete, "it is no list of 1 to \(WorkPlan.limit) steps under `steps`")
    }
    for (index, step) in steps.enumerated() {
      if let other = Self.otherStep(in: step, at: index) {
        throw Flagged(.dependent, "step \(index + 1) refers to step \(other), which it does not see")
      }
    }
    return WorkPlan(steps: steps)
  }

  /// The number of a step that is named in another that does not see its result; nil when there is none.
  private static func otherStep(in step: String, at index: Int) -> Int? {
    let words = step.lowercased().split { !$0.isLetter && !$0.isNumber }
    for (word, next) in zip(words, words.dropFirst()) where word == "step" {
      // A step sees what the one before it gave: that one it may name.
      if let number = Int(next), number != index { return number }
    }
    return nil
  }

  func rules(_ rules: VotingRules) -> VotingRules { agent.rules(rules).collecting(count) }
}
