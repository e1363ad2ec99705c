import ArgumentParser

/// What a calibration may spend in all, over all its models and sessions: ``CapOptions`` in its words.
struct CalibrationCapOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Most US dollars spent on samples, such as 2.50 (default: no cap).", valueName: "dollars"))
  var maxCost: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Most tokens, read and written together (default: no cap).", valueName: "count"))
  var maxTokens: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Most time of sampling, such as 30m or 2h (default: no cap).", valueName: "time"))
  var maxTime: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Most steps that get their votes (default: no cap).", valueName: "count"))
  var maxSteps: String?

  func validate() throws { try options.validate() }

  /// What was given.
  var given: SettingsGiven { options.given }

  private var options: CapOptions {
    var options = CapOptions()
    (options.maxCost, options.maxTokens) = (maxCost, maxTokens)
    // Every option has to be set, also the one that nothing is taken from here.
    (options.maxTime, options.maxSteps, options.maxRunSamples) = (maxTime, maxSteps, nil)
    return options
  }
}
