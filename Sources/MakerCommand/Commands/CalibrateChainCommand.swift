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
  @OptionGroup var own: OwnMeasuringOptions

  func validate() throws { try own.measuring.check(steps: steps) }

  func run() async throws {
    let (described, task) = try TaskSettings.program(at: ChainArgument.path(chain, of: "calibrate"))
    let chosen = try await own.chosen(FileModel(described))
    let settings = try own.measuring.settings(of: chosen)
    try await own.conclude(
      task.subject(steps: steps, seed: own.measuring.seed), settings, chosen.settings)
  }
}
