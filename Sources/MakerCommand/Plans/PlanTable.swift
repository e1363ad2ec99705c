import Maker

/// Plans for a person to compare: a line each, and what the columns mean.
struct PlanTable {
  private let plans: ModelPlans
  /// Whether steps do not build on one another, so that wrong ones can be counted.
  private let isOfRecords: Bool

  /// A table of plans for the same goal.
  init(_ plans: [Plan]) { self.init(ModelPlans(plans)) }

  /// A table of plans, and below it of the models that have none.
  init(_ plans: ModelPlans, isOfRecords: Bool = false) {
    (self.plans, self.isOfRecords) = (plans, isOfRecords)
  }

  /// All of it, without a line end at the end.
  var text: String {
    (heading + lines + refused + legend).joined(separator: "\n")
  }

  private var heading: [String] {
    guard let goal = plans.plans.first?.goal else { return [] }
    let wanted =
      goal.maximumWrong.map { "at most \(PlanFigures.wrong($0)) wrong in expectation" }
      ?? "target \(PlanFigures.chance(goal.target)) for zero errors"
    var line =
      "\(PlanFigures.steps(goal.steps)) \(isOfRecords ? "records" : "steps"), \(wanted), "
      + "\(Figures.count(goal.concurrency)) \(goal.concurrency == 1 ? "sample" : "samples") at once"
    if let limit = goal.maximumCostUSD { line += ", at most \(Figures.dollars(limit))" }
    return [line, ""]
  }

  private var lines: [String] {
    guard !plans.plans.isEmpty else { return [] }
    let header = [
      "model", "p", "p lower", "k_min", "k", "success", "at p lower", "expected wrong",
      "wrong at p lower", "votes/step", "samples/step",
      "tokens in",
      "tokens out", "cost", "sequential", "pipelined", "target",
    ]
    let rows = plans.plans.map { row($0) }
    // A column that nobody knows anything for is left out.
    let shown = header.indices.filter { column in rows.contains { $0[column] != "-" } }
    return TextTable.lines(
      ([header] + rows).map { row in shown.map { row[$0] } }, numbers: Set(1..<header.count))
  }

  private func row(_ plan: Plan) -> [String] {
    let expected = plan.expected
    return [
      PlainText.of(plan.figures.name), PlanFigures.chance(plan.figures.p),
      PlanFigures.chance(plan.cautious.p),
      Figures.count(plan.kMin), Figures.count(plan.k),
      PlanFigures.chance(expected.successProbability), PlanFigures.chance(plan.cautious.successProbability),
      isOfRecords ? PlanFigures.wrong(expected.expectedWrong) : "-",
      isOfRecords ? PlanFigures.wrong(plan.cautious.expectedWrong) : "-",
      PlanFigures.perStep(expected.votesPerStep), PlanFigures.perStep(expected.samplesPerStep),
      expected.inputTokens.map { Figures.short($0) } ?? "-",
      expected.outputTokens.map { Figures.short($0) } ?? "-",
      expected.costUSD.map { Figures.dollars($0) } ?? "-",
      expected.sequentialSeconds.map { PlanFigures.time($0) } ?? "-",
      expected.pipelinedSeconds.map { PlanFigures.time($0) } ?? "-", Self.misses(plan) ? "missed" : "-",
    ]
  }

  /// Whether a plan misses the target even if p is what it is estimated at.
  private static func misses(_ plan: Plan) -> Bool {
    plan.goal.maximumWrong.map { plan.expected.expectedWrong > $0 * (1 + 1e-9) }
      ?? (plan.expected.successProbability < plan.goal.target)
  }

  private var refused: [String] {
    guard !plans.refusals.isEmpty else { return [] }
    return (plans.plans.isEmpty ? [] : [""])
      + TextTable.lines(
        plans.refusals.map { [PlainText.of($0.figures.name), PlanFigures.reason($0.failure)] })
  }

  private var legend: [String] {
    guard !plans.plans.isEmpty else { return [] }
    var lines = [
      "",
      "k_min reaches the target at p, k at the lower bound of p; success, votes and cost are those of k at p.",
      "All errors are counted as votes for one wrong answer. Errors that differ raise success, and from k = 3 and",
      "p = 0.65 on they take fewer votes; below, they can take more.",
    ]
    if isOfRecords {
      lines.append(
        "Expected wrong are the rows that are decided wrong; what does not decide is rejected, and is none of them."
      )
    }
    if plans.plans.contains(where: { $0.goal.k != nil }) {
      lines[1] = "k_min reaches the target at p; k is the one asked for."
    } else if plans.plans.contains(where: { $0.goal.maximumCostUSD != nil }) {
      lines[1] = "k_min reaches the target at p; k is the most that the money buys; the surest comes first."
    }
    if let goal = plans.plans.first(where: Self.misses)?.goal {
      let why = goal.maximumCostUSD.map { ": k_min costs more than \(Figures.dollars($0))" } ?? ""
      lines.append(
        "missed: k is below k_min, and success misses the target of \(PlanFigures.chance(goal.target))\(why)."
      )
    }
    for plan in plans.plans where plan.kMinLower == nil {
      lines.append(
        "\(PlainText.of(plan.figures.name)): the lower bound of p is \(PlanFigures.chance(plan.cautious.p)), so it may be that "
          + "it cannot do it; take more samples.")
    }
    if plans.plans.contains(where: { $0.expected.costUSD == nil }) {
      lines.append("A cost needs the tokens of a reply and prices.")
    }
    if plans.plans.contains(where: { $0.expected.pipelinedSeconds == nil }) {
      lines.append("A time needs the latency of a sample.")
    } else if plans.plans.contains(where: { $0.expected.sequentialSeconds == nil }) {
      lines.append("The time of a sequential chain is computed up to k = \(Projection.greatestTimedLead).")
    }
    return lines
  }
}
