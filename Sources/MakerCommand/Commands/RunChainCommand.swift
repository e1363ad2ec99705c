import ArgumentParser
import Maker
import MakerPrograms

struct RunChainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chain",
    abstract: "A chain of your own: the task is a program that a chain.yaml names.",
    discussion: """
      Examples:
        maker run Examples/Programs/hanoi.yaml --model openai/gpt-4.1-mini --max-cost 1
        maker run chain.yaml --k 4 --adapt-k
        maker run chain.yaml --k auto --target 0.99   # calibrate, plan, ask, run
        maker run chain.yaml --model ollama/qwen3 --run runs/mine.run

      The program is asked for its states, prompts and readings over a pipe, in lines of JSON: docs/program-protocol.md. \
      The file says which model is asked and how, unless an option does: docs/chain-file.md.
      """)

  @Argument(help: ArgumentHelp("The chain file.", valueName: "chain.yaml"))
  var chain: String
  @Option(parsing: .unconditional, help: "Seed of every sample, 0 to 2^64 - 1.")
  var seed: UInt64 = 1
  @Option(
    parsing: .unconditional,
    help: """
      Sampling temperature of every sample, from 0.001 to 1000 (default: as in the chain file, else 0 for the first vote \
      of a step and 0.1 for the others).
      """)
  var temperature: Double?
  @Option(
    parsing: .unconditional,
    help:
      "Most tokens of a reply, 1 to 1000000; longer ones are flagged (default: as in the chain file, else 2048)."
  )
  var maxReplyTokens: Int?
  @Option(
    parsing: .unconditional,
    help: """
      Samples of a step before it is asked with a higher temperature, then in other words, then of the next model; 0 \
      for never.
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
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try OptionRanges.check(temperature: temperature)
    try OptionRanges.check(maxReplyTokens: maxReplyTokens)
    try OptionRanges.check(rungSamples: rungSamples)
  }

  func run() async throws {
    try lead.requireConsent()
    let path = try ChainArgument.path(chain, of: "run")
    let (described, task) = try TaskSettings.program(at: path)
    var given = models.given
    for more in [caps.given, connection.given, log.given] { given.add(more) }
    let chosen = try await ChosenModel(
      FileModel(described),
      SamplingChoice(
        given: given, config: config.config, temperature: temperature, maximumReplyTokens: maxReplyTokens,
        seed: seed))
    let said = chosen.settings
    log.start(said)
    guard let selection = chosen.selection else { throw chosen.problem ?? ValidationError("No model.") }
    try selection.requirePrices(for: said.caps)
    let k = lead.isAutomatic ? 1 : lead.chosen ?? described.k ?? said.k ?? 4
    try require(
      limits.maxSamples >= k, "--max-samples must be at least k (\(k)), or no step could be decided.")
    let run = file ?? RunFolder.newPath(label: task.program.offer.name)
    try RunFolder.requireFree(run)
    var settings = RunSettings(
      task: .program(file: path), selection: selection, k: k, temperatures: chosen.rules.temperatures,
      maximumReplyTokens: chosen.rules.maximumResponseTokens, rungSamples: rungSamples, seed: seed,
      voting: true)
    var plan = SessionPlan(
      caps: said.caps, keys: said.keys, recording: recording, limits: limits.limits,
      batches: try BatchingOptions.parse([]), watch: WatchPlan(target: lead.target, raisesK: lead.adaptK))
    if lead.isAutomatic {
      (settings, plan) = try await AutomaticLead(
        task: task, settings: settings, session: plan, options: lead
      ).chosen()
    }
    try await RunExecution(task, settings: settings, path: run, plan: plan, isNew: true)
      .conclude(json: output.json)
  }
}
