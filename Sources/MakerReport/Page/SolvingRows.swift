import Maker

/// The cells of the summary that only runs have that solved problems.
enum SolvingRows {
  /// What was found, or how much was solved.
  static func result(_ run: RunSurvey) -> String {
    guard let outcome = run.solving?.outcome, outcome.question != nil else { return "" }
    let result = outcome.result ?? "none"
    return result.utf8.count <= 200 ? result : String(result.prefix(200)) + " …"
  }

  static func solved(_ run: RunSurvey) -> String { run.solving?.outcome.right.map(solved) ?? "" }

  /// How many problems of a set were solved, with the interval.
  static func solved(_ right: Proportion) -> String {
    guard right.trials > 0 else { return "none was tried yet" }
    return
      "\(NumberText.count(right.hits)) of \(NumberText.count(right.trials)): \(RunSummaryRows.share(right))"
  }

  static func how(_ run: RunSurvey) -> String {
    run.solving.map { "\($0.way), \($0.manner)" } ?? ""
  }

  static func extent(_ run: RunSurvey) -> String { run.solving.map(extent) ?? "" }

  /// How large the trees are, or how many steps were done one after another.
  static func extent(_ solving: SolvingReading) -> String {
    let outcome = solving.outcome
    guard !solving.isLine else { return "\(NumberText.count(outcome.problems, "step")) in a line" }
    return "\(NumberText.count(outcome.problems, "problem")), at most \(outcome.depth) deep"
  }

  /// Polls that ended without a decision, as they may.
  static func proposals(_ run: RunSurvey) -> String {
    run.solving.map { differing($0.outcome.differingProposals, run) } ?? ""
  }

  static func solutions(_ run: RunSurvey) -> String {
    run.solving.map { differing($0.outcome.differingSolutions, run) } ?? ""
  }

  static func undecided(_ run: RunSurvey) -> String {
    guard let count = run.solving?.outcome.undecided, count > 0 else { return "" }
    return "\(NumberText.count(count, "vote")) of discriminators: their problems are not solved"
  }

  private static func differing(_ count: Int, _ run: RunSurvey) -> String {
    // Of a single proposal there is nothing to say.
    guard count > 0 else { return run.isVoted ? "never differed" : "" }
    return "differed \(NumberText.count(count, "time")); discriminators voted"
  }

  /// Whether results are right, as far as that is known.
  static func checked(_ run: RunSurvey) -> String {
    guard let outcome = run.solving?.outcome else { return "" }
    if let right = outcome.right {
      return "\(NumberText.count(right.hits)) of \(NumberText.count(right.trials, "result")) are right"
    }
    guard let expected = outcome.expected else { return "not checked: the right result is not known" }
    return SolvingSection.truth(expected, outcome)
  }
}
