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
  @Option(parsing: .unconditional, help: "Votes of each step, 1 to 100; collisions take two.")
  var samples: Int = 2
  @Option(
    parsing: .unconditional,
    help:
      "Half the width of p's interval that is enough, above 0 and below 0.5 (default: every step is sampled)."
  )
  var precision: Double?
  @Option(parsing: .unconditional, help: "The worst steps that are sampled 20 times again, 0 to 1000.")
  var worst: Int = 10
  @Flag(help: "Do without right answers: p is estimated from agreement among samples of the same step.")
  var noTruth = false
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Cases in place of random steps, one JSON object a line: name, size, instructions, prompt, right_reply (default: \
      none).
      """, valueName: "file"))
  var cases: String?
  @Option(parsing: .unconditional, help: "Seed of the draw and of every sample, 0 to 2^64 - 1.")
  var seed: UInt64 = 1
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
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The calibration file to make, or to go on with (default: a new one in calibrations/).",
      valueName: "file"))
  var out: String?
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
    if let steps { try require(1...100_000 ~= steps, "--steps must be from 1 to 100000, not \(steps).") }
    try require(1...100 ~= samples, "--samples must be from 1 to 100, not \(samples).")
    let all = (steps ?? 1000) * samples * ((sizeList?.count ?? 0) + 1)
    try require(all <= 2_000_000, "\(all) samples are more than 2000000; choose fewer --steps or --samples.")
    if let precision {
      try require(
        precision > 0 && precision < 0.5, "--precision must be above 0 and below 0.5, not \(precision).")
    }
    try require(0...1000 ~= worst, "--worst must be from 0 to 1000, not \(worst).")
    try OptionRanges.check(temperature: temperature)
    try OptionRanges.check(maxReplyTokens: maxReplyTokens)
    try require(
      cases == nil || (sizes == nil && steps == nil),
      "--cases names what is sampled; leave out --sizes and --steps.")
    try require(
      !noTruth || samples >= 2, "--no-truth compares samples with each other; --samples must be 2 or more.")
    try require(out != "", "--out must name a file.")
  }

  func run() async throws {
    var given = models.given
    for more in [caps.given, connection.given, log.given] { given.add(more) }
    let said = try await Settings(options: given, config: config.config)
    log.start(said)
    let settings = try settings(said)
    try settings.selection.requirePrices(for: said.caps)
    let session = CalibrationSession(caps: said.caps, keys: said.keys, batches: batches.options)
    let execution = try CalibrationExecution(settings: settings, path: out, session: session)
    let result = try await execution.run()
    let failure = execution.failure(of: result)
    if let message = failure?.message { StandardError.line("maker: \(message)") }
    let report = CalibrationReport(result)
    do throws(CommandFailure) {
      try StandardOutput.print(output.json ? JSONLine.of(report) : report.text)
    } catch {
      throw CommandFailure(
        failure?.code ?? error.code, "\(error.message ?? "") The calibration is in \(result.path).")
    }
    if let failure { throw CommandFailure(failure.code, nil) }
  }

  private var sizeList: [Int]? {
    guard let sizes else { return nil }
    let numbers = sizes.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    return numbers.contains(nil) ? nil : numbers.compactMap(\.self)
  }

  /// What is measured, from the options, the environment, `maker.yaml` and the defaults.
  private func settings(_ said: Settings) throws(CommandFailure) -> CalibrationSettings {
    let selection = try ModelSelection(said)
    let chosen = temperature ?? said.temperature
    if let chosen, chosen < 0.001 {
      throw CommandFailure(.usage, "The temperature must be 0.001 or more: every vote is a draw.")
    }
    let settings = CalibrationSettings(
      disks: disks, sizes: sizeList ?? [], steps: steps ?? 1000, votes: samples, worstSteps: worst,
      precision: precision, usesTruth: !noTruth,
      cases: try cases.map { path throws(CommandFailure) in try CaseFile(at: path, disks: disks) },
      seed: seed,
      temperatures: chosen.map { .uniform($0) }, maximumReplyTokens: maxReplyTokens, selection: selection,
      table: try PriceTable.all(said))
    let hasEmbedded = selection.models.contains { $0.name == ModelSelection.usual }
    if hasEmbedded, let large = settings.allSizes.last, large > 20 {
      throw CommandFailure(
        .usage,
        "The embedded model knows up to 20 disks, not \(large); choose --disks and --sizes from 1 to 20.")
    }
    return settings
  }
}
