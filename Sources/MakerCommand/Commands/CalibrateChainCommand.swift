import ArgumentParser
import Maker
import MakerPrograms
import MakerProviders

struct CalibrateChainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chain",
    abstract: "Measure models on random steps of a chain of your own.",
    discussion: """
      Examples:
        maker calibrate chain.yaml --model openai/gpt-4.1-mini --max-cost 1
        maker calibrate chain chain.yaml --steps 500 --out c.json

      The program draws the steps, and gives the right answers if it knows them; else p follows from agreement among \
      samples of the same step. One without random steps cannot be calibrated: docs/program-protocol.md. The same command \
      with the same --out goes on where it stopped.
      """)

  @Argument(help: ArgumentHelp("The chain file: docs/chain-file.md.", valueName: "chain.yaml"))
  var chain: String
  @Option(
    parsing: .unconditional,
    help: "Random steps, 1 to 100000; one that the program gives twice is taken once.")
  var steps: Int = MeasuringOptions.usualSteps
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
  @OptionGroup(title: "Measuring") var measuring: MeasuringOptions
  @OptionGroup(title: "Models, each measured by itself") var models: ModelOptions
  @OptionGroup(title: "Caps, over all models and sessions") var caps: CalibrationCapOptions
  @OptionGroup(title: "Batches") var batches: CalibrationBatchingOptions
  @OptionGroup(title: "Connection") var connection: ConnectionOptions
  @OptionGroup(title: "Settings and log") var config: ConfigOptions
  @OptionGroup var log: LogOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try measuring.check(steps: steps)
    try OptionRanges.check(temperature: temperature)
    try OptionRanges.check(maxReplyTokens: maxReplyTokens)
  }

  func run() async throws {
    let (described, task) = try TaskSettings.program(at: ChainArgument.path(chain, of: "calibrate"))
    var given = models.given
    for more in [caps.given, connection.given, log.given] { given.add(more) }
    let chosen = try await ChosenModel(
      FileModel(described),
      SamplingChoice(
        given: given, config: config.config, temperature: temperature, maximumReplyTokens: maxReplyTokens,
        seed: measuring.seed))
    let said = chosen.settings
    log.start(said)
    let settings = try measuring.settings(of: chosen)
    let subject = try task.subject(steps: steps, seed: measuring.seed)
    let session = CalibrationSession(caps: said.caps, keys: said.keys, batches: batches.options)
    try await CalibrationExecution(
      measuring.chosen(subject), settings: settings, path: measuring.out, session: session
    ).conclude(json: output.json)
  }
}
