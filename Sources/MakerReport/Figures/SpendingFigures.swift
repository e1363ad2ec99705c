import Maker
import MakerJournal

/// What a run took while it went on.
package enum SpendingFigures {
  /// Cost over time.
  package static func cost(_ runs: [RunSurvey]) -> Figure {
    let (id, title) = ("cost-over-time", "Cost over time")
    let caption = "What all samples cost until then, discarded ones included."
    guard runs.contains(where: { $0.marks != nil }) else {
      return Figure(id, title, caption: caption, missing: Figure.notRecorded)
    }
    if runs.allSatisfy({ $0.costUSD == nil }) {
      return Figure(id, title, caption: caption, missing: "The prices of the models are not known.")
    }
    let time = TimeAxis(runs)
    let series = runs.enumerated().map { color, run in
      // Before the first sample everything costs nothing, also what has no price.
      let points =
        run.costUSD == nil
        ? []
        : (run.marks ?? []).compactMap { mark in
          run.prices.costUSD(of: mark.tally.ledger).map { Plot.Point(time.place(mark.wallSeconds), $0) }
        }
      return Plot.Series(runs.count > 1 ? run.name : "cost", .line, points, color: color)
    }
    let all = series.flatMap(\.points)
    if all.isEmpty {
      return Figure(id, title, caption: caption, missing: "The prices of the models are not known.")
    }
    if all.allSatisfy({ $0.y == 0 }) {
      return Figure(
        id, title, caption: caption, missing: "The model costs nothing: it runs on one's own machine.")
    }
    return Figure(
      id, title, caption: caption,
      Plot(x: time.axis, y: .init("Cost", unit: "US dollars", includesZero: true), series))
  }

  /// Tokens over time.
  package static func tokens(_ runs: [RunSurvey]) -> Figure {
    let (id, title) = ("tokens-over-time", "Tokens over time")
    let caption = "Tokens read and written until then, as billed."
    guard runs.contains(where: { $0.marks != nil }) else {
      return Figure(id, title, caption: caption, missing: Figure.notRecorded)
    }
    let time = TimeAxis(runs)
    let series = runs.enumerated().flatMap { color, run in
      let marks = run.marks ?? []
      let prefix = runs.count > 1 ? "\(run.name), " : ""
      let points = { (tokens: (RunMark) -> Int) in
        marks.map { Plot.Point(time.place($0.wallSeconds), Double(tokens($0))) }
      }
      return [
        Plot.Series(
          "\(prefix)read", .line, points { $0.tally.inputTokens }, color: color, isDashed: runs.count > 1),
        Plot.Series(
          "\(prefix)written", .line, points { $0.tally.outputTokens }, color: runs.count > 1 ? color : 1),
      ]
    }
    return Figure(
      id, title, caption: caption, Plot(x: time.axis, y: .init("Tokens", includesZero: true), series))
  }

  /// Latency by quantile.
  package static func latency(_ runs: [RunSurvey]) -> Figure {
    let (id, title) = ("latency", "Latency")
    let caption = "The time from asking to reply: so many percent of all samples took no longer."
    guard runs.contains(where: { $0.sketch != nil }) else {
      return Figure(id, title, caption: caption, missing: Figure.notRecorded)
    }
    let shares = [0.01, 0.05] + stride(from: 0.1, to: 0.95, by: 0.1) + [0.95, 0.99, 0.999, 1]
    let series = runs.enumerated().map { color, run in
      let points = shares.compactMap { share in
        run.sketch?.latencyMs.quantile(share).map { Plot.Point(100 * share, $0) }
      }
      return Plot.Series(runs.count > 1 ? run.name : "samples", .line, points, color: color)
    }
    return Figure(
      id, title, caption: caption,
      Plot(
        x: .init("Samples", unit: "%", lower: 0, upper: 100), y: .init("Latency", unit: "ms", kind: .log),
        series))
  }
}
