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
  @OptionGroup var own: OwnRunOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try own.lead.requireConsent()
    let path = try ChainArgument.path(chain, of: "run")
    let (described, task) = try TaskSettings.program(at: path)
    let models = try await own.chosen(FileModel(described))
    let k = try own.k(orElse: described.k ?? models.0.settings.k, of: "step")
    let run = own.file ?? RunFolder.newPath(label: task.program.offer.name)
    try RunFolder.requireFree(run)
    try await own.conclude(
      task, as: .program(file: path), at: run, k: k, models, batches: try BatchingOptions.parse([]),
      json: output.json)
  }
}
