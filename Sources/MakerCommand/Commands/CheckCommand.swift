import ArgumentParser
import Maker
import MakerRecords

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Explain every mistake in an agent or chain file, show its prompt, try it on a model.",
    discussion: """
      Examples:
        maker check agent.yaml                                      # mistakes with line and column, or the prompt
        maker check agent.yaml --input tickets.csv                  # all records, and the prompt of the first
        maker check agent.yaml --input tickets.csv --label-column team
        maker check agent.yaml --record '{"subject":"Refund"}' --try 5
        maker check chain.yaml --try 5 --model openai/gpt-4.1-mini

      With --input every record is looked at: which cannot be read, what is empty, which prompts are alike, which labels are no \
      answers. The programs that the file names are started and asked what they are. With --try a model is sampled, which may cost \
      money, and each reply is shown with how it was read. Exit code 65 when anything is wrong with the file.
      """)

  @Argument(
    help: ArgumentHelp(
      "An agent file, one with steps, or a chain file: docs/agent-file.md, docs/chain-file.md.",
      valueName: "file"))
  var file: String
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The record that the prompt is shown for, one JSON object (default: made up).", valueName: "json"))
  var record: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A CSV, TSV or JSONL file of records; all are looked at, and the prompt is shown for the first that has its fields (default: none).",
      valueName: "file"))
  var input: String?
  @Option(
    help: "The form of the input: csv, tsv or jsonl (default: that of its name, or what it looks like).")
  var inputFormat: RecordFormat?
  @Option(
    name: .customLong("try"), parsing: .unconditional,
    help: ArgumentHelp(
      "Samples that are taken of the prompt, 1 to 1000 (default: none).", valueName: "count"))
  var trials: Int?
  @Option(
    parsing: .unconditional,
    help: """
      Sampling temperature of every sample, from 0.001 to 1000 (default: the file's, or else 0 for the first sample and \
      0.1 for the others, and 1.6 for the embedded model).
      """)
  var temperature: Double?
  @Option(
    parsing: .unconditional,
    help: "Most tokens of a reply, 1 to 1000000; longer ones are flagged (default: the file's, or else 2048)."
  )
  var maxReplyTokens: Int?
  @Option(parsing: .unconditional, help: "Seed of every sample, 0 to 2^64 - 1.") var seed: UInt64 = 1
  @OptionGroup(title: "Right answers") var labels: LabelOptions
  @OptionGroup(title: "Model") var models: ModelOptions
  @OptionGroup(title: "Caps") var caps: TrialCapOptions
  @OptionGroup(title: "Connection") var connection: ConnectionOptions
  @OptionGroup(title: "Settings and log") var config: ConfigOptions
  @OptionGroup var log: LogOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try require(record == nil || input == nil, "--record and --input both name a record; give one of them.")
    try require(input != nil || inputFormat == nil, "--input-format goes with --input FILE.")
    try require(
      input != nil || (labels.labelColumn == nil && labels.label.isEmpty),
      "--label-column and --label name fields of records; give these with --input FILE.")
    if let trials { try require(1...1000 ~= trials, "--try must be from 1 to 1000, not \(trials).") }
    if let temperature {
      try require(
        temperature >= 0.001 && temperature <= 1000,
        "--temperature must be from 0.001 to 1000, not \(temperature).")
    }
    if let maxReplyTokens {
      try require(
        1...1_000_000 ~= maxReplyTokens,
        "--max-reply-tokens must be from 1 to 1000000, not \(maxReplyTokens).")
    }
  }

  func run() async throws {
    let text = try CheckedFile.text(at: file)
    let report = CheckReport(file: file, kind: CheckedFile.Kind(of: text))
    let checked = try await Interrupts.cancelling(announcing: "stopping; what there is will be shown") {
      try await check(text, report)
    }
    try StandardOutput.print(output.json ? JSONLine.of(checked) : checked.text)
    if let failure = checked.failure { throw failure }
  }

  private func check(_ text: String, _ report: CheckReport) async throws -> CheckReport {
    var report = report
    let checked: CheckedFile
    do throws(FileMistakes) {
      checked = try CheckedFile(at: file, as: report.kind, text: text)
    } catch {
      report.mistakes = error.all
      return report
    }
    var given = models.given
    for more in [caps.given, connection.given, log.given] { given.add(more) }
    log.start(try await Settings(options: given, config: config.config))
    let choice = SamplingChoice(
      given: given, config: config.config, temperature: temperature, maximumReplyTokens: maxReplyTokens,
      seed: seed)
    switch checked {
    case .agents(let steps):
      let sample = try SampleRecord(json: record, input: input, as: inputFormat, for: steps)
      return try await AgentCheck(
        steps, record: sample, trials: trials, labels: labels.labels(of: steps), choice: choice
      ).checked(report)
    case .chain(let chain):
      guard record == nil, input == nil else {
        throw CommandFailure(
          .usage, "\(file) is a chain, whose program makes the prompts; leave out --record and --input.")
      }
      return try await ChainCheck(chain, trials: trials, choice: choice).checked(report)
    }
  }
}
