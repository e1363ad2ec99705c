/// How many votes the steps of a run needed.
package enum VotesFigure {
  /// The figure of some runs.
  package static func of(_ runs: [RunSurvey]) -> Figure {
    let series = runs.enumerated().map { color, run in
      let points = run.decisions.stepsByVotes.sorted { $0.key < $1.key }.prefix(300)
        .map { Plot.Point(Double($0.key), Double($0.value)) }
      return Plot.Series(runs.count > 1 ? run.name : "steps", .bars, points, color: color)
    }
    return Figure(
      "votes-per-step", "Votes per step",
      caption: "How many steps were decided with so many votes; with k votes, nobody disagreed.",
      Plot(x: .init("Votes of a step", isWhole: true), y: .init("Steps", kind: .log, lower: 0.5), series))
  }
}
