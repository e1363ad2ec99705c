import Maker

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What follows from calibrations by the scaling laws.
package struct ScalingFigures: Sendable {
  /// The models.
  package let models: [ModelOutlook]
  /// The steps of the task.
  package let steps: Double
  /// The wanted chance of zero errors.
  package let target: Double

  /// Figures of some models for a task of so many steps.
  package init(_ models: [ModelOutlook], steps: Double, target: Double) {
    self.models = models
    self.steps = max(1, steps)
    self.target = target
  }

  /// All of them, in the order of the paper.
  package var all: [Figure] {
    [costBySteps, successByLead, samplesBySteps, costByStepsPerAgent]
  }

  /// Numbers of steps from 1 on, so many to a decade, to beyond the task.
  private func stepCounts(_ each: Int = 4) -> [Double] {
    let decades = min(13, max(6, log10(steps).rounded(.up) + 1))
    let counts = (0...Int(decades) * each).map { pow(10, Double($0) / Double(each)).rounded() }
    return Set(counts).sorted()
  }

  /// Cost against error-free steps (paper, Figure 1).
  package var costBySteps: Figure {
    var (voted, alone): ([Plot.Series], [Plot.Series]) = ([], [])
    for (color, model) in models.enumerated() {
      guard let cost = model.figures.sampleCostUSD, cost > 0 else { continue }
      let points = stepCounts().compactMap { steps in
        model.samples(steps: steps, target: target).map { Plot.Point(steps, cost * $0) }
      }
      voted.append(Plot.Series(model.name, .line, points, color: color))
      if let steps = model.stepsAlone {
        alone.append(
          Plot.Series(
            "\(model.name), one agent alone", .points, [Plot.Point(steps, cost * steps)], color: color,
            isListed: points.isEmpty))
      }
    }
    let (id, title) = ("cost-by-steps", "Cost against error-free steps")
    let caption =
      "What it costs to do so many steps with a chance of \(NumberText.percent(target)) of no error, at the least k from the "
      + "lower bound of p; the marks are where one agent alone makes its first error." + leftOut + free
    guard voted.contains(where: { !$0.points.isEmpty }) else {
      return Figure(id, title, caption: caption, missing: "No model here has a price above zero.")
    }
    return Figure(
      id, title, caption: caption,
      Plot(
        x: .init("Steps", kind: .log), y: .init("Expected cost", unit: "US dollars", kind: .log),
        voted + alone,
        guides: [Plot.Guide("the task", isVertical: true, at: steps)]))
  }

  /// Success against k (paper, Figure 3).
  package var successByLead: Figure {
    let most = min(60, max(3, (models.compactMap { $0.k(steps: steps, target: target) }.max() ?? 0) + 2))
    let series = models.enumerated().flatMap { color, model -> [Plot.Series] in
      let points = { (p: Double) in
        (1...most).map { Plot.Point(Double($0), ScalingLaws.success(p: p, k: $0, steps: steps)) }
      }
      guard model.figures.p > 0.5 else { return [] }
      let lower = Plot.Series(
        "\(model.name), lower bound of p", .line, points(model.figures.pLower), color: color, isDashed: true,
        isListed: false)
      return [Plot.Series(model.name, .line, points(model.figures.p), color: color)]
        + (model.figures.pLower < model.figures.p && model.figures.pLower > 0.5 ? [lower] : [])
    }
    return Figure(
      "success-by-k", "Chance of no error against k",
      caption:
        "The chance that all \(NumberText.short(steps)) steps are decided right, if an answer has to lead by k votes; "
        + "dashed at the lower bound of p."
        + leftOut,
      Plot(
        x: .init("k", unit: "votes", isWhole: true), y: .init("Chance of no error", lower: 0, upper: 1),
        series,
        guides: [Plot.Guide("wanted", isVertical: false, at: target)]))
  }

  /// Samples against steps (paper, Figure 4): s ln s.
  package var samplesBySteps: Figure {
    let series = models.enumerated().map { color, model in
      // k goes up by whole votes: between two jumps nothing changes.
      let points = stepCounts(12).compactMap { steps in
        model.samples(steps: steps, target: target).map { Plot.Point(steps, $0 / steps) }
      }
      return Plot.Series(model.name, .steps, points, color: color)
    }
    // Where one model takes many times what another does, the cheap ones would all lie at the foot.
    let ends = series.compactMap { $0.points.last?.y }
    let isWide = (ends.max() ?? 1) > 10 * (ends.min() ?? 1)
    return Figure(
      "samples-by-steps", "Cost of a step against steps",
      caption:
        "What a step costs, in samples, for a chance of \(NumberText.percent(target)) of no error in all of them: it grows "
        + "as k does, with the logarithm of the steps, and the whole cost as s ln s." + leftOut,
      Plot(
        x: .init("Steps of the task", kind: .log),
        y: .init("Cost of a step", unit: "samples", kind: isWide ? .log : .linear, includesZero: true),
        series,
        guides: [Plot.Guide("the task", isVertical: true, at: steps)]))
  }

  /// Cost against the steps that one agent does at once (paper, Figure 5).
  package var costByStepsPerAgent: Figure {
    let counts = (0...40).map { pow(2, Double($0) / 4).rounded() }.filter { $0 <= steps }
    let series = models.enumerated().map { color, model in
      let points = Set(counts).sorted().compactMap { m in
        model.costRatio(stepsPerAgent: m, steps: steps, target: target).map { Plot.Point(m, $0) }
      }.filter { $0.y <= 1e6 }
      return Plot.Series(model.name, .line, points, color: color)
    }
    return Figure(
      "cost-by-steps-per-agent", "Cost against steps per agent",
      caption:
        "What it costs to have each agent do m steps at once, if it is right with chance p to the power of m and its "
        + "reply is m times as long; lines end where no k helps." + leftOut,
      Plot(
        x: .init("Steps of an agent, m", kind: .log),
        y: .init("Cost", unit: "times that of m = 1", kind: .log), series))
  }

  /// A sentence about models that have no place among costs.
  private var free: String {
    let names = models.filter { !(($0.figures.sampleCostUSD ?? 0) > 0) }.map(\.name)
    return names.isEmpty
      ? "" : " Not drawn, for want of a price above zero: \(names.joined(separator: ", "))."
  }

  /// A sentence about models that no k makes reliable.
  private var leftOut: String {
    let names = models.filter { $0.k(steps: steps, target: target) == nil }.map(\.name)
    return names.isEmpty
      ? ""
      : " Not for \(names.joined(separator: ", ")): a p whose lower bound is 1/2 or less is not mended by votes."
  }
}
