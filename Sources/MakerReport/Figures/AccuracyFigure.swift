import Maker
import MakerJournal

/// How often votes were right along a run, or for what was decided where nobody knows what is right, against what it was planned with.
package enum AccuracyFigure {
  /// The figure of some runs.
  package static func of(_ runs: [RunSurvey]) -> Figure {
    let isOfRight = runs.allSatisfy(\.knowsRight)
    var (series, guides): ([Plot.Series], [Plot.Guide]) = ([], [])
    let axis = StepAxis(runs)
    for (color, run) in runs.enumerated() {
      let points = run.decisions.bins.grouped().compactMap { middle, bin -> Plot.Point? in
        guard run.isVoted, bin.votes > 0, bin.outvoted <= bin.votes else { return nil }
        let p = Proportion(hits: bin.votes - bin.outvoted, trials: bin.votes)
        // Bands of several runs would hide each other.
        let place = axis.place(middle, of: run)
        return runs.count > 1
          ? Plot.Point(place, p.value ?? 0)
          : Plot.Point(place, p.value ?? 0, lower: p.lower, upper: p.upper)
      }
      series.append(
        Plot.Series(
          runs.count > 1 ? run.name : isOfRight ? "p of this run" : "agreement of this run", .line, points,
          color: color))
      let prefix = runs.count > 1 ? "\(run.name): " : ""
      let planColor = runs.count > 1 ? color : 1
      if let forecast = run.forecast {
        guides.append(Plot.Guide(prefix + "planned p", isVertical: false, at: forecast.p, color: planColor))
        if forecast.pLower < forecast.p {
          guides.append(
            Plot.Guide(
              prefix + "its lower bound", isVertical: false, at: forecast.pLower,
              color: runs.count > 1 ? color : 2))
        }
      }
      var k = run.k
      for lead in run.leads.prefix(8) {
        let what = lead.k == k ? "p found lower than planned" : "k raised to \(lead.k)"
        guides.append(
          Plot.Guide(prefix + what, isVertical: true, at: axis.place(Double(lead.step), of: run), color: 7))
        k = lead.k
      }
    }
    return Figure(
      "live-p", isOfRight ? "Share of right votes along the run" : "Agreement along the run",
      caption:
        "The share of votes that were for the decided answer, in bins of equal numbers of steps"
        + (runs.count > 1 ? "." : ", with 95 % intervals."),
      Plot(
        x: axis.axis,
        y: .init("Votes for the decided answer", unit: "share", upper: 1),
        series, guides: guides))
  }
}
