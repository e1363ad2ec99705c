import Maker

/// Steps whose first two votes were both wrong, with red flags and without (paper, Figure 9b).
package enum CollisionsFigure {
  /// The figure of some runs.
  package static func of(_ runs: [RunSurvey]) -> Figure {
    var (names, seen, expected): ([String], [Plot.Point], [Plot.Point]) = ([], [], [])
    for run in runs {
      let prefix = runs.count > 1 ? "\(run.name), " : ""
      let kinds = [
        ("with red flags", run.decisions.voted), ("replies repaired", run.decisions.repaired ?? PairErrors()),
      ]
      for (name, pairs) in kinds where pairs.pairs > 0 {
        let share = Proportion(hits: pairs.both, trials: pairs.pairs)
        seen.append(
          Plot.Point(
            Double(names.count), 1e6 * (share.value ?? 0), lower: 1e6 * share.lower, upper: 1e6 * share.upper)
        )
        expected.append(Plot.Point(Double(names.count), 1e6 * pairs.expected / Double(pairs.pairs)))
        names.append(prefix + name)
      }
    }
    return Figure(
      "collisions", "Collisions",
      caption:
        "Steps whose first two votes were both wrong, per million steps with two votes: as counted, with 95 % intervals, and as many as there would be if errors were independent.",
      Plot(
        x: .init("How replies were read", categories: names),
        y: .init("Steps with both wrong", unit: "per million", includesZero: true),
        [
          Plot.Series("counted", .bars, seen, color: 0),
          Plot.Series("if errors were independent", .bars, expected, color: 1),
        ]))
  }
}
