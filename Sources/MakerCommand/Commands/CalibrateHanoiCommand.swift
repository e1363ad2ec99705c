import ArgumentParser
import Maker
import MakerProviders
import MakerTasks

struct CalibrateHanoiCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hanoi",
    abstract: "Measure models on random steps of Towers of Hanoi.",
    discussion: """
      Examples:
        maker calibrate hanoi                                     # 1,000 steps of 20 disks, the embedded model
        maker calibrate hanoi --sizes 3,5,10,20 --steps 5000      # do errors depend on the size?
        maker calibrate hanoi --model openai/gpt-4.1-mini --model openai/gpt-4.1-nano --max-cost 5 --out a.json
        maker calibrate hanoi --cases cases.jsonl --no-truth      # your own prompts, without right answers

      Every sample is kept beside the calibration file before it counts: the same command with the same --out goes on \
      where it stopped, after a crash as well, and pays for nothing twice. Intervals are Clopper-Pearson at 95 %; that of \
      p counts votes of a step whose errors go together as fewer effective votes.
      """)

  @Option(
    parsing: .unconditional,
    help: "Disks of the game that p is for, 1 to 62; the embedded model knows up to 20.")
  var disks: Int = 20
  @Option(
    parsing: .unconditional,
    help: "Numbers of disks to compare, such as 3,5,10,20; each gets --steps steps (default: --disks alone).")
  var sizes: String?
  @Option(
    parsing: .unconditional,
    help: "Random steps of each size, 1 to 100000; all of them when there are no more (default: 1000).")
  var steps: Int?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Cases in place of random steps, one JSON object a line: name, size, instructions, prompt, right_reply (default: \
      none).
      """, valueName: "file"))
  var cases: String?
  @Option(
    parsing: .unconditional,
    help: """
      Sampling temperature of every sample, from 0.001 to 1000 (default: as in a run: 1.6 for the embedded model; for \
      endpoints 0 for the first vote of a step and 0.1 for the others).
      """)
  var temperature: Double?
  @Option(
    parsing: .unconditional,
    help: """
      Most tokens of a reply, 1 to 1000000; longer ones are flagged (default: 2048 for endpoints, the model's own for \
      the embedded one).
      """)
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
    try require(TowersOfHanoi.diskCounts ~= disks, "--disks must be from 1 to 62, not \(disks).")
    if let sizes {
      try require(
        sizeList.map { !$0.isEmpty && $0.allSatisfy { TowersOfHanoi.diskCounts ~= $0 } } ?? false,
        "--sizes must be numbers from 1 to 62 with commas between them, such as 3,5,10, not \(sizes).")
    }
    try measuring.check(steps: steps ?? MeasuringOptions.usualSteps, sizes: (sizeList?.count ?? 0) + 1)
    try OptionRanges.check(temperature: temperature)
    try OptionRanges.check(maxReplyTokens: maxReplyTokens)
    try require(
      cases == nil || (sizes == nil && steps == nil),
      "--cases names what is sampled; leave out --sizes and --steps.")
  }

  func run() async throws {
    var given = models.given
    for more in [caps.given, connection.given, log.given] { given.add(more) }
    let said = try await Settings(options: given, config: config.config)
    log.start(said)
    let settings = try settings(said)
    try settings.selection.requirePrices(for: said.caps)
    let subject = try HanoiCases(
      disks: disks, sizes: sizeList ?? [], steps: steps ?? MeasuringOptions.usualSteps,
      cases: cases.map { path throws(CommandFailure) in try CaseFile(at: path, disks: disks) }
    ).subject(seed: measuring.seed)
    let session = CalibrationSession(caps: said.caps, keys: said.keys, batches: batches.options)
    try await CalibrationExecution(
      measuring.chosen(subject), settings: settings, path: measuring.out, session: session
    ).conclude(json: output.json)
  }

  private var sizeList: [Int]? {
    guard let sizes else { return nil }
    let numbers = sizes.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    return numbers.contains(nil) ? nil : numbers.compactMap(\.self)
  }

  /// How it is measured, from the options, the environment, `maker.yaml` and the defaults.
  private func settings(_ said: Settings) throws(CommandFailure) -> CalibrationSettings {
    let selection = try ModelSelection(said)
    try ModelSelection.refuse(selection.models.map(\.name), unlessTrainedLike: ModelSelection.usual)
    let chosen = temperature ?? said.temperature
    if let chosen, chosen < 0.001 {
      throw CommandFailure(.usage, "The temperature must be 0.001 or more: every vote is a draw.")
    }
    let hasEmbedded = selection.models.contains { $0.name == ModelSelection.usual }
    if hasEmbedded, let large = ([disks] + (sizeList ?? [])).max(), large > 20 {
      throw CommandFailure(
        .usage,
        "The embedded model knows up to 20 disks, not \(large); choose --disks and --sizes from 1 to 20.")
    }
    return measuring.settings(
      of: selection, temperatures: chosen.map { .uniform($0) }, maximumReplyTokens: maxReplyTokens,
      table: try PriceTable.all(said))
  }
}
