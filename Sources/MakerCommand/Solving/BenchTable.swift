import Maker
import MakerSolve

/// What a bench came to: a line for each way of solving each set of problems.
struct BenchTable: Encodable {
  private let runs: [BenchRun]

  /// A table of runs.
  init(_ runs: [BenchRun]) { self.runs = runs }

  /// Why the bench stopped; nil when it did not.
  var failure: CommandFailure? {
    if let failure = runs.last?.failure { return CommandFailure(failure.code, nil) }
    return runs.lazy.compactMap(\.report.failure).first
  }

  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(runs.map(BenchLine.init), forKey: .runs)
  }

  private enum CodingKeys: String, CodingKey { case runs }

  /// The table for a person.
  var text: String {
    let head = [
      "problems", "way", "k", "solved", "rate", "95 % interval", "samples a problem", "flagged", "tokens",
      "cost",
      "depth", "time", "not solved",
    ]
    let rows = runs.map { BenchLine($0).cells }
    return TextTable.lines([head] + rows, numbers: [2, 3, 4, 6, 7, 8, 9, 10, 11]).joined(separator: "\n")
  }
}

/// A line of a bench's table.
struct BenchLine: Encodable {
  private let run: BenchRun
  private let right: Proportion
  private let figures: SolveFigures?

  init(_ run: BenchRun) {
    self.run = run
    figures = run.report.solution
    right = figures?.solved?.right ?? Proportion(hits: 0, trials: 0)
  }

  private var report: RunReport { run.report }
  private var samplesPerProblem: Double? {
    right.trials > 0 ? Double(report.samples) / Double(right.trials) : nil
  }
  private var flagged: Int { report.flags.values.reduce(0, +) }

  var cells: [String] {
    let failures = (figures?.solved?.failures ?? [:]).sorted { $0.key < $1.key }.map {
      "\($0.value) \(FailureClass(rawValue: $0.key)?.words ?? $0.key)"
    }
    return [
      run.source.label, run.way.rawValue, "\(report.firstK)",
      "\(right.hits) of \(right.trials)", right.value.map { Figures.fixed($0, 3) } ?? "-",
      right.trials > 0 ? "\(Figures.fixed(right.lower, 3)) to \(Figures.fixed(right.upper, 3))" : "-",
      samplesPerProblem.map { Figures.fixed($0, 1) } ?? "-", Figures.count(flagged),
      Figures.count(report.ledger.total.usage.tokens), report.costUSD.map(Figures.dollars) ?? "unknown",
      "\(figures?.depth ?? 0)", Figures.time(report.wallSeconds), failures.joined(separator: ", "),
    ]
  }

  private enum CodingKeys: String, CodingKey {
    case problems, way, k, run, status, right, failures, samples, flags, depth
    case samplesPerProblem = "samples_per_problem"
    case costUSD = "cost_usd"
    case wallSeconds = "wall_seconds"
    case totalTokens = "total_tokens"
  }

  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(run.source.label, forKey: .problems)
    try keys.encode(run.way, forKey: .way)
    try keys.encode(report.firstK, forKey: .k)
    try keys.encode(report.run, forKey: .run)
    try keys.encode(report.status, forKey: .status)
    try keys.encode(right, forKey: .right)
    try keys.encode(figures?.solved?.failures ?? [:], forKey: .failures)
    try keys.encode(report.samples, forKey: .samples)
    try keys.encode(report.flags, forKey: .flags)
    try keys.encode(figures?.depth ?? 0, forKey: .depth)
    try keys.encode(samplesPerProblem, forKey: .samplesPerProblem)
    try keys.encode(report.costUSD, forKey: .costUSD)
    try keys.encode(report.wallSeconds, forKey: .wallSeconds)
    try keys.encode(report.ledger.total.usage.tokens, forKey: .totalTokens)
  }
}
