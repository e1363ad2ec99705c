import Maker
public import MakerAgents

/// Asks a problem solver for the result of a problem. Results of one canonical form are one candidate.
struct SolverQuestion: Question {
  let agent: Agent
  let prompt: Prompt
  private let candidates: Int
  private let k: Int?

  /// Asks about a problem.
  ///
  /// - Parameters:
  ///   - agent: The solver.
  ///   - record: The fields of its prompt.
  ///   - candidates: The most solutions that are asked for.
  ///   - k: The lead by which solvers agree; nil for that of the run.
  /// - Throws: `AgentRecordFailure` when the agent's prompt names a field that there is not.
  init(_ agent: Agent, about record: AgentRecord, candidates: Int, k: Int?) throws(AgentRecordFailure) {
    (self.agent, self.candidates, self.k) = (agent, candidates, k)
    prompt = try agent.prompt(for: record)
  }

  var identity: [String: String] { agent.identity }

  func answer(in reply: String) throws(Flagged) -> AgentAnswer { try agent.answer(in: reply) }

  /// The lead of the run, as long as it can be had within so many votes.
  func rules(_ rules: VotingRules) -> VotingRules {
    var rules = agent.rules(rules)
    (rules.k, rules.limits.votesPerStep) = (k ?? rules.k, candidates)
    return rules
  }
}

extension AgentAnswer {
  /// The result that it gives: its field `answer`, or all of it where it has no such field.
  public var result: String { (value["answer"] ?? value).promptText.collapsed }
}
