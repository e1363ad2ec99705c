public import MakerAgents

extension SolverAgents {
  /// The files that a folder of agents has to have.
  public static let required = [
    "decomposer", "decomposition-discriminator", "solver", "solution-discriminator",
  ]
  /// The files that it has, all of them, when it solves in a line too.
  public static let linear = ["planner", "plan-discriminator", "worker"]

  /// Reads agents, each by the name of its role.
  ///
  /// - Parameters:
  ///   - hasLinear: Whether there are agents that solve in a line.
  ///   - read: The agent of a role.
  /// - Throws: ``AgentMistakes`` of all agents together.
  public init(
    hasLinear: Bool, read: (_ role: String) throws(AgentMistakes) -> Agent
  ) throws(AgentMistakes) {
    var agents: [String: Agent] = [:]
    var mistakes: [AgentMistake] = []
    for role in Self.required + (hasLinear ? Self.linear : []) {
      do throws(AgentMistakes) {
        let agent = try read(role)
        guard agent.flags.check.isEmpty, !agent.vote.isProgram else {
          mistakes.append(
            AgentMistake(
              "the agent names a program, which a solver does not start",
              "leave flags.check and vote.program out", in: agent.file))
          continue
        }
        agents[role] = agent
      } catch {
        mistakes += error.mistakes
      }
    }
    guard mistakes.isEmpty, let decomposer = agents["decomposer"], let solver = agents["solver"],
      let splits = agents["decomposition-discriminator"], let solutions = agents["solution-discriminator"]
    else { throw AgentMistakes(mistakes) }
    self.init(
      decomposer: decomposer, decompositionDiscriminator: splits, solver: solver,
      solutionDiscriminator: solutions)
    planner = agents["planner"]
    planDiscriminator = agents["plan-discriminator"]
    worker = agents["worker"]
    guard promptMistakes.isEmpty else { throw AgentMistakes(promptMistakes) }
  }
}

extension AgentVote {
  /// Whether a program of the user's compares answers.
  var isProgram: Bool { if case .program = self { true } else { false } }
}
