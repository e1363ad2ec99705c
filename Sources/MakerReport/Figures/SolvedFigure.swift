import Maker

/// How many problems of a set were solved, by the way they were solved in.
package enum SolvedFigure {
  /// The figure of some runs; nil where none solved a set of problems.
  package static func of(_ runs: [RunSurvey]) -> Figure? {
    let solved = runs.compactMap { run in
      run.solving?.outcome.right.flatMap { right in right.value.map { (run: run, right: right, rate: $0) } }
    }
    guard !solved.isEmpty else { return nil }
    let points = solved.enumerated().map { place, entry in
      Plot.Point(
        Double(place), 100 * entry.rate, lower: 100 * entry.right.lower, upper: 100 * entry.right.upper)
    }
    return Figure(
      "solved", "Problems that were solved",
      caption: "The share of the problems whose result is the right one, with 95 % intervals.",
      Plot(
        x: .init("Run", categories: solved.map(\.run.name)),
        y: .init("Solved", unit: "%", lower: 0, upper: 100), [Plot.Series("solved", .points, points)]))
  }
}
