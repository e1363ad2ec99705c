import ArgumentParser
import Maker
import MakerAgents
import MakerProviders
import MakerRecords

struct CalibrateMapCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "map",
    abstract: "Measure models on random records of a table, with an agent file.",
    discussion: """
      Examples:
        maker calibrate map agent.yaml --input tickets.csv --label-column team
        maker calibrate map agent.yaml --input in.csv --steps 500 --max-cost 1 --out c.json

      The records are drawn evenly; those that cannot be asked about, or have no right answer where --label-column or --label \
      names some, are passed over and counted. Without these p follows from agreement among samples of the same record. \
      The same command with the same --out goes on where it stopped. A file with several agents is calibrated agent by agent.
      """)

  @Argument(help: ArgumentHelp("The agent file, of one agent: docs/agent-file.md.", valueName: "agent.yaml"))
  var agents: String
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The records: a CSV or TSV file with a header row, or a JSON Lines file.", valueName: "file"))
  var input: String
  @Option(help: "The form of the input: csv, tsv or jsonl (default: that of its name).")
  var inputFormat: RecordFormat?
  @OptionGroup(title: "Right answers") var labels: LabelOptions
  @Option(parsing: .unconditional, help: "Random records, 1 to 100000; all of them when there are no more.")
  var steps: Int = MeasuringOptions.usualSteps
  @OptionGroup var own: OwnMeasuringOptions

  func validate() throws {
    try own.measuring.check(steps: steps)
    try require(
      input != MapInput.standardInput,
      "--input - is gone when a calibration goes on; keep the records in a file and name that.")
  }

  func run() async throws {
    let described = try MapTask.agents(at: agents)
    let chosen = try await own.chosen(FileModel(described.agents[0]))
    let settings = try own.measuring.settings(of: chosen)
    let task = try MapTask(
      MapFiles(
        reading: input, as: try MapInput.format(of: input, said: inputFormat), agents: agents,
        labels: labels.labels(of: described)), withholding: UserPrograms.withheld(chosen.settings))
    try await own.conclude(
      task.subject(steps: steps, seed: own.measuring.seed), settings, chosen.settings)
  }
}
