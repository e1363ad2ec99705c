public import ArgumentParser
import MakerAgents
public import MakerRecords

struct MapCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "map",
    abstract: "Decide every record of a table by voting: an agent file, a CSV or JSONL file in, one out.",
    discussion: """
      Examples:
        maker map agent.yaml --input tickets.csv --output routed.csv --model openai/gpt-4.1-mini --max-cost 5
        maker map agent.yaml --input tickets.csv --output routed.jsonl --k 3 --ballot --label-column team
        maker map agent.yaml --input tickets.csv --output routed.csv --k auto --target 0.99   # calibrate, plan, ask, run
        maker map agent.yaml --input tickets.csv --output pilot.csv --limit 100   # the first 100 records
        zcat lines.jsonl.gz | maker map agent.yaml --input - --output out.jsonl

      Each record is a step, or one for each agent where the file has `steps:`. Rows come in the order of the input. A record \
      that cannot be read or that does not decide goes to the rejects with the reason: the rows of both files together are \
      those of the input, after any crash. `maker check agent.yaml --input FILE` shows the prompt first; `maker resume` \
      goes on with a map that stopped.
      """)

  @Argument(
    help: ArgumentHelp("The agent file, or one with steps: docs/agent-file.md.", valueName: "agent.yaml"))
  var agents: String
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The records: a CSV or TSV file with a header row, a JSON Lines file, or - for standard input.",
      valueName: "file"))
  var input: String
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Where the rows go; a new file, CSV or TSV when its name ends in .csv or .tsv, else JSON Lines.",
      valueName: "file"))
  var output: String
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Where the records go that were not decided, with the reason (default: as the output, with .rejects before the ending).",
      valueName: "file"))
  var rejects: String?
  @Option(
    help:
      "The form of the input: csv, tsv or jsonl (default: that of its name; of standard input, what it looks like)."
  )
  var inputFormat: RecordFormat?
  @Flag(
    help: "Add the votes for and against, the samples and the flags to each row (default: the answer alone).")
  var ballot = false
  @Flag(help: "Add its cost in US dollars to each row; every sample is kept for it, as with --record all.")
  var cost = false
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Only the first so many records, as a pilot; no other is decided by this run (default: all).",
      valueName: "count"))
  var limit: Int?
  @OptionGroup(title: "Right answers") var labels: LabelOptions
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Most records of a session that are paid for and do not decide, before the map stops, resumable (default: a tenth \
      of those so far, and at least 20).
      """, valueName: "count"))
  var maxRejects: Int?
  @OptionGroup var own: OwnRunOptions
  @OptionGroup(title: "Batches") var batches: BatchingOptions
  @OptionGroup var result: OutputOptions

  func validate() throws {
    try require(limit.map { $0 >= 1 } ?? true, "--limit must be 1 or more.")
    try OptionRanges.check(maxRejects: maxRejects)
    try require(
      output != "-" && rejects != "-",
      "A run that goes on has to find what it wrote, so --output and --rejects name files; write to a file, then print it."
    )
  }

  func run() async throws {
    try own.lead.requireConsent()
    let steps = try MapTask.agents(at: agents)
    let models = try await own.chosen(FileModel(steps, isNamed: !own.models.model.isEmpty))
    let selection = models.1
    let k = try own.k(orElse: models.0.settings.k, of: "record")
    let path = own.file ?? RunFolder.newPath(label: steps.name)
    let labels = try labels.labels(of: steps)
    try MapPlaces(output: output, rejects: rejects, run: path).requireFree(
      isPiped: input == MapInput.standardInput)
    let task = try MapTask(
      files(path, labels: labels), withholding: UserPrograms.withheld(models.0.settings),
      width: selection.connection.requestsAtOnce, maximumRejects: maxRejects)
    try MapChecks(task.records, input: input).check(task.files.labels)
    try RunFolder.requireFree(path)
    try await own.conclude(
      task, as: .records(task.files), at: path, k: k, models, batches: batches, maximumRejects: maxRejects,
      json: result.json)
  }

  /// What is read and written. Standard input is kept beside the run file first.
  private func files(_ run: String, labels: [RecordLabel]) throws(CommandFailure) -> MapFiles {
    if input == MapInput.standardInput { try RunFolder.requireFree(run) }
    let (path, format) =
      input == MapInput.standardInput
      ? try MapInput.keepStandardInput(
        as: run.hasSuffix(RunFolder.suffix) ? String(run.dropLast(RunFolder.suffix.count)) : run,
        said: inputFormat)
      : (input, try MapInput.format(of: input, said: inputFormat))
    return MapFiles(
      agents: MapFiles.absolute(agents), input: MapFiles.absolute(path), format: format,
      output: MapFiles.absolute(output), rejects: MapFiles.absolute(rejects ?? MapFiles.rejects(of: output)),
      showsBallot: ballot, showsCost: cost, limit: limit, labels: labels)
  }
}

extension RecordFormat: ExpressibleByArgument {}
