import Maker
import MakerJournal

/// What was planned beside what was measured.
enum ForecastRows {
  /// A row of the table.
  struct Row {
    let quantity: String
    let planned: String
    let measured: String
  }

  /// The rows; none for a run that was started without a plan.
  static func of(_ run: RunSurvey) -> [Row] {
    guard let forecast = run.forecast else { return [] }
    let decided = Double(run.decided)
    let share = run.description.steps > 0 ? min(1, decided / Double(run.description.steps)) : 1
    let soFar = share < 1 ? " so far" : ""
    let perStep = { (count: Int) in decided > 0 ? NumberText.fixed(Double(count) / decided, 4) : "none yet" }
    let verdict = run.decisions.verdict
    let outcome =
      run.labels.map {
        "\(NumberText.count($0.right.hits)) of \(NumberText.count($0.right.trials)) with a label right"
      }
      ?? (verdict.checked == 0
        ? "not checked" : verdict.wrong == 0 ? "no error\(soFar)" : "\(verdict.wrong) errors\(soFar)")
    return [
      Row(
        quantity: "Votes a \(run.unit)", planned: NumberText.fixed(forecast.votesPerStep, 4),
        measured: perStep(run.tally.votes)),
      Row(
        quantity: "Samples a \(run.unit)", planned: NumberText.fixed(forecast.samplesPerStep, 4),
        measured: perStep(run.tally.samples)),
      Row(
        quantity: "Right votes, p",
        planned: "\(NumberText.percent(forecast.p)), at least \(NumberText.percent(forecast.pLower))",
        measured: run.labels.map { RunSummaryRows.share($0.p) }
          ?? RunSummaryRows.share(run.p) + (run.knowsRight || run.p == nil ? "" : " for what was decided")),
      Row(
        quantity: "Valid samples, v", planned: NumberText.percent(forecast.v),
        measured: RunSummaryRows.share(run.v)),
      Row(
        quantity: "Cost\(soFar)",
        planned: forecast.costUSD.map { NumberText.dollars($0 * share) } ?? "unknown",
        measured: run.costUSD.map(NumberText.dollars) ?? "unknown"),
      Row(
        quantity: "Time\(soFar)",
        planned: forecast.wallSeconds.map { NumberText.time($0 * share) } ?? "unknown",
        measured: NumberText.time(run.wallSeconds)),
      Row(
        quantity: "k", planned: "\(forecast.k), for \(NumberText.percent(forecast.target))",
        measured: ([run.k.map(String.init) ?? "unknown"]
          + run.leads.prefix(8).map {
            "\($0.k) from \(run.records?.name(of: $0.step) ?? "step \(NumberText.count($0.step))") on"
          })
          .joined(separator: ", ")),
      Row(
        quantity: "No error in \(NumberText.count(run.description.steps)) \(run.unit)s",
        planned: chance(forecast, steps: run.description.steps), measured: outcome),
    ]
  }

  /// The chance of no error at p, and at its lower bound.
  private static func chance(_ forecast: Forecast, steps: Int) -> String {
    let cautious = ScalingLaws.success(p: forecast.pLower, k: forecast.k, steps: Double(steps))
    return NumberText.percent(forecast.successProbability)
      + (cautious < forecast.successProbability ? ", at least \(NumberText.percent(cautious))" : "")
  }
}
