import ArgumentParser
import Maker
import MakerAgents
import MakerSolve

/// How far a solver goes, and who is asked.
struct SolverOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "How many times a problem may be taken apart, 0 to 10; a tree of depth 5 has at most 63 problems.")
  var depth: Int = 5
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Proposals for each problem, and at most as many solutions, k to 12 (default: 5, or k if that is more).",
      valueName: "count"))
  var candidates: Int?
  @Option(parsing: .unconditional, help: "Votes a choice must be ahead of every other, 1 to 12.")
  var k: Int = 3
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The agents: `multiply` (products, for embedded/multiply), `general` (any question), or a folder of agent files "
        + "(default: multiply for the embedded model, else general).", valueName: "folder"))
  var agents: String?

  func validate() throws {
    try require(SolverBounds.depths ~= depth, "--depth must be from 0 to 10, not \(depth).")
    try require(SolverBounds.candidateCounts ~= k, "--k must be from 1 to 12, not \(k).")
    if let candidates {
      try require(
        k...12 ~= candidates,
        "--candidates must be from k (\(k)) to 12, not \(candidates): with fewer than k solvers could never agree."
      )
    }
  }

  /// How many proposals and solutions there are.
  var candidateCount: Int { candidates ?? max(5, k) }

  /// The most choices that the discriminators of the agents for products were trained on.
  private static let mostChoices = 5

  /// Refuses more candidates than the discriminators of the agents that come with the tool can name.
  ///
  /// - Parameter agents: The agents.
  /// - Throws: `ValidationError`.
  func requireNameable(by agents: String) throws {
    try require(
      agents != StandardAgents.multiply.rawValue || candidateCount <= Self.mostChoices,
      "The agents `multiply` judge at most \(Self.mostChoices) candidates, and there would be \(candidateCount); lower --k or --candidates."
    )
  }

  /// The model that is asked where nobody names one.
  static let usualModel = "embedded/multiply"

  /// The agents that come with the tool, for a model.
  func standard(_ models: ModelOptions) -> StandardAgents {
    if let agents, let standard = StandardAgents(rawValue: agents) { return standard }
    return models.model.isEmpty || models.model.contains(Self.usualModel) ? .multiply : .general
  }

  /// The name of agents that come with the tool, or the path of a folder.
  ///
  /// - Throws: A failure when there is no such folder.
  func agentsPath(_ models: ModelOptions) throws(CommandFailure) -> String {
    guard let agents, StandardAgents(rawValue: agents) == nil else { return standard(models).rawValue }
    guard RunFolder.exists(agents) else {
      throw CommandFailure(
        .usage,
        "There is no folder \(agents); `maker solve --write-agents \(agents)` makes one with agents to start from."
      )
    }
    return MapFiles.absolute(agents)
  }
}

/// How the models of a solver are asked, and what they may cost.
struct SolverSamplingOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "Seed of every sample, 0 to 2^64 - 1.")
  var seed: UInt64 = 1
  @OptionGroup(title: "Models") var models: ModelOptions
  @OptionGroup(title: "Caps") var caps: CapOptions
  @OptionGroup(title: "Record") var recording: RecordingOptions
  @OptionGroup(title: "Limits of a vote") var limits: LimitOptions
  @OptionGroup(title: "Connection") var connection: ConnectionOptions
  @OptionGroup(title: "Settings and log") var config: ConfigOptions
  @OptionGroup var log: LogOptions

  /// The models that are asked, with a known price where a cap needs one. The log starts.
  ///
  /// - Parameters:
  ///   - settings: What is solved.
  ///   - solver: How far it goes, and the lead that decides.
  /// - Returns: What a run of it needs.
  /// - Throws: A failure when they cannot be asked.
  func session(_ settings: SolveSettings, _ solver: SolverOptions) async throws -> SolveSession {
    try settings.requireSamples(limits.limits().samplesPerStep, candidates: solver.candidateCount)
    let agents = try settings.readAgents()
    var file = FileModel(agents.decomposer)
    let names = Set(agents.byRole.compactMap(\.agent.model))
    guard !models.model.isEmpty || names.count <= 1 else {
      throw CommandFailure(
        .usage,
        "The agents name different models (\(names.sorted().joined(separator: ", "))), and a run asks one; name it with "
          + "--model.")
    }
    file.name = names.first ?? (settings.standard == .multiply ? SolverOptions.usualModel : nil)
    // Each agent's own temperature holds for its samples; one that they share is told as that of the run.
    let temperatures = Set(agents.byRole.map(\.agent.temperatures))
    file.temperatures = temperatures.count == 1 ? temperatures.first ?? nil : nil
    file.maximumReplyTokens = agents.byRole.compactMap(\.agent.maximumReplyTokens).max()
    var given = SettingsGiven()
    for group in [models.given, caps.given, connection.given, log.given] { given.add(group) }
    let chosen = try await ChosenModel(
      file, SamplingChoice(given: given, config: config.config, seed: seed))
    log.start(chosen.settings)
    guard let selection = chosen.selection else { throw chosen.problem ?? ValidationError("No model.") }
    try selection.requirePrices(for: chosen.settings.caps)
    return SolveSession(
      chosen: chosen, selection: selection, k: solver.k, caps: chosen.settings.caps, seed: seed,
      recording: recording, limits: limits.limits())
  }
}
