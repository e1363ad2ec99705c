public import ArgumentParser
import Maker
public import MakerTasks
import MicroModel

struct RunHanoiCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hanoi",
    abstract: "Towers of Hanoi: 2^disks - 1 dependent steps.",
    discussion: """
      Examples:
        maker run hanoi                              # 20 disks, 1,048,575 steps, k = 4, the embedded model
        maker run hanoi --temperature 1.9 --k 5      # a stressed model: seven times the errors
        maker run hanoi --no-voting                  # what one agent does alone
        maker run hanoi --disks 10 --model openai/gpt-4.1-mini --max-cost 5
        maker run hanoi --k auto --target 0.99       # calibrate, plan, ask, run

      The same seed gives the same run, vote for vote, however many cores, and after any number of resumes, \
      with any model that honours seeds.
      """)

  @Option(parsing: .unconditional, help: "Disks, 1 to 62; the embedded model knows up to 20.")
  var disks: Int = 20
  @Option(parsing: .unconditional, help: "Seed of every sample, 0 to 2^64 - 1.")
  var seed: UInt64 = 1
  @Option(
    parsing: .unconditional,
    help: """
      Sampling temperature of every sample, from 0.001 to 1000 (default: 1.6 for the embedded model; for endpoints \
      0 for the first vote of a step and 0.1 for the others).
      """)
  var temperature: Double?
  @Option(
    parsing: .unconditional,
    help: """
      Most tokens of a reply, 1 to 1000000; longer ones are flagged (default: 2048 for endpoints, the model's own for \
      the embedded one).
      """)
  var maxReplyTokens: Int?
  @Option(
    parsing: .unconditional,
    help: """
      Samples of a step before it is asked with a higher temperature, then in other words, then of the next model; 0 \
      for never (default: 40; the embedded model is never asked otherwise).
      """)
  var rungSamples: Int = 40
  @Option(help: "How replies are read: flagging, or repairing to see what repairing costs.")
  var parser: TowersOfHanoi.Parser = .flagging
  @Option(name: .customLong("run"), help: "The run file to make (default: a new one in runs/).")
  var file: String?
  @Flag(help: "One sample a step, believed as it is, whatever --k: what an agent does without voting.")
  var noVoting = false
  @OptionGroup(title: "Lead") var lead: LeadOptions
  @OptionGroup(title: "Models") var models: ModelOptions
  @OptionGroup(title: "Caps") var caps: CapOptions
  @OptionGroup(title: "Batches") var batches: BatchingOptions
  @OptionGroup(title: "Record") var recording: RecordingOptions
  @OptionGroup(title: "Limits of a step") var limits: LimitOptions
  @OptionGroup(title: "Connection") var connection: ConnectionOptions
  @OptionGroup(title: "Settings and log") var config: ConfigOptions
  @OptionGroup var log: LogOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try require(
      TowersOfHanoi.diskCounts.contains(disks), "--disks must be from 1 to 62, not \(disks).")
    try OptionRanges.check(temperature: temperature)
    try OptionRanges.check(maxReplyTokens: maxReplyTokens)
    try OptionRanges.check(rungSamples: rungSamples)
    try require(!lead.adaptK || !noVoting, "--adapt-k watches votes; leave out --no-voting.")
    try require(!lead.isAutomatic || !noVoting, "--k auto plans votes; leave out --no-voting.")
    try require(!batches.batch || !noVoting, "--batch votes on many steps at once; leave out --no-voting.")
  }

  func run() async throws {
    try lead.requireConsent()
    var given = models.given
    for more in [caps.given, connection.given, log.given] { given.add(more) }
    let said = try await Settings(options: given, config: config.config)
    log.start(said)
    var settings = try settings(said)
    try settings.selection.requirePrices(for: said.caps)
    var plan = SessionPlan(
      caps: said.caps, keys: said.keys, recording: recording, limits: limits.limits(), batches: batches,
      watch: WatchPlan(target: lead.target, raisesK: lead.adaptK))
    if lead.isAutomatic {
      try RunFolder.requireFree(file ?? RunFolder.newPath(label: "hanoi-\(disks)"))
      (settings, plan) = try await AutomaticLead(
        task: TaskSettings.hanoi(disks, parser), settings: settings, session: plan, options: lead
      ).chosen()
    }
    let label = "hanoi-\(disks)" + (noVoting ? "-no-voting" : "")
    try await start(settings, plan, label: label).conclude(json: output.json)
  }

  /// What the run file keeps, from the options, the environment, `maker.yaml` and the defaults.
  private func settings(_ said: Settings) throws -> RunSettings {
    let selection = try ModelSelection(said)
    try ModelSelection.refuse(selection.models.map(\.name), unlessTrainedLike: ModelSelection.usual)
    let isLocal = selection.isLocal
    let k = noVoting || lead.isAutomatic ? 1 : lead.chosen ?? said.k ?? 4
    try require(
      limits.limits().samplesPerStep >= k,
      "--max-samples must be at least k (\(k)), or no step could be decided.")
    try require(
      disks <= 20 || !selection.models.contains { $0.name == ModelSelection.usual },
      "The embedded model knows up to 20 disks, not \(disks); choose --disks from 1 to 20.")
    let chosen = temperature ?? said.temperature
    try require(
      chosen.map { $0 >= 0.001 } ?? true, "The temperature must be 0.001 or more: every vote is a draw.")
    let usual = isLocal ? Temperatures.uniform(EmbeddedLanguageModel.defaultTemperature) : .paper
    return RunSettings(
      task: .hanoi(disks: disks, parser: parser), selection: selection, k: k,
      temperatures: chosen.map { .uniform($0) } ?? usual,
      maximumReplyTokens: maxReplyTokens ?? (isLocal ? nil : 2048), rungSamples: isLocal ? 0 : rungSamples,
      seed: seed, voting: !noVoting)
  }

  /// Makes the run file that was asked for, or else one of a new name.
  private func start(
    _ settings: RunSettings, _ plan: SessionPlan, label: String
  ) async throws(CommandFailure) -> RunExecution<TowersOfHanoi> {
    let task = try TaskSettings.hanoi(disks, parser)
    while true {
      let path = file ?? RunFolder.newPath(label: label)
      do throws(CommandFailure) {
        return try await RunExecution(task, settings: settings, path: path, plan: plan, isNew: true)
      } catch {
        // A run that was started in the same second has the name now; nobody asked for this one.
        guard file == nil, RunFolder.exists(path) else { throw error }
      }
    }
  }
}

extension TowersOfHanoi.Parser: ExpressibleByArgument {}
