import Maker
import MakerAgents

/// The vote of discriminators on some choices, first-to-ahead-by-k.
struct DiscriminatorVote {
  private let agent: Agent
  private let bounds: SolverBounds

  /// A vote of an agent.
  init(_ agent: Agent, _ bounds: SolverBounds) { (self.agent, self.bounds) = (agent, bounds) }

  /// Votes.
  ///
  /// - Parameters:
  ///   - key: The key of the decision.
  ///   - problem: What they are choices of.
  ///   - choices: The choices, 2 or more.
  ///   - field: The field of the prompt that lists them.
  ///   - scope: Where the decision is recorded.
  ///   - members: What the prompt is told of a choice beside its number.
  /// - Returns: The poll.
  /// - Throws: `DurableError`.
  func vote<Choice: Hashable & Recordable & Sendable>(
    _ key: String, on problem: String, among choices: [Choice], listedAs field: String,
    in scope: DurableScope, members: @escaping @Sendable (Choice) -> [AgentValue.Member]
  ) async throws(DurableError) -> Poll<Choice> {
    let question = try scope.question(key) { () throws(AgentRecordFailure) in
      try ChoiceQuestion(
        agent, about: problem, choices, listedAs: field, k: bounds.k, members: members)
    }
    return try await scope.poll(key, question, stopsUndecided: bounds.stopsUndecided)
  }
}
