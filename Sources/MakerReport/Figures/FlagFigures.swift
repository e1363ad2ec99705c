import Maker
import MakerJournal

/// Discarded samples: of what kinds, where and when.
package enum FlagFigures {
  /// By kind.
  package static func byKind(_ runs: [RunSurvey]) -> Figure {
    let kinds = kinds(runs.map(\.flags), limit: 8)
    let series = runs.enumerated().map { color, run in
      let points = kinds.enumerated().map { place, kind in
        Plot.Point(Double(place), Double(count(run.flags, kind, of: kinds)))
      }
      return Plot.Series(
        runs.count > 1 ? run.name : "samples", .bars, kinds.isEmpty ? [] : points, color: color)
    }
    let plot = Plot(
      x: .init("Red flag", categories: kinds), y: .init("Discarded samples", includesZero: true), series)
    let (id, title) = ("red-flags", "Red flags by kind")
    let caption = "How many samples were discarded before they could vote, by what was wrong with them."
    return plot.isEmpty
      ? Figure(id, title, caption: caption, missing: "No sample was discarded.")
      : Figure(id, title, caption: caption, plot)
  }

  /// Over the steps: by kind for one run, all kinds together for several.
  package static func overSteps(_ runs: [RunSurvey]) -> Figure {
    var series: [Plot.Series] = []
    let axis = StepAxis(runs)
    for (color, run) in runs.enumerated() {
      let bins = run.decisions.bins.grouped()
      let kinds = kinds(bins.map(\.bin.flags), limit: 4)
      let names = runs.count > 1 ? [""] : kinds
      for (number, kind) in names.enumerated() {
        let points = bins.filter { $0.bin.samples > 0 }.map { middle, bin in
          let flagged = kind.isEmpty ? bin.flags.values.reduce(0, +) : count(bin.flags, kind, of: kinds)
          return Plot.Point(axis.place(middle, of: run), 100 * Double(flagged) / Double(bin.samples))
        }
        series.append(
          Plot.Series(kind.isEmpty ? run.name : kind, .line, points, color: runs.count > 1 ? color : number))
      }
    }
    let (id, title) = ("red-flags-over-steps", "Red flags over the steps")
    let caption = "The share of samples that were discarded along the run, in bins of equal numbers of steps."
    guard !series.isEmpty, series.contains(where: { $0.points.contains { $0.y > 0 } }) else {
      return Figure(id, title, caption: caption, missing: "No sample was discarded.")
    }
    return Figure(
      id, title, caption: caption,
      Plot(
        x: axis.axis, y: .init("Samples discarded", unit: "%", includesZero: true),
        series))
  }

  /// Over the time, between the moments on record.
  package static func overTime(_ runs: [RunSurvey]) -> Figure {
    let (id, title) = ("red-flags-over-time", "Red flags over time")
    let caption = "The share of samples that were discarded, by the working time of the run."
    guard runs.contains(where: { $0.marks != nil }) else {
      return Figure(id, title, caption: caption, missing: Figure.notRecorded)
    }
    let time = TimeAxis(runs)
    let series = runs.enumerated().map { color, run in
      let marks = Timeline.thinned(run.marks ?? [], to: 100)
      let points = zip(marks, marks.dropFirst()).compactMap { before, after -> Plot.Point? in
        let samples = after.tally.samples - before.tally.samples
        // The last mark may follow upon another at once; a handful of samples is no share.
        let apart = after.wallSeconds - before.wallSeconds
        guard samples > 0, apart * Double(4 * marks.count) >= marks.last?.wallSeconds ?? 0 else { return nil }
        let flagged = max(0, after.tally.flagged - before.tally.flagged)
        return Plot.Point(time.place(after.wallSeconds), 100 * Double(flagged) / Double(samples))
      }
      return Plot.Series(runs.count > 1 ? run.name : "all kinds", .line, points, color: color)
    }
    return Figure(
      id, title, caption: caption,
      Plot(x: time.axis, y: .init("Samples discarded", unit: "%", includesZero: true), series))
  }

  private static let others = "others"

  /// The most frequent kinds, most first; the rest under one name.
  private static func kinds(_ counts: [[FlagKind: Int]], limit: Int) -> [String] {
    var sums: [String: Int] = [:]
    for one in counts {
      for (kind, count) in one where count > 0 { sums[kind.rawValue, default: 0] += count }
    }
    let order = sums.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    return order.count <= limit ? order : order.prefix(limit - 1) + [others]
  }

  private static func count(_ flags: [FlagKind: Int], _ name: String, of kinds: [String]) -> Int {
    if let count = flags[FlagKind(rawValue: name)] { return count }
    guard name == others else { return 0 }
    return flags.reduce(0) { $0 + (kinds.contains($1.key.rawValue) ? 0 : $1.value) }
  }
}
