import Maker

/// The rows of the summary of models, a cell for each: what was measured, and the plan that follows.
enum ModelSummaryRows {
  /// The rows for a task of so many steps.
  static func of(_ models: [ModelOutlook], steps: Double, target: Double) -> [RunSummaryRows.Row] {
    let plan = { (model: ModelOutlook) -> Plan? in
      // What no lead makes up for at the lower bound has no place in the figures either.
      guard model.k(steps: steps, target: target) != nil else { return nil }
      return try? Plan(model.figures, for: Plan.Goal(steps: steps, target: target))
    }
    let rows: [(String, (ModelOutlook) -> String)] = [
      ("Right votes, p", p), ("Valid samples, v", v), ("Tokens of a sample", tokens),
      ("Cost of a sample", { $0.figures.sampleCostUSD.map(NumberText.dollars) ?? "" }),
      ("Latency", latency), ("Worst steps", worst),
      (
        "k, for \(NumberText.percent(target))",
        { plan($0).map { NumberText.count($0.k) } ?? "none: p is too low, or not known well enough" }
      ),
      ("Votes a step", { plan($0).map { NumberText.short($0.expected.votesPerStep) } ?? "" }),
      ("Samples", { plan($0).map { NumberText.short($0.expected.samples) } ?? "" }),
      ("Expected cost", { plan($0).map { $0.expected.costUSD.map(NumberText.dollars) ?? "unknown" } ?? "" }),
      (
        "Chance of no error",
        {
          plan($0).map {
            let (expected, cautious) = ($0.expected.successProbability, $0.cautious.successProbability)
            return NumberText.percent(expected)
              + (cautious < expected ? ", at least \(NumberText.percent(cautious))" : "")
          } ?? ""
        }
      ),
    ]
    return rows.map { name, cell in RunSummaryRows.Row(name: name, cells: models.map(cell)) }
      .filter { $0.cells.contains { !$0.isEmpty } }
  }

  private static func p(_ model: ModelOutlook) -> String {
    guard let p = model.calibration?.p else {
      let (p, lower) = (model.figures.p, model.figures.pLower)
      return NumberText.percent(p) + (lower < p ? ", at least \(NumberText.percent(lower))" : "")
    }
    guard p.value != nil else { return "not measured" }
    return RunSummaryRows.share(p.value, p.lower, p.upper) + (p.basis == .agreement ? ", from agreement" : "")
  }

  private static func v(_ model: ModelOutlook) -> String {
    guard let v = model.calibration?.v else {
      return NumberText.percent(model.figures.v) + (model.figures.v < 1 ? "" : " assumed")
    }
    return v.value == nil ? "not measured" : RunSummaryRows.share(v)
  }

  private static func tokens(_ model: ModelOutlook) -> String {
    let texts = [(model.figures.inputTokens, "read"), (model.figures.outputTokens, "written")]
      .compactMap { tokens, what in tokens.map { "\(NumberText.short($0)) \(what)" } }
    return texts.joined(separator: ", ")
  }

  private static func latency(_ model: ModelOutlook) -> String {
    guard let latency = model.figures.latencyMs, let median = latency.quantile(0.5),
      let late = latency.quantile(0.95)
    else { return "" }
    return "\(NumberText.short(median)) ms, 95 % within \(NumberText.short(late)) ms"
  }

  private static func worst(_ model: ModelOutlook) -> String {
    let worst = model.calibration?.worstSteps ?? []
    guard !worst.isEmpty else { return "" }
    let hopeless = worst.filter(\.isHopeless).map(\.name)
    return hopeless.isEmpty
      ? "none of \(NumberText.count(worst.count)) sampled again is wrong more often than right"
      : "wrong more often than right, which no k mends: \(hopeless.prefix(5).joined(separator: ", "))"
  }
}
