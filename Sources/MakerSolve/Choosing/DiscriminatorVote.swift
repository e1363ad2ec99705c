import Maker
import MakerAgents

/// The vote of discriminators on some choices, first-to-ahead-by-k.
struct DiscriminatorVote {
  private let agent: Agent
  private let bounds: SolverBounds

  /// A vote of an agent.
  init(_ agent: Agent, _ bounds: SolverBounds) { (self.agent, self.bounds) = (agent, bounds) }

  /// Votes on what was said, where those who said it differ.
  ///
  /// - Parameters:
  ///   - key: The key of the decision.
  ///   - problem: What they are choices of.
  ///   - said: What was said.
  ///   - field: The field of the prompt that lists them.
  ///   - scope: Where the decision is recorded.
  ///   - members: What the prompt is told of a choice beside its number.
  /// - Returns: The poll; nil where there is nothing to choose.
  /// - Throws: `DurableError`.
  func vote<Choice: Hashable & Recordable & Sendable>(
    _ key: String, on problem: String, among said: Poll<Choice>, listedAs field: String,
    in scope: DurableScope, members: @escaping @Sendable (Choice) -> [AgentValue.Member]
  ) async throws(DurableError) -> Poll<Choice>? {
    guard said.isContested else { return nil }
    let question = try scope.question(key) { () throws(AgentRecordFailure) in
      try ChoiceQuestion(
        agent, about: problem, said.candidates.map(\.answer), listedAs: field, k: bounds.k, members: members)
    }
    return try await scope.poll(key, question, stopsUndecided: bounds.stopsUndecided)
  }
}
