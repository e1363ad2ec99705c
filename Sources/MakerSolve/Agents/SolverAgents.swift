import Maker
public import MakerAgents

/// The agents of a solver, each of which a file describes.
public struct SolverAgents: Sendable {
  /// Proposes ways to take a problem apart: `first`, `second` and `composition`, or `whole`.
  public var decomposer: Agent
  /// Says which of the `proposals` is right, by its number.
  public var decompositionDiscriminator: Agent
  /// Gives the result of a problem.
  public var solver: Agent
  /// Says which of the `candidates` is right, by its number.
  public var solutionDiscriminator: Agent
  /// Proposes a list of steps; nil where problems are not solved in a line.
  public var planner: Agent?
  /// Says which of the `plans` is right, by its number; nil likewise.
  public var planDiscriminator: Agent?
  /// Does a `step` of a plan with the `input` that the step before it gave; nil likewise.
  public var worker: Agent?

  /// Puts agents together.
  ///
  /// - Parameters:
  ///   - decomposer: Proposes ways to take a problem apart.
  ///   - decompositionDiscriminator: Says which proposal is right.
  ///   - solver: Gives the result of a problem.
  ///   - solutionDiscriminator: Says which solution is right.
  public init(
    decomposer: Agent, decompositionDiscriminator: Agent, solver: Agent, solutionDiscriminator: Agent
  ) {
    self.decomposer = decomposer
    self.decompositionDiscriminator = decompositionDiscriminator
    self.solver = solver
    self.solutionDiscriminator = solutionDiscriminator
  }

  /// Every agent there is, by the name of its file without the ending.
  public var byRole: [(role: String, agent: Agent)] {
    let all: [(String, Agent?)] = [
      ("decomposer", decomposer), ("decomposition-discriminator", decompositionDiscriminator),
      ("solver", solver), ("solution-discriminator", solutionDiscriminator), ("planner", planner),
      ("plan-discriminator", planDiscriminator), ("worker", worker),
    ]
    return all.compactMap { role, agent in agent.map { (role: role, agent: $0) } }
  }

  /// Everything that a prompt names and its agent is not told.
  public var promptMistakes: [AgentMistake] {
    byRole.flatMap { role, agent in agent.mistakes(for: Self.sample(of: role)) }
  }

  /// What an agent of a role is told, made up.
  private static func sample(of role: String) -> AgentRecord {
    let choice = { (members: [AgentValue.Member]) in
      AgentValue.list(["1", "2"].map { .object([.init("number", .string($0))] + members) })
    }
    let problem = AgentValue.Member("problem", .string("2*3"))
    switch role {
    case "decomposer": return AgentRecord([problem, .init("depth", .string("0"))])
    case "decomposition-discriminator":
      return AgentRecord([problem, .init("proposals", choice(Proposal.whole.promptFields))])
    case "solution-discriminator":
      return AgentRecord([problem, .init("candidates", choice([.init("text", .string("6"))]))])
    case "plan-discriminator":
      return AgentRecord([problem, .init("plans", choice(WorkPlan(steps: ["a", "b"]).promptFields))])
    case "worker": return AgentRecord(["step": "Add 1.", "input": "5"])
    default: return AgentRecord([problem])
    }
  }

  /// Every fact that, when changed, makes these other agents.
  public var identity: [String: String] {
    byRole.reduce(into: [:]) { facts, entry in
      for (name, value) in entry.agent.identity { facts["\(entry.role).\(name)"] = value }
      let (warmth, most) = (entry.agent.temperatures, entry.agent.maximumReplyTokens)
      facts["\(entry.role).agent.sampling"] =
        "\(warmth.map { "\($0.first)/\($0.rest)" } ?? "the run's"), \(most.map { "\($0)" } ?? "the run's")"
    }
  }
}
