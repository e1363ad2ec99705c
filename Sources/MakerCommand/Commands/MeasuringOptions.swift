import ArgumentParser
import Maker
import MakerProviders

/// How much is sampled at the random steps of a task, whatever the task is.
struct MeasuringOptions: ParsableArguments {
  /// The random steps that are sampled where nobody says how many.
  static let usualSteps = 1000
  private static let mostSamples = 2_000_000

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
  @Option(parsing: .unconditional, help: "Seed of the draw and of every sample, 0 to 2^64 - 1.")
  var seed: UInt64 = 1
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The calibration file to make, or to go on with (default: a new one in calibrations/).",
      valueName: "file"))
  var out: String?

  func validate() throws {
    try require(1...100 ~= samples, "--samples must be from 1 to 100, not \(samples).")
    if let precision {
      try require(
        precision > 0 && precision < 0.5, "--precision must be above 0 and below 0.5, not \(precision).")
    }
    try require(0...1000 ~= worst, "--worst must be from 0 to 1000, not \(worst).")
    try require(
      !noTruth || samples >= 2, "--no-truth compares samples with each other; --samples must be 2 or more.")
    try require(out != "", "--out must name a file.")
  }

  /// Refuses more samples than anybody means.
  ///
  /// - Parameters:
  ///   - steps: The random steps of each size.
  ///   - sizes: The number of sizes.
  /// - Throws: `ValidationError`.
  func check(steps: Int, sizes: Int = 1) throws {
    try require(1...100_000 ~= steps, "--steps must be from 1 to 100000, not \(steps).")
    let all = steps * samples * sizes
    try require(
      all <= Self.mostSamples,
      "\(all) samples are more than \(Self.mostSamples); choose fewer --steps or --samples.")
  }

  /// Everything that fixes what the samples are, but for what is sampled.
  ///
  /// - Parameters:
  ///   - selection: The models, each measured by itself.
  ///   - temperatures: The temperatures of samples; nil for the usual ones of a model's kind.
  ///   - maximumReplyTokens: The most tokens of a reply; nil for the usual number of a model's kind.
  ///   - table: Prices of models that only the samples log has.
  /// - Returns: The settings.
  func settings(
    of selection: ModelSelection, temperatures: Temperatures?, maximumReplyTokens: Int?, table: PriceTable
  ) -> CalibrationSettings {
    CalibrationSettings(
      votes: samples, worstSteps: worst, precision: precision, seed: seed, temperatures: temperatures,
      maximumReplyTokens: maximumReplyTokens, selection: selection, table: table)
  }

  /// The same for the models that a file or the command line chose, sampled as in a run.
  ///
  /// - Throws: A failure when they cannot be asked, or their price is not known and a cap needs it.
  func settings(of chosen: ChosenModel) throws(CommandFailure) -> CalibrationSettings {
    guard let selection = chosen.selection else {
      throw chosen.problem ?? CommandFailure(.usage, "No model is named; name one with --model.")
    }
    try selection.requirePrices(for: chosen.settings.caps)
    return settings(
      of: selection, temperatures: chosen.rules.temperatures,
      maximumReplyTokens: chosen.rules.maximumResponseTokens, table: try PriceTable.all(chosen.settings))
  }

  /// What is measured: without right answers where they are not wanted.
  ///
  /// - Throws: A failure for one vote of each step where votes are compared with each other.
  func chosen<Answer>(
    _ subject: CalibrationSubject<Answer>
  ) throws(CommandFailure) -> CalibrationSubject<Answer> {
    let subject = noTruth ? subject.withoutTruth : subject
    guard samples >= 2 || subject.cases.allSatisfy({ $0.right != nil }) else {
      throw CommandFailure(
        .usage, "Without right answers samples are compared with each other; --samples must be 2 or more.")
    }
    return subject
  }
}
