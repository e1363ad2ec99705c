import Maker
import MakerAgents

/// Settles what the result of a problem is that is not taken apart any further.
///
/// Solvers propose solutions. Where they agree by k, that decides; otherwise discriminators vote among what they said.
struct Settler {
  private let agents: SolverAgents
  private let bounds: SolverBounds

  init(_ agents: SolverAgents, _ bounds: SolverBounds) { (self.agents, self.bounds) = (agents, bounds) }

  /// Settles a problem.
  ///
  /// - Parameters:
  ///   - problem: The problem, as discriminators are told it.
  ///   - agent: Who solves it.
  ///   - record: What that agent is told.
  ///   - scope: Where the decisions are recorded.
  ///   - node: Gets the votes and the result.
  /// - Throws: `DurableError`.
  func settle(
    _ problem: String, by agent: Agent, told record: AgentRecord, in scope: DurableScope,
    for node: inout SolvedNode
  ) async throws(DurableError) {
    let question = try scope.question(SolvedNode.solutionsKey) { () throws(AgentRecordFailure) in
      try SolverQuestion(agent, about: record, candidates: bounds.candidates, k: bounds.k)
    }
    let solutions = try await scope.poll(SolvedNode.solutionsKey, question)
    node.solutions = solutions
    node.choice = try await DiscriminatorVote(agents.solutionDiscriminator, bounds).vote(
      SolvedNode.choiceKey, on: problem, among: solutions, listedAs: "candidates",
      in: scope
    ) { [.init("text", .string($0.result))] }
  }
}
