import Maker

/// Steps whose first two votes were both wrong, with red flags and without (paper, Figure 9b).
package enum CollisionsFigure {
  /// A bar of what was counted, beside one of what independence explains.
  private struct Row {
    let name: String
    let both: Proportion
    let expected: Double
  }

  /// The figure of some runs.
  package static func of(_ runs: [RunSurvey]) -> Figure {
    var (rows, notes): ([Row], [String]) = ([], [])
    for run in runs {
      let prefix = runs.count > 1 ? "\(run.name), " : ""
      rows += row(prefix + "with red flags", run.decisions.voted)
      guard let repaired = run.decisions.repaired else { continue }
      if repaired.unrecorded > 0 {
        // Those left would be the steps at which nothing went wrong.
        notes.append("\(prefix)replies repaired: not known, as the replies are not on record.")
        continue
      }
      rows += row(prefix + "replies repaired", repaired)
      if let end = run.decisions.repairedEnd {
        notes.append("\(prefix)replies repaired: of the first \(NumberText.count(end)) steps.")
      }
      if repaired.unknown > 0 {
        notes.append(
          "\(prefix)replies repaired: \(NumberText.count(repaired.unknown, "step")) left out, without two "
            + "replies that can be read.")
      }
    }
    return figure("collisions", "Collisions", rows, notes)
  }

  /// The figure of some models that were calibrated; nil when none was measured with right answers.
  package static func of(_ models: [ModelOutlook]) -> Figure? {
    let rows = models.flatMap { model -> [Row] in
      // What reads the replies comes first: the ends of long names are cut.
      let suffix = models.count > 1 ? ", \(model.name)" : ""
      guard let calibration = model.calibration else { return [] }
      return calibration.parsers.isEmpty
        ? row("as run" + suffix, calibration.collisions)
        : calibration.parsers.prefix(2).flatMap { row("\($0.parser)\(suffix)", $0.collisions) }
    }
    return rows.isEmpty ? nil : figure("calibrated-collisions", "Collisions, calibrated", rows, [])
  }

  private static func row(_ name: String, _ pairs: PairErrors) -> [Row] {
    pairs.pairs > 0
      ? [Row(name: name, both: Proportion(hits: pairs.both, trials: pairs.pairs), expected: pairs.expected)]
      : []
  }

  private static func row(_ name: String, _ collisions: ModelCalibration.Collisions) -> [Row] {
    let isPlausible = collisions.expected >= 0 && collisions.expected <= Double(collisions.both.trials)
    return collisions.both.trials > 0 && isPlausible
      ? [Row(name: name, both: collisions.both, expected: collisions.expected)] : []
  }

  private static func figure(_ id: String, _ title: String, _ rows: [Row], _ notes: [String]) -> Figure {
    let seen = zip(0..., rows).map { place, row in
      Plot.Point(
        Double(place), 1e6 * (row.both.value ?? 0), lower: 1e6 * row.both.lower, upper: 1e6 * row.both.upper)
    }
    let expected = zip(0..., rows).map { place, row in
      Plot.Point(Double(place), 1e6 * row.expected / Double(row.both.trials))
    }
    return Figure(
      id, title,
      caption: ([
        "Steps whose first two votes were both wrong, per million steps with two votes: as counted, with 95 % intervals, and as many as there would be if errors were independent."
      ] + notes).joined(separator: " "),
      Plot(
        x: .init("How replies were read", categories: rows.map(\.name)),
        y: .init("Steps with both wrong", unit: "per million", includesZero: true),
        [
          Plot.Series("counted", .bars, seen, color: 0),
          Plot.Series("if errors were independent", .bars, expected, color: 1),
        ]))
  }
}
