import Maker

/// Steps still undecided after so many votes (paper, Figure 8): their number falls exponentially.
package enum UndecidedFigure {
  /// The figure of some runs.
  package static func of(_ runs: [RunSurvey]) -> Figure {
    var series: [Plot.Series] = []
    for (color, run) in runs.enumerated() {
      let measured = points(run.decisions.stepsByVotes)
      for (p, basis, own) in bases(run) where runs.count == 1 || own == 1 {
        let walk = planned(run, p: p, upTo: Int(measured.last?.x ?? 0) + 2)
        let name = runs.count > 1 ? "\(run.name), \(basis)" : "two candidates, \(basis)"
        series.append(Plot.Series(name, .line, walk, color: runs.count > 1 ? color : own, isDashed: true))
      }
      series.append(Plot.Series(runs.count > 1 ? run.name : "this run", .points, measured, color: color))
    }
    return Figure(
      "undecided-steps", "Undecided steps against votes",
      caption:
        "How many steps had no decision yet after so many votes of each; every further vote leaves a fixed share.",
      Plot(
        x: .init("Votes of a step", includesZero: true, isWhole: true),
        y: .init("Steps still undecided", kind: .log, lower: 0.5), series))
  }

  /// After n votes, the steps that had more.
  package static func points(_ stepsByVotes: [Int: Int]) -> [Plot.Point] {
    var left = stepsByVotes.values.reduce(0, +)
    guard left > 0 else { return [] }
    var points = [Plot.Point(0, Double(left))]
    for (votes, steps) in stepsByVotes.sorted(by: { $0.key < $1.key }).prefix(300) {
      // Just before these are decided, all of them are open.
      if let last = points.last, Double(votes - 1) > last.x {
        points.append(Plot.Point(Double(votes - 1), Double(left)))
      }
      left -= steps
      if left > 0 { points.append(Plot.Point(Double(votes), Double(left))) }
    }
    return points
  }

  /// What the walks are at: the p that the run was planned with and its lower bound, or else the p it has.
  private static func bases(_ run: RunSurvey) -> [(p: Double, name: String, color: Int)] {
    guard let forecast = run.forecast else {
      return run.p?.value.map { [($0, "at the measured p", 1)] } ?? []
    }
    let lower = forecast.pLower < forecast.p ? [(forecast.pLower, "at the lower bound of p", 2)] : []
    return [(forecast.p, "as planned", 1)] + lower
  }

  /// What a walk between two candidates leaves undecided.
  private static func planned(_ run: RunSurvey, p: Double, upTo votes: Int) -> [Plot.Point] {
    let decided = run.decisions.stepsByVotes.values.reduce(0, +)
    guard run.isVoted, let k = run.k, p >= 0, p <= 1, decided > 0 else { return [] }
    return undecided(p: p, k: k, upTo: min(votes, 1_000)).enumerated()
      .map { Plot.Point(Double($0.offset), $0.element * Double(decided)) }
      .filter { $0.y >= 0.5 }
  }

  /// The chance that nobody is ahead by k after n votes for one of two candidates, for n from 0 on.
  package static func undecided(p: Double, k: Int, upTo votes: Int) -> [Double] {
    // The chances of each lead from -k to k; whoever gets to either end stays there.
    var chances = [Double](repeating: 0, count: 2 * k + 1)
    chances[k] = 1
    var open = [1.0]
    for _ in 0..<max(0, votes) {
      var next = [Double](repeating: 0, count: chances.count)
      for lead in 1..<(2 * k) {
        next[lead + 1] += chances[lead] * p
        next[lead - 1] += chances[lead] * (1 - p)
      }
      chances = next
      open.append(chances[1..<(2 * k)].reduce(0, +))
    }
    return open
  }
}
