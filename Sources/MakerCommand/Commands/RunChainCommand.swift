import ArgumentParser
import Maker
import MakerPrograms

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct RunChainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chain",
    abstract: "A chain of your own: the task is a program that a chain.yaml names.",
    discussion: """
      Examples:
        maker run Examples/Programs/hanoi.yaml --model openai/gpt-4.1-mini --max-cost 1
        maker run chain.yaml --k 4 --adapt-k
        maker run chain.yaml --model ollama/qwen3 --run runs/mine.run

      The program is asked for its states, prompts and readings over a pipe, in lines of JSON: docs/program-protocol.md. \
      The file says which model is asked and how, unless an option does: docs/chain-file.md.
      """)

  @Argument(help: ArgumentHelp("The chain file.", valueName: "chain.yaml"))
  var chain: String
  @Option(
    parsing: .unconditional,
    help: "Votes an answer must be ahead of every other, 1 to 100 (default: as in the chain file, else 4).")
  var k: Int?
  @Option(
    parsing: .unconditional, help: "Wanted chance of zero errors, above 0 and below 1, for --adapt-k.")
  var target: Double = 0.95
  @Flag(
    help: """
      Raise k for the steps to come when votes turn out wrong more often than k was chosen for (default: the run says so, \
      and k stays).
      """)
  var adaptK = false
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
  @OptionGroup(title: "Models") var models: ModelOptions
  @OptionGroup(title: "Caps") var caps: CapOptions
  @OptionGroup(title: "Record") var recording: RecordingOptions
  @OptionGroup(title: "Limits of a step") var limits: LimitOptions
  @OptionGroup(title: "Connection") var connection: ConnectionOptions
  @OptionGroup(title: "Settings and log") var config: ConfigOptions
  @OptionGroup var log: LogOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try require(k.map { (1...100).contains($0) } ?? true, "--k must be from 1 to 100, not \(k ?? 0).")
    try OptionRanges.check(target: target)
    try OptionRanges.check(temperature: temperature)
    try OptionRanges.check(maxReplyTokens: maxReplyTokens)
    try OptionRanges.check(rungSamples: rungSamples)
    try OptionRanges.check(adaptK: adaptK, k: k)
  }

  func run() async throws {
    try requireChain()
    let path = URL(fileURLWithPath: chain).path
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
    let k = k ?? described.k ?? said.k ?? 4
    try require(
      limits.maxSamples >= k, "--max-samples must be at least k (\(k)), or no step could be decided.")
    let settings = RunSettings(
      task: .program(file: path), selection: selection, k: k, temperatures: chosen.rules.temperatures,
      maximumReplyTokens: chosen.rules.maximumResponseTokens, rungSamples: rungSamples, seed: seed,
      voting: true)
    let plan = SessionPlan(
      caps: said.caps, keys: said.keys, recording: recording, limits: limits.limits,
      batches: try BatchingOptions.parse([]), watch: WatchPlan(target: target, raisesK: adaptK))
    try await RunExecution(
      task, settings: settings, path: file ?? RunFolder.newPath(label: task.program.offer.name), plan: plan,
      isNew: true
    ).conclude(json: output.json)
  }

  /// A word that is no file was meant as a task.
  private func requireChain() throws(CommandFailure) {
    guard !chain.contains("."), !chain.contains("/"), !RunFolder.exists(chain) else { return }
    let near = NearestWord.of(chain, among: ["hanoi"]).map { " Did you mean \($0)?" } ?? ""
    throw CommandFailure(
      .usage,
      "There is no task \(PlainText.of(chain)), and no chain file of that name.\(near) See `maker run --help`."
    )
  }
}
