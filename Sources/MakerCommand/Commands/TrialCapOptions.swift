import ArgumentParser

/// What the samples of `check --try` may cost: ``CapOptions`` in its words.
struct TrialCapOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Most US dollars spent on samples, such as 0.50 (default: no cap).", valueName: "dollars"))
  var maxCost: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Most tokens, read and written together (default: no cap).", valueName: "count"))
  var maxTokens: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Most time of sampling, such as 30s or 2m (default: no cap).", valueName: "time"))
  var maxTime: String?

  func validate() throws { try options.validate() }

  /// What was given.
  var given: SettingsGiven { options.given }

  private var options: CapOptions {
    var options = CapOptions()
    (options.maxCost, options.maxTokens) = (maxCost, maxTokens)
    // Every option has to be set, also the one that nothing is taken from here.
    (options.maxTime, options.maxSteps, options.maxRunSamples) = (maxTime, nil, nil)
    return options
  }
}
