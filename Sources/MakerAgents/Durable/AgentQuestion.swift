public import Maker

/// What an agent is asked about a record, as durable code asks for it.
public struct AgentQuestion: Question {
  /// The agent.
  public let agent: Agent
  /// What it is asked.
  public let prompt: Prompt
  private let check: (any RedFlag)?

  /// Makes a question.
  ///
  /// - Parameters:
  ///   - agent: The agent.
  ///   - record: What it is asked about.
  ///   - check: The user's check program, running; needed where the agent's file names one.
  /// - Throws: ``AgentRecordFailure`` when the prompt names a field that the record does not have, and when a program that
  ///   the agent's file names is not running.
  public init(
    _ agent: Agent, about record: AgentRecord, check: (any RedFlag)? = nil
  ) throws(AgentRecordFailure) {
    if !agent.flags.check.isEmpty, check == nil {
      throw AgentRecordFailure(
        description: "the check program of the agent \(agent.name) is not running; give it with the question")
    }
    if case .program = agent.vote, agent.comparison == nil {
      throw AgentRecordFailure(
        description:
          "the program that compares answers of the agent \(agent.name) is not running; set its comparison")
    }
    (self.agent, self.check) = (agent, check)
    prompt = try agent.prompt(for: record)
  }

  /// The facts of the agent.
  public var identity: [String: String] { agent.identity }

  /// Reads a reply as the agent does.
  public func answer(in reply: String) throws(Flagged) -> AgentAnswer { try agent.answer(in: reply) }

  /// The rules with what the agent's file says of temperatures, limits and red flags, and with its check program.
  public func rules(_ rules: VotingRules) -> VotingRules {
    var rules = agent.rules(rules)
    if let check { rules.redFlags.append(check) }
    return rules
  }
}
