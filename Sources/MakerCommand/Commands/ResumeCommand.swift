import ArgumentParser
import Maker
import MakerJournal

struct ResumeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Go on with a run from its last recorded step.",
    discussion: """
      Examples:
        maker resume latest
        maker resume latest --max-cost 20     # a run that stopped at its cap
        maker resume a.run --input in.csv --output out.csv   # a map whose files were moved

      Task, models, k, temperatures, seed and parser are those the run was started with. What it may spend, when a step \
      is given up, how endpoints are talked to and how it is recorded may be chosen anew; what is not given stays as it \
      was. A run that is done is only verified. Files of a map that were moved have to be what they were: its records and \
      agents by their checksums, its rows byte for byte.
      """)

  @Argument(help: RunFolder.argumentHelp)
  var reference: String
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The address of the models' endpoint, when it has moved (default: as recorded).", valueName: "url"))
  var baseUrl: String?
  @Flag(
    help:
      "Raise k for the steps to come when p has fallen below what it was chosen for (default: as recorded).")
  var adaptK = false
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Of a map, most records of this session that may not decide (default: what it was; a tenth of those so far and at least 20 where nobody said).",
      valueName: "count"))
  var maxRejects: Int?
  @OptionGroup(title: "Files that were moved") var moved: MovedFileOptions
  @OptionGroup(title: "Caps, over all sessions") var caps: CapOptions
  @OptionGroup(title: "Batches") var batches: BatchingOptions
  @OptionGroup(title: "Record") var recording: RecordingOptions
  @OptionGroup(title: "Limits of a step") var limits: LimitOptions
  @OptionGroup(title: "Connection") var connection: ConnectionOptions
  @OptionGroup(title: "Settings and log") var config: ConfigOptions
  @OptionGroup var log: LogOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try Setting.baseURL.check(baseUrl)
    try OptionRanges.check(maxRejects: maxRejects)
  }

  func run() async throws {
    let path = try RunFolder.path(of: reference)
    let file = try opened(path)
    try requireMap(file, path)
    if let finished = try FinishedRun(file, path: path, moved: moved) {
      return try await finished.conclude(json: output.json)
    }
    try file.description.requireTask(path: path)
    var description = file.description
    let said = try await settings(description)
    log.start(said)
    if let address = said.baseURL, address.place == .option {
      description.configuration = ModelSelection.moved(description.configuration, to: address.address)
    }
    var settings = try RunSettings(description, path: path, settings: said)
    settings.task = try moved.applied(to: settings.task, of: path)
    try settings.selection.requirePrices(for: said.caps)
    let plan = SessionPlan(
      caps: said.caps, keys: said.keys, recording: recording,
      limits: limits.limits(orElse: RecordedLimits.limits(description)), batches: batches,
      watch: WatchPlan(description, raisesK: adaptK), hasOpenBatches: try hasOpenBatches(file),
      maximumRejects: maxRejects ?? RecordedLimits.maximumRejects(description))
    switch settings.task {
    case .hanoi(let disks, let parser):
      try await resume(TaskSettings.hanoi(disks, parser), settings, path, plan)
    case .program(let chain):
      try await resume(TaskSettings.program(at: chain).task, settings, path, plan)
    case .records(let files):
      let task = try MapTask(
        files, withholding: UserPrograms.withheld(said),
        width: settings.selection.connection.requestsAtOnce,
        maximumRejects: plan.maximumRejects)
      try await resume(task, settings, path, plan)
    case .solve(let solving):
      try solving.requireSamples(plan.limits.samplesPerStep)
      try await resume(SolveTask(solving, asking: settings.selection), settings, path, plan)
    case .durable: try description.requireTask(path: path)
    }
  }

  // Spelled out for each kind of task, so that the engine is compiled for it.
  private func resume(
    _ task: some ToolTask, _ settings: RunSettings, _ path: String, _ plan: SessionPlan
  ) async throws {
    try await RunExecution(task, settings: settings, path: path, plan: plan, isNew: false)
      .conclude(json: output.json)
  }

  /// Only records are rejected: any other step that does not decide stops its run.
  private func requireMap(_ file: RunFile, _ path: String) throws(CommandFailure) {
    guard maxRejects != nil else { return }
    if case .records = TaskSettings(file.description) { return }
    throw CommandFailure(.usage, "\(path) is no map, so it has no --max-rejects; leave it out.")
  }

  private func hasOpenBatches(_ file: RunFile) throws(CommandFailure) -> Bool {
    do throws(JournalError) {
      return try file.batches().contains { !$0.isSettled }
    } catch {
      throw CommandFailure(error)
    }
  }

  /// What the command line says, and below it what the run was started with.
  private func settings(_ description: RunDescription) async throws(CommandFailure) -> Settings {
    var given = caps.given
    given.add(.baseURL, baseUrl)
    for more in [connection.given, log.given] { given.add(more) }
    var recorded = ModelSelection.recorded(description.configuration)
    recorded.add(SettingsGiven(RecordedSpending.caps(description)))
    return try await Settings(options: given, recorded: recorded, config: config.config)
  }
}

extension SettingsGiven {
  /// Caps as they were given.
  init(_ caps: Caps) {
    self.init()
    add(.maxCost, caps.maximumCostUSD.map { "\($0)" })
    add(.maxTokens, caps.maximumTokens.map { "\($0)" })
    add(.maxTime, caps.maximumSeconds.map { Duration.seconds($0).settingText })
    add(.maxSteps, caps.maximumSteps.map { "\($0)" })
    add(.maxRunSamples, caps.maximumSamples.map { "\($0)" })
  }
}

/// Opens a run file for reading; what is wrong with it becomes a failure of the command.
func opened(_ path: String) throws(CommandFailure) -> RunFile {
  do throws(JournalError) {
    return try RunFile(at: path)
  } catch {
    throw CommandFailure(error)
  }
}
