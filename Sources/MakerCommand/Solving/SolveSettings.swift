import MakerAgents
import MakerSolve

/// What a run of a solver solves, and how far it goes: what its file keeps of it.
struct SolveSettings: Sendable, Hashable {
  /// How a problem is solved.
  enum Way: String, Sendable, CaseIterable {
    /// Taken apart, and its parts in the same way.
    case recursive
    /// By a list of steps, one after another.
    case linear
  }

  /// What is solved.
  var problems: ProblemSource
  /// How.
  var way = Way.recursive
  /// The agents: the name of some that come with the tool, or a folder.
  var agents: String
  /// How many times a problem may be taken apart.
  var depth = 5
  /// How many proposals, and at most how many solutions.
  var candidates = 5
  /// The name of the run.
  var name: String
  /// Whether agents are told problems as compact arithmetic, `46048*42098`, and not in the words of a person.
  var isArithmetic: Bool

  /// What the run file keeps of it.
  var parameters: [String: String] {
    problems.parameters.merging([
      "name": name, "solver": way.rawValue, "agents": agents, "depth": "\(depth)",
      "candidates": "\(candidates)", "form": isArithmetic ? "arithmetic" : "words",
    ]) { $1 }
  }

  /// Whether a run file's parameters are a solver's.
  static func isSolver(_ parameters: [String: String]) -> Bool { parameters["solver"] != nil }

  init(
    _ problems: ProblemSource, way: Way = .recursive, agents: String, depth: Int, candidates: Int,
    name: String
  ) {
    (self.problems, self.way, self.agents, self.name) = (problems, way, agents, name)
    (self.depth, self.candidates) = (depth, candidates)
    isArithmetic = StandardAgents(rawValue: agents) == .multiply
  }

  /// What a run file keeps; nil when it is not as it was written.
  init?(parameters: [String: String]) {
    guard let way = parameters["solver"].flatMap(Way.init), let agents = parameters["agents"],
      let name = parameters["name"], let problems = ProblemSource(parameters: parameters),
      let depth = parameters["depth"].flatMap({ Int($0) }), SolverBounds.depths ~= depth,
      let candidates = parameters["candidates"].flatMap({ Int($0) }),
      SolverBounds.candidateCounts ~= candidates
    else { return nil }
    self.init(problems, way: way, agents: agents, depth: depth, candidates: candidates, name: name)
    isArithmetic = parameters["form"].map { $0 == "arithmetic" } ?? isArithmetic
  }

  /// The agents that come with the tool, if it is some of them.
  var standard: StandardAgents? { StandardAgents(rawValue: agents) }

  /// The agents themselves.
  ///
  /// - Throws: A failure with every mistake in their files.
  func readAgents() throws(CommandFailure) -> SolverAgents {
    guard way != .linear || standard?.roles.contains("planner") ?? true else {
      throw CommandFailure(
        .usage,
        "--linear needs a planner, a plan discriminator and a worker, which the agents `\(agents)` do not have. Give others "
          + "with --agents general or a folder, and a model for them with --model.")
    }
    do throws(AgentMistakes) {
      if let standard { return try standard.agents() }
      let hasLinear = way == .linear
      return try SolverAgents(hasLinear: hasLinear) { role throws(AgentMistakes) in
        try AgentFile.agent(at: "\(agents)/\(role).yaml")
      }
    } catch {
      throw CommandFailure(
        .usage,
        "\(error)\nThe agents of a solver are a folder of \(SolverAgents.required.map { "\($0).yaml" }.joined(separator: ", ")); "
          + "`maker solve --write-agents \(agents)` makes one to start from.")
    }
  }

  /// The same in the form that its agents understand: copies of those for products name the model that was trained for them.
  ///
  /// - Throws: A failure with every mistake in their files.
  func inFormOfAgents() throws(CommandFailure) -> SolveSettings {
    var settings = self
    if try readAgents().decomposer.model == SolverOptions.usualModel { settings.isArithmetic = true }
    return settings
  }

  /// A question as its agents are told it.
  ///
  /// - Throws: A failure for one that they do not understand.
  func told(_ question: String) throws(CommandFailure) -> String {
    guard isArithmetic else { return question }
    guard let problem = Arithmetic(question) else {
      throw CommandFailure(
        .usage,
        "The agents `\(agents)` solve products of whole numbers of up to 9 digits and sums of up to 18, such as \"What is 46048 x 42098?\", and not "
          + "\"\(PlainText.short(question))\". Give other agents with --agents, and a model for them with --model."
      )
    }
    return problem.compact
  }

  /// Refuses a limit of samples under which as many proposals as are wanted could never be had.
  ///
  /// - Parameters:
  ///   - most: The most samples of a vote.
  ///   - candidates: How many proposals are wanted; nil for those of the settings.
  /// - Throws: A failure.
  func requireSamples(_ most: Int, candidates: Int? = nil) throws(CommandFailure) {
    let candidates = candidates ?? self.candidates
    guard most >= candidates else {
      throw CommandFailure(
        .usage,
        "--max-samples must be at least the number of candidates (\(candidates)), not \(most): as many proposals are asked for."
      )
    }
  }
}
