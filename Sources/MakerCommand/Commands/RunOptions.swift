public import ArgumentParser
import Maker
public import MakerJournal

/// What is written to a run file, and when.
struct RecordingOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: """
      Milliseconds within which decisions are on disk, 0 to 60000; 0 commits each before the next step is prompted \
      (default: 200 for the embedded model and for records, which do not wait for one another, 0 for other tasks of endpoints).
      """)
  var commitMs: Int?
  @Option(help: "Whose samples are kept with their text: all, contested (or flagged), none.")
  var record: JournalOptions.Recording = .contested

  func validate() throws {
    if let commitMs {
      try require((0...60_000).contains(commitMs), "--commit-ms must be from 0 to 60000, not \(commitMs).")
    }
  }

  /// How the file is written.
  ///
  /// - Parameter isFast: Whether many decisions are made in a second, so that each cannot wait for the disk. Others, which
  ///   cost money, do: next to an endpoint that costs no time.
  /// - Returns: When decisions reach the disk, and which samples are kept.
  func options(isFast: Bool) -> JournalOptions {
    let commitMs = commitMs ?? (isFast ? 200 : 0)
    return JournalOptions(
      commit: commitMs == 0 ? .everyDecision : .within(.milliseconds(commitMs)), record: record)
  }
}

extension JournalOptions.Recording: ExpressibleByArgument {}

/// When a step is given up, to be resumed later. Other limits may be chosen when a run is resumed.
struct LimitOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Most samples of one step, flagged ones included, 1 to 1000000 (default: 200; of a resumed run what it was).",
      valueName: "count"))
  var maxSamples: Int?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Most samples for one vote when all are red-flagged, 1 to 1000000 (default: 20; of a resumed run what it was).",
      valueName: "count"))
  var maxAttempts: Int?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Most seconds for one step, above 0 (default: no limit; of a resumed run what it was).",
      valueName: "seconds"))
  var maxStepSeconds: Double?

  func validate() throws {
    for (option, value) in [("--max-samples", maxSamples), ("--max-attempts", maxAttempts)] {
      guard let value else { continue }
      try require(1...1_000_000 ~= value, "\(option) must be from 1 to 1000000, not \(value).")
    }
    if let maxStepSeconds {
      try require(
        maxStepSeconds > 0 && maxStepSeconds < 1e9,
        "--max-step-seconds must be above 0, not \(maxStepSeconds).")
    }
  }

  /// The limits that were chosen.
  ///
  /// - Parameter before: Those that hold where nothing was chosen: the usual ones, or of a resumed run what it had.
  /// - Returns: The limits.
  func limits(orElse before: StepLimits = StepLimits()) -> StepLimits {
    StepLimits(
      samplesPerStep: maxSamples ?? before.samplesPerStep,
      attemptsPerSlot: maxAttempts ?? before.attemptsPerSlot,
      timePerStep: maxStepSeconds.map { .seconds($0) } ?? before.timePerStep)
  }
}
