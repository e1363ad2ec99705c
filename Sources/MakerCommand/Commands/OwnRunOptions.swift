import ArgumentParser
import Maker

/// How a run of a task of one's own goes about it, records or a chain.
struct OwnRunOptions: ParsableArguments {
  @OptionGroup var sampling: FileSamplingOptions
  @Option(parsing: .unconditional, help: "Seed of every sample, 0 to 2^64 - 1.")
  var seed: UInt64 = 1
  @Option(
    parsing: .unconditional,
    help: """
      Samples of a step before it is asked with a higher temperature, then in other words where the task has some, then \
      of the next model; 0 for never.
      """)
  var rungSamples: Int = 40
  @Option(name: .customLong("run"), help: "The run file to make (default: a new one in runs/).")
  var file: String?
  @OptionGroup(title: "Lead") var lead: LeadOptions
  @OptionGroup(title: "Models") var models: ModelOptions
  @OptionGroup(title: "Caps") var caps: CapOptions
  @OptionGroup(title: "Record") var recording: RecordingOptions
  @OptionGroup(title: "Limits of a step") var limits: LimitOptions
  @OptionGroup(title: "Connection") var connection: ConnectionOptions
  @OptionGroup(title: "Settings and log") var config: ConfigOptions
  @OptionGroup var log: LogOptions

  func validate() throws { try OptionRanges.check(rungSamples: rungSamples) }

  /// The models that are asked, with a known price where a cap needs one. The log starts.
  ///
  /// - Parameter file: What the task's file says of them.
  /// - Returns: How they are sampled, and which they are.
  /// - Throws: A failure when they cannot be asked.
  func chosen(_ file: FileModel) async throws -> (ChosenModel, ModelSelection) {
    let groups = [models.given, caps.given, connection.given, log.given]
    let chosen = try await ChosenModel(file, sampling.choice(groups, config: config, seed: seed))
    log.start(chosen.settings)
    guard let selection = chosen.selection else { throw chosen.problem ?? ValidationError("No model.") }
    try selection.requirePrices(for: chosen.settings.caps)
    return (chosen, selection)
  }

  /// The lead that a person chose; 1 while it is still to be planned.
  ///
  /// - Parameters:
  ///   - said: What the task's file, or else a setting, says.
  ///   - unit: What is decided, in the singular.
  /// - Returns: The lead.
  /// - Throws: `ValidationError` when no step could have so many votes.
  func k(orElse said: Int?, of unit: String) throws -> Int {
    let k = lead.isAutomatic ? 1 : lead.chosen ?? said ?? 4
    try require(
      limits.limits().samplesPerStep >= k,
      "--max-samples must be at least k (\(k)), or no \(unit) could be decided.")
    return k
  }

  /// Plans the lead where it is to be planned, runs, and reports.
  ///
  /// - Parameters:
  ///   - task: What is run.
  ///   - kind: What the run file keeps of it.
  ///   - path: The run file.
  ///   - k: The lead, see ``k(orElse:of:)``.
  ///   - models: What is asked, and how it is sampled.
  ///   - batches: Whether samples go out in batches.
  ///   - maximumRejects: Of a map, the most records that may not decide; nil where nobody said.
  ///   - json: Whether the report is for a program.
  /// - Throws: A failure of the run.
  func conclude(
    _ task: some CalibratedTask, as kind: TaskSettings, at path: String, k: Int,
    _ models: (chosen: ChosenModel, selection: ModelSelection), batches: BatchingOptions,
    maximumRejects: Int? = nil, json: Bool
  ) async throws {
    let (rules, said) = (models.chosen.rules, models.chosen.settings)
    var settings = RunSettings(
      task: kind, selection: models.selection, k: k, temperatures: rules.temperatures,
      maximumReplyTokens: rules.maximumResponseTokens, rungSamples: rungSamples, seed: seed, voting: true)
    var plan = SessionPlan(
      caps: said.caps, keys: said.keys, recording: recording, limits: limits.limits(), batches: batches,
      watch: WatchPlan(target: lead.target, raisesK: lead.adaptK), maximumRejects: maximumRejects)
    if lead.isAutomatic {
      (settings, plan) = try await AutomaticLead(
        task: task, settings: settings, session: plan, options: lead
      ).chosen()
    }
    try await RunExecution(task, settings: settings, path: path, plan: plan, isNew: true)
      .conclude(json: json)
  }
}
