import ArgumentParser

/// How k is chosen, and what happens when the model turns out worse than it was chosen for.
struct LeadOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Votes an answer must be ahead of every other, 1 to 100, or `auto` for the least k that reaches the target with the \
      p of a calibration (default: that of a chain file or the settings, else 4).
      """, valueName: "count|auto"))
  var k: String?
  @Option(
    parsing: .unconditional,
    help: "Wanted chance of zero errors, above 0 and below 1, for --k auto and --adapt-k.")
  var target: Double = 0.95
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "With --k auto, the calibration file to plan from (default: the model is calibrated first).",
      valueName: "file"))
  var calibration: String?
  @Flag(name: .shortAndLong, help: "With --k auto, start as planned without asking.")
  var yes = false
  @Flag(
    help: """
      Raise k for the steps to come when votes turn out wrong more often than k was chosen for (default: the run says so, \
      and k stays).
      """)
  var adaptK = false

  /// A lead that a person chose; nil for the default and for `auto`.
  var chosen: Int? { k.flatMap { Int($0) } }

  /// Whether k follows from a calibration.
  var isAutomatic: Bool { k == "auto" }

  func validate() throws {
    if let k, !isAutomatic {
      try require(
        chosen.map { (1...100).contains($0) } ?? false, "--k must be from 1 to 100, or auto, not \(k).")
    }
    try OptionRanges.check(target: target)
    try OptionRanges.check(adaptK: adaptK, k: chosen)
    try require(
      isAutomatic || calibration == nil, "--calibration is what --k auto plans from; add --k auto.")
    try require(isAutomatic || !yes, "--yes agrees to the plan of --k auto; add --k auto.")
  }

  /// Refuses before anything is spent where nobody could agree to a plan.
  func requireConsent() throws(CommandFailure) {
    guard isAutomatic, !yes, !Consent.canBeAsked else { return }
    throw CommandFailure(
      .usage,
      "With --k auto nothing is started that nobody agreed to, and here nobody can be asked: add --yes, or plan "
        + "first with `maker calibrate` and `maker plan`.")
  }
}
