import Maker

/// What else could be done with a model, beside its plan.
struct CounterfactualTable {
  private let plan: Plan

  init(_ plan: Plan) { self.plan = plan }

  var text: String {
    let header = ["", "k", "success", "samples", "tokens in", "tokens out", "cost"]
    let rows = Counterfactuals(to: plan).outcomes.map { row($0) }
    let shown = header.indices.filter { column in rows.contains { $0[column] != "-" } }
    let lines = TextTable.lines(
      ([header] + rows).map { row in shown.map { row[$0] } }, numbers: Set(1..<header.count))
    return (["With \(PlainText.of(plan.figures.name)), p as estimated:"] + lines).joined(separator: "\n")
  }

  private func row(_ outcome: Counterfactuals.Outcome) -> [String] {
    [
      name(outcome.way), outcome.k.map { Figures.count($0) } ?? "-",
      outcome.successProbability.map { PlanFigures.chance($0) } ?? "cannot: p^m is 0.5 or less",
      outcome.samples.map { Figures.short($0) } ?? "-", outcome.inputTokens.map { Figures.short($0) } ?? "-",
      outcome.outputTokens.map { Figures.short($0) } ?? "-",
      outcome.costUSD.map { Figures.dollars($0) } ?? "-",
    ]
  }

  private func name(_ way: Counterfactuals.Way) -> String {
    switch way {
    case .plan: "the plan: a step per agent, ahead by k"
    case .alone: "one agent alone, no flags"
    case .unvoted: "a step per agent, no voting"
    case .stepsPerAgent(let steps): "\(Figures.count(steps)) steps per agent, ahead by k"
    case .majority(let votes): "a step per agent, majority of \(PlanFigures.steps(votes))"
    }
  }
}
