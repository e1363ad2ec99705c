import Maker
import MakerJournal

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Errors by the length of a reply (paper, Figure 9a): long replies are confused ones.
package enum LengthFigure {
  private static let (title, caption) = (
    "Errors by length of the reply",
    "The share of votes that were outvoted, and of samples that were discarded, among replies of about so many tokens, with 95 % intervals; a mark at the foot is none seen."
  )

  /// The figure of some runs.
  package static func of(_ runs: [RunSurvey]) -> Figure {
    guard runs.contains(where: { $0.sketch != nil }) else {
      return Figure("errors-by-length", title, caption: caption, missing: Figure.notRecorded)
    }
    // Of several runs the outvoted alone: twice as many marks would hide each other.
    let series =
      runs.count == 1
      ? runs.first?.sketch.map { Self.series($0) } ?? []
      : runs.enumerated().compactMap { color, run -> Plot.Series? in
        run.sketch.flatMap { Self.series($0).first }.map {
          Plot.Series("\(run.name), \($0.name)", $0.mark, $0.points, color: color)
        }
      }
    return figure("errors-by-length", series)
  }

  /// The figure of some models that were calibrated; nil when lengths were not measured.
  package static func of(_ models: [ModelOutlook]) -> Figure? {
    let series = models.enumerated().flatMap { color, model -> [Plot.Series] in
      let points = (model.calibration?.lengths ?? []).map { bin in
        point(between: Double(bin.from), Double(bin.to), bin.wrong)
      }
      return [Plot.Series(model.name, .points, points.compactMap(\.self), color: color)]
    }
    return series.allSatisfy(\.points.isEmpty)
      ? nil
      : Figure(
        "calibrated-errors-by-length", "Errors by length of the reply, calibrated",
        caption:
          "The share of valid votes that were wrong among replies of about so many tokens, with 95 % intervals; a mark at the foot is none seen.",
        plot(series))
  }

  private static func figure(_ id: String, _ series: [Plot.Series]) -> Figure {
    Figure(id, title, caption: caption, plot(series))
  }

  private static func plot(_ series: [Plot.Series]) -> Plot {
    Plot(
      x: .init("Length of the reply", unit: "tokens", kind: .log),
      y: .init("Errors", unit: "%", kind: .log, upper: 100), series)
  }

  private static func series(_ sketch: RunSketch) -> [Plot.Series] {
    var lengths: [Double: (to: Double, decided: Int, outvoted: Int, flagged: Int)] = [:]
    func enter(
      _ histogram: LogHistogram,
      _ count: (inout (to: Double, decided: Int, outvoted: Int, flagged: Int), Int) -> Void
    ) {
      for bin in histogram.filled { count(&lengths[bin.from, default: (bin.to, 0, 0, 0)], bin.count) }
    }
    enter(sketch.decidedTokens) { $0.decided += $1 }
    enter(sketch.outvotedTokens) { $0.outvoted += $1 }
    for histogram in sketch.flaggedTokens.values { enter(histogram) { $0.flagged += $1 } }
    let bins = lengths.sorted { $0.key < $1.key }
    let outvoted = bins.compactMap { from, bin in
      point(between: from, bin.to, Proportion(hits: bin.outvoted, trials: bin.outvoted + bin.decided))
    }
    let flagged = bins.compactMap { from, bin in
      point(
        between: from, bin.to, Proportion(hits: bin.flagged, trials: bin.outvoted + bin.decided + bin.flagged)
      )
    }
    return [
      Plot.Series("outvoted, of votes", .points, outvoted, color: 0),
      Plot.Series("discarded, of samples", .points, flagged, color: 1),
    ]
  }

  private static func point(between from: Double, _ to: Double, _ share: Proportion) -> Plot.Point? {
    share.value.map {
      Plot.Point(
        sqrt(max(0.5, from) * max(0.5, to)), 100 * $0, lower: 100 * share.lower, upper: 100 * share.upper)
    }
  }
}
