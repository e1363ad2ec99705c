import Maker
import MakerJournal

extension Report: Encodable {
  private enum CodingKeys: String, CodingKey { case runs, models, figures, steps, target }

  /// Writes the data: what the runs came to, what is known of the models, and the points of every figure.
  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(runs.map { RunFacts($0, trees(of: $0)) }, forKey: .runs)
    try keys.encode(models.map { ModelFacts($0, steps: steps, target: target) }, forKey: .models)
    try keys.encode(figures, forKey: .figures)
    if !models.isEmpty {
      try keys.encode(steps, forKey: .steps)
      try keys.encode(target, forKey: .target)
    }
  }
}

/// What a run came to.
private struct RunFacts: Encodable {
  let run, status, task, model: String
  let steps, decided, votes, samples, outvoted, contested, checked, wrong: Int
  let flags: [FlagKind: Int]
  let wallSeconds: Double
  let costUSD: Double?
  let firstWrong: Int?
  let p, v: Proportion?
  let records: RecordFacts?
  let forecast: Forecast?
  let solution: SolutionFacts?

  init(_ run: RunSurvey, _ trees: ShownTrees) {
    solution = run.solving.map { SolutionFacts($0, trees) }
    (self.run, status) = (run.path, run.status)
    (task, model) = (run.description.task, run.description.model)
    (steps, decided) = (run.description.steps, run.tally.decided)
    (votes, samples, outvoted) = (run.tally.votes, run.samples, run.outvoted)
    (contested, flags) = (run.tally.contested, run.flags)
    (checked, wrong, firstWrong) = (
      run.decisions.verdict.checked, run.decisions.verdict.wrong, run.decisions.verdict.firstWrong
    )
    (wallSeconds, costUSD) = (run.wallSeconds, run.costUSD)
    (p, v, forecast) = (run.p, run.v, run.forecast)
    records = run.records.map {
      RecordFacts(
        count: $0.count, inputRecords: $0.inputCount, agents: $0.agents, outcome: $0.outcome)
    }
  }

  private enum CodingKeys: String, CodingKey {
    case run, status, task, model, steps, decided, votes, samples, outvoted, contested, checked, wrong, flags,
      p, v
    case forecast, records, solution
    case wallSeconds = "wall_seconds"
    case costUSD = "cost_usd"
    case firstWrong = "first_wrong"
  }

  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(run, forKey: .run)
    try keys.encode(status, forKey: .status)
    try keys.encode(task, forKey: .task)
    try keys.encode(model, forKey: .model)
    for (count, key) in [
      (steps, CodingKeys.steps), (decided, .decided), (votes, .votes), (samples, .samples),
      (outvoted, .outvoted),
      (contested, .contested), (checked, .checked), (wrong, .wrong),
    ] { try keys.encode(count, forKey: key) }
    try keys.encode(flags, forKey: .flags)
    try keys.encode(wallSeconds, forKey: .wallSeconds)
    try keys.encode(costUSD, forKey: .costUSD)
    try keys.encodeIfPresent(firstWrong, forKey: .firstWrong)
    try keys.encode(p, forKey: .p)
    try keys.encode(v, forKey: .v)
    try keys.encode(forecast, forKey: .forecast)
    try keys.encodeIfPresent(records, forKey: .records)
    try keys.encodeIfPresent(solution, forKey: .solution)
  }
}

/// What became of the records of a map.
private struct RecordFacts: Encodable {
  let count: Int
  let inputRecords: Int
  let agents: [String]
  let outcome: RecordOutcome?

  private enum CodingKeys: String, CodingKey {
    case count, agents
    case inputRecords = "input_records"
  }

  func encode(to encoder: any Encoder) throws {
    try outcome?.encode(to: encoder)
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(count, forKey: .count)
    try keys.encode(inputRecords, forKey: .inputRecords)
    try keys.encode(agents, forKey: .agents)
  }
}

/// What a model would take.
private struct ModelFacts: Encodable {
  let model: String
  let p, pLower, v: Double
  let k: Int?
  let samples, costUSD: Double?

  init(_ model: ModelOutlook, steps: Double, target: Double) {
    self.model = model.name
    (p, pLower, v) = (model.figures.p, model.figures.pLower, model.figures.v)
    k = model.k(steps: steps, target: target)
    let samples = model.samples(steps: steps, target: target)
    self.samples = samples
    let cost = samples.flatMap { samples in model.figures.sampleCostUSD.map { $0 * samples } }
    // What a file says that cannot be may come to no number at all.
    costUSD = cost.flatMap { $0.isFinite ? $0 : nil }
  }

  private enum CodingKeys: String, CodingKey {
    case model, p, v, k, samples
    case pLower = "p_lower"
    case costUSD = "cost_usd"
  }

  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(model, forKey: .model)
    try keys.encode(p, forKey: .p)
    try keys.encode(pLower, forKey: .pLower)
    try keys.encode(v, forKey: .v)
    try keys.encode(k, forKey: .k)
    try keys.encode(samples, forKey: .samples)
    try keys.encode(costUSD, forKey: .costUSD)
  }
}
