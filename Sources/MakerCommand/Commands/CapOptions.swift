package import ArgumentParser

/// What a run may spend in all, over all its sessions. A run that reaches a cap stops and can be resumed.
package struct CapOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Most US dollars a run may spend, such as 2.50 (default: no cap).", valueName: "dollars"))
  package var maxCost: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Most tokens, read and written together (default: no cap).", valueName: "count"))
  package var maxTokens: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Most time a run may work, such as 30m or 2h (default: no cap).", valueName: "time"))
  package var maxTime: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Most steps a run may decide (default: no cap).", valueName: "count"))
  package var maxSteps: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Most samples a run may take, flagged ones included (default: no cap).", valueName: "count"))
  package var maxRunSamples: String?

  package init() {}

  package func validate() throws {
    try Setting.maxCost.check(maxCost)
    try Setting.maxTokens.check(maxTokens)
    try Setting.maxTime.check(maxTime)
    try Setting.maxSteps.check(maxSteps)
    try Setting.maxRunSamples.check(maxRunSamples)
  }

  /// What was given.
  package var given: SettingsGiven {
    var given = SettingsGiven()
    given.add(.maxCost, maxCost)
    given.add(.maxTokens, maxTokens)
    given.add(.maxTime, maxTime)
    given.add(.maxSteps, maxSteps)
    given.add(.maxRunSamples, maxRunSamples)
    return given
  }
}
