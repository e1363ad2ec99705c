import Maker
import MakerAgents

/// Asks a decomposer for proposals: as many as are wanted, whether they agree or not.
struct DecomposerQuestion: Question {
  let agent: Agent
  let prompt: Prompt
  private let count: Int
  private let check: ProposalCheck

  /// Asks about a problem.
  ///
  /// - Parameters:
  ///   - agent: The decomposer.
  ///   - problem: The problem.
  ///   - count: How many proposals are wanted.
  /// - Throws: `AgentRecordFailure` when the agent's prompt names a field that there is not.
  init(_ agent: Agent, about problem: Subproblem, count: Int) throws(AgentRecordFailure) {
    (self.agent, self.count) = (agent, count)
    check = ProposalCheck(problem: problem)
    prompt = try agent.prompt(for: AgentRecord(["problem": problem.text, "depth": "\(problem.depth)"]))
  }

  var identity: [String: String] { agent.identity }

  func answer(in reply: String) throws(Flagged) -> Proposal {
    try check.proposal(of: try agent.answer(in: reply).value)
  }

  func rules(_ rules: VotingRules) -> VotingRules { agent.rules(rules).collecting(count) }
}
