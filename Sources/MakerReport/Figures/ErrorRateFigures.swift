import Maker

/// Error rates as they were calibrated (paper, Figure 6).
package enum ErrorRateFigures {
  /// By model.
  package static func byModel(_ models: [ModelOutlook]) -> Figure {
    var (wrong, flagged): ([Plot.Point], [Plot.Point]) = ([], [])
    for (place, model) in models.enumerated() {
      guard let calibration = model.calibration else {
        wrong.append(Plot.Point(Double(place), 100 * (1 - model.figures.p)))
        // Where nothing is known of it, v is taken for 1.
        if model.figures.v < 1 { flagged.append(Plot.Point(Double(place), 100 * (1 - model.figures.v))) }
        continue
      }
      let (p, v) = (calibration.p, calibration.v)
      if let point = point(Double(place), p.value, p.lower, p.upper) { wrong.append(point) }
      if let point = point(Double(place), v.value, v.lower, v.upper) { flagged.append(point) }
    }
    return Figure(
      "error-rates", "Error rates by model",
      caption:
        "How often a valid vote was wrong, and how often a sample was discarded, with 95 % intervals; a mark at the foot is none seen.",
      Plot(
        x: .init("Model", categories: models.map(\.name)),
        y: .init("Errors", unit: "%", kind: .log, upper: 100),
        [
          Plot.Series("wrong, of valid votes", .points, wrong, color: 0),
          Plot.Series("discarded, of samples", .points, flagged, color: 1),
        ]))
  }

  /// By size of the task; nil when no model was measured at several sizes.
  package static func bySize(_ models: [ModelOutlook]) -> Figure? {
    guard models.contains(where: { ($0.calibration?.sizes.count ?? 0) > 1 }) else { return nil }
    let series = models.enumerated().map { color, model in
      let points = (model.calibration?.sizes ?? []).compactMap {
        point(Double($0.size), $0.p.value, $0.p.lower, $0.p.upper)
      }
      return Plot.Series(model.name, .points, points, color: color)
    }
    return Figure(
      "error-rates-by-size", "Error rates by size of the task",
      caption:
        "How often a valid vote was wrong at each size, with 95 % intervals; it should be flat. A mark at the foot is none seen.",
      Plot(
        x: .init("Size of the task", isWhole: true),
        y: .init("Errors", unit: "% of valid votes", kind: .log, upper: 100),
        series))
  }

  /// The share that was not a hit, in percent.
  private static func point(
    _ place: Double, _ share: Double?, _ lower: Double, _ upper: Double
  ) -> Plot.Point? {
    share.map { Plot.Point(place, 100 * (1 - $0), lower: 100 * (1 - upper), upper: 100 * (1 - lower)) }
  }
}
