import Maker

/// Whether plans come true: many runs of the real engine with a model whose p and v are known, beside what was planned.
let honestyBenchmarks = [
  Benchmark(name: "honesty", target: "every row within its sampling error") {
    var rows: [Honesty.Row] = []
    for (index, setting) in Honesty.settings.enumerated() {
      rows.append(try await Honesty.measure(setting, firstSeed: UInt64(index) << 32))
    }
    let missed = rows.count { !$0.isHonest }
    return "\(rows.count - missed) of \(rows.count) rows within the sampling error\n\n"
      + Honesty.table(rows).joined(separator: "\n") + "\n"
  }
]

private enum Honesty {
  /// A model and a task, and how many runs are made.
  struct Setting: Sendable {
    let p: Double
    let v: Double
    let k: Int
    let steps: Int
    var wrongAnswers = 1
    var runs = 2_000
  }

  /// From runs that mostly fail to runs that hardly do.
  static let settings = [
    Setting(p: 0.7, v: 1, k: 2, steps: 8),
    Setting(p: 0.8, v: 0.9, k: 3, steps: 50),
    Setting(p: 0.75, v: 0.7, k: 5, steps: 100),
    Setting(p: 0.9, v: 1, k: 2, steps: 20),
    Setting(p: 0.9, v: 0.8, k: 3, steps: 200),
    Setting(p: 0.9, v: 0.95, k: 5, steps: 1_000),
    Setting(p: 0.99, v: 0.97, k: 2, steps: 1_000),
    Setting(p: 0.97, v: 0.9, k: 3, steps: 10_000, runs: 1_000),
    Setting(p: 0.9978, v: 0.98, k: 2, steps: 10_000, runs: 1_000),
    // Errors of five kinds: the plan is a bound.
    Setting(p: 0.8, v: 0.9, k: 3, steps: 50, wrongAnswers: 5),
    Setting(p: 0.9, v: 0.8, k: 3, steps: 200, wrongAnswers: 5),
  ]

  /// What was planned and what came of it.
  struct Row {
    let setting: Setting
    let plan: Plan
    let faultless: Proportion
    let votes: Mean
    let samples: Mean
    let costUSD: Mean

    /// Inside the 99 % interval of the share, and inside 2.576 standard errors of the means; with errors of several
    /// kinds on the right side of the bound, or that near it.
    var isHonest: Bool {
      let expected = plan.expected
      let steps = Double(setting.steps)
      guard setting.wrongAnswers == 1 else {
        return faultless.upper >= expected.successProbability
          && votes.value <= expected.votesPerStep + 2.576 * votes.error
      }
      return (faultless.lower...faultless.upper).contains(expected.successProbability)
        && votes.holds(expected.votesPerStep) && samples.holds(expected.samplesPerStep)
        && costUSD.holds((expected.costUSD ?? 0) / steps)
    }
  }

  /// A mean with its standard error.
  struct Mean {
    private(set) var count = 0.0
    private var sum = 0.0
    private var squares = 0.0

    mutating func add(_ value: Double) {
      count += 1
      sum += value
      squares += value * value
    }

    var value: Double { sum / count }
    var error: Double { max(0, (squares / count - value * value) / (count - 1)).squareRoot() }
    func holds(_ expected: Double) -> Bool { abs(expected - value) <= 2.576 * error + 1e-9 * expected }
  }

  static let prices = Prices(inputUSDPerMillionTokens: 0.4, outputUSDPerMillionTokens: 1.6)

  /// Makes the runs of a row. Rows with seeds of their own err independently.
  static func measure(_ setting: Setting, firstSeed: UInt64) async throws -> Row {
    let usage = Usage(inputTokens: 595, outputTokens: 538)
    let figures = ModelFigures(
      name: "model", p: setting.p, v: setting.v, inputTokens: Double(usage.inputTokens),
      outputTokens: Double(usage.outputTokens), prices: prices)
    let plan = try Plan(figures, for: Plan.Goal(steps: Double(setting.steps), k: setting.k))
    let model = ErringModel(p: setting.p, v: setting.v, wrongAnswers: setting.wrongAnswers, usage: usage)
    let steps = Double(setting.steps)
    var faultless = 0
    var (votes, samples, cost) = (Mean(), Mean(), Mean())
    for number in 0..<setting.runs {
      let rules = VotingRules(k: setting.k, temperatures: .uniform(1), seed: firstSeed + UInt64(number))
      let run = Run(GuessedChain(stepCount: setting.steps), model: model, rules: rules)
      var isFaultless = true
      for try await event in run.events {
        if case .decided(let decision) = event, decision.answer != ErringModel.right { isFaultless = false }
      }
      let tally = run.progress.snapshot.tally
      if isFaultless { faultless += 1 }
      votes.add(Double(tally.votes) / steps)
      samples.add(Double(tally.samples) / steps)
      cost.add(prices.costUSD(of: tally.ledger.total.usage) / steps)
    }
    return Row(
      setting: setting, plan: plan,
      faultless: Proportion(hits: faultless, trials: setting.runs, confidence: 0.99), votes: votes,
      samples: samples, costUSD: cost)
  }

  static func table(_ rows: [Row]) -> [String] {
    let header = [
      "p", "v", "k", "s", "errors of", "runs", "planned success", "measured", "99 % interval", "votes/step",
      "measured",
      "samples/step", "measured", "cost/step", "measured", "honest",
    ]
    let cells = rows.map { row in
      let (setting, expected) = (row.setting, row.plan.expected)
      let mean = { (mean: Mean, scale: Double) in
        "\(Figure.rounded(mean.value * scale, 4)) +- \(Figure.rounded(mean.error * scale, 4))"
      }
      return [
        "\(setting.p)", "\(setting.v)", "\(setting.k)", "\(setting.steps)",
        setting.wrongAnswers == 1 ? "1 kind" : "\(setting.wrongAnswers) kinds", "\(setting.runs)",
        (setting.wrongAnswers == 1 ? "" : ">= ") + Figure.rounded(expected.successProbability, 4),
        Figure.rounded(row.faultless.value ?? 0, 4),
        "\(Figure.rounded(row.faultless.lower, 4)) to \(Figure.rounded(row.faultless.upper, 4))",
        Figure.rounded(expected.votesPerStep, 4), mean(row.votes, 1),
        Figure.rounded(expected.samplesPerStep, 4), mean(row.samples, 1),
        // In thousandths of a dollar.
        Figure.rounded((expected.costUSD ?? 0) / Double(setting.steps) * 1000, 4) + " m$",
        mean(row.costUSD, 1000),
        row.isHonest ? "yes" : "NO",
      ]
    }
    return aligned([header] + cells)
  }

  private static func aligned(_ rows: [[String]]) -> [String] {
    let widths = (rows.first ?? []).indices.map { column in rows.map(\.[column].count).max() ?? 0 }
    return rows.map { row in
      zip(row, widths).map { String(repeating: " ", count: $1 - $0.count) + $0 }.joined(separator: "  ")
    }
  }
}
