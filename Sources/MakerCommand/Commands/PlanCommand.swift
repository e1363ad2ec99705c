import ArgumentParser
import Maker

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Choose k and project votes, cost, time and the chance of success before money is spent.",
    discussion: """
      Examples:
        maker plan calibration.json
        maker plan calibration.json --records 1000000 --max-wrong 10   # a table: so many wrong rows are no harm
        maker plan Examples/Paper/models.csv --max-cost 5000
        maker plan --p 0.9978 --p-lower 0.9969 --steps 1048575 --target 0.95 \\
          --input-tokens 595 --output-tokens 538 --input-price 0.40 --output-price 1.60

      Models come from calibration files, from CSV files, or from the options. A CSV file names its columns in its first \
      row: model; p or per_step_error_rate; and as far as they are known p_lower, v, mean_input_tokens, \
      mean_output_tokens, input_usd_per_million_tokens, output_usd_per_million_tokens, latency_ms, steps. The options \
      for tokens, prices, latency and --v fill in what a file leaves out.

      Records of a table do not build on one another: --max-wrong N takes the least k with which no more than N of them are \
      wrong in expectation, s r / (1 + r) with r = ((1-p)/p)^k, where --target asks for none at all.

      The laws: P(all right) = (1 + ((1-p)/p)^k)^-s; votes per step = k/(2p-1) (r-1)/(r+1), r = (p/(1-p))^k; \
      samples per step = votes per step / v. k is chosen from the lower bound of p.
      """)

  @Argument(help: ArgumentHelp("Calibration files (JSON) and tables of models (CSV).", valueName: "file"))
  var files: [String] = []
  @Option(
    parsing: .unconditional,
    help: "Chance that a valid vote is right, above 0.5 and up to 1; instead of a file.")
  var p: Double?
  @Option(
    parsing: .unconditional,
    help: "Lower bound of that chance, which k is chosen from (default: that of --p).")
  var pLower: Double?
  @Option(
    parsing: .unconditional,
    help: "Chance that a sample is valid, that is not red-flagged, above 0 and up to 1 (default: 1).")
  var v: Double?
  @Option(parsing: .unconditional, help: "Steps of the task (default: those the files name).")
  var steps: Double?
  @Option(
    parsing: .unconditional,
    help: "The same as --steps, for records of a table (default: what the files name).")
  var records: Double?
  @Option(
    parsing: .unconditional,
    help: "Wanted chance of zero errors, above 0 and below 1 (default: 0.95, unless --max-wrong is given).")
  var target: Double?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The most steps that may be wrong in expectation, above 0; instead of --target (default: none).",
      valueName: "count"))
  var maxWrong: Double?
  @Option(
    parsing: .unconditional,
    help: "Plan for this lead in votes (default: the least that reaches the target at the lower bound of p).")
  var k: Int?
  @Option(
    parsing: .unconditional,
    help: "The most the run may cost in US dollars: plan for the best success it buys (default: no limit).")
  var maxCost: Double?
  @Option(parsing: .unconditional, help: "Samples that are out at the same time, for the time a run takes.")
  var concurrency: Int = 200
  @Option(parsing: .unconditional, help: "Tokens of one prompt (default: what the files say).")
  var inputTokens: Double?
  @Option(parsing: .unconditional, help: "Tokens of one reply (default: what the files say).")
  var outputTokens: Double?
  @Option(
    parsing: .unconditional, help: "US dollars per million tokens of prompt (default: what the files say).")
  var inputPrice: Double?
  @Option(
    parsing: .unconditional, help: "US dollars per million tokens of reply (default: what the files say).")
  var outputPrice: Double?
  @Option(
    parsing: .unconditional, help: "Time one sample takes in milliseconds (default: what the files say).")
  var latencyMs: Double?
  @Flag(
    inversion: .prefixedNo,
    help: "Also show what else could be done with each model (default: with the first one).")
  var counterfactuals: Bool?
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try require(
      !files.isEmpty || p != nil,
      "Name a calibration file or a CSV file of models, as in `maker plan c.json`, or give --p and --steps.")
    try require(
      files.isEmpty || p == nil,
      "Files and --p both say how often a model is right; leave out the files, or --p.")
    try require(p != nil || pLower == nil, "--p-lower belongs to --p; a file has its own.")
    if let p, !(p > 0.5 && p <= 1) {
      let hint =
        p > 50 && p <= 100 ? "did you mean \(PlanFigures.chance(p / 100))?" : "at 0.5 or less no k helps."
      throw ValidationError("--p must be above 0.5 and at most 1, not \(p): \(hint)")
    }
    try require(
      pLower.map { $0 >= 0 && $0 <= p ?? 1 } ?? true, "--p-lower must be 0 or more and not above --p.")
    try require(v.map { $0 > 0 && $0 <= 1 } ?? true, "--v must be above 0 and at most 1.")
    try require(steps == nil || records == nil, "--steps and --records are the same; give one of them.")
    for (name, value) in [("--steps", steps), ("--records", records)] {
      try require(value.map { $0 >= 1 && $0.isFinite } ?? true, "\(name) must be 1 or more.")
    }
    try require(
      steps ?? records != nil || p == nil, "--steps is missing: how many steps the task has.")
    try require(target.map { $0 > 0 && $0 < 1 } ?? true, "--target must be above 0 and below 1.")
    try require(maxWrong.map { $0 > 0 && $0.isFinite } ?? true, "--max-wrong must be above 0.")
    try require(
      maxWrong == nil || target == nil && k == nil && maxCost == nil,
      "--max-wrong chooses k; leave out either it or --target, --k and --max-cost.")
    try require(k.map { (1...1_000_000).contains($0) } ?? true, "--k must be from 1 to 1,000,000.")
    try require(k == nil || maxCost == nil, "--max-cost chooses k; leave out either it or --k.")
    try require((1...1_000_000).contains(concurrency), "--concurrency must be from 1 to 1,000,000.")
    for (name, value) in [
      ("--input-tokens", inputTokens), ("--output-tokens", outputTokens), ("--input-price", inputPrice),
      ("--output-price", outputPrice), ("--latency-ms", latencyMs), ("--max-cost", maxCost),
    ] {
      try require(value.map { $0 >= 0 && $0.isFinite } ?? true, "\(name) must be 0 or more.")
    }
    try require(
      p == nil || (outputTokens != nil || outputPrice == nil) && (inputTokens != nil || inputPrice == nil),
      "A cost needs tokens and their price together: --output-tokens with --output-price, "
        + "--input-tokens with --input-price.")
  }

  func run() throws {
    var (models, remarks): ([KnownFigures], [String]) = (p == nil ? [] : [given], [])
    var stepsOfFiles: (steps: Double, path: String)?
    var isOfRecords = records != nil || maxWrong != nil
    for path in files {
      let source = try PlanSource.read(path)
      models += source.models.map { $0.filled(by: given) }
      isOfRecords = isOfRecords || source.isOfRecords
      remarks += source.remarks
      guard let own = source.steps else { continue }
      if let before = stepsOfFiles, before.steps != own, steps ?? records == nil {
        throw CommandFailure(
          .usage, "\(before.path) and \(path) are about tasks of different length: say which with --steps.")
      }
      stepsOfFiles = stepsOfFiles ?? (own, path)
    }
    guard let steps = steps ?? records ?? stepsOfFiles?.steps else {
      throw CommandFailure(.usage, "No file says how many steps the task has: say it with --steps.")
    }
    remarks += models.filter { $0.leavesPromptsOut && $0.p > 0.5 }.map {
      "The cost of \($0.name) leaves its prompts out: give --input-tokens and --input-price."
    }
    let goal = Plan.Goal(
      steps: steps, target: target ?? 0.95, maximumWrong: maxWrong, k: k, maximumCostUSD: maxCost,
      concurrency: concurrency)
    let plans = ModelPlans(models.map(\.figures), for: goal)
    if plans.plans.isEmpty, let only = plans.refusals.first, plans.refusals.count == 1 {
      throw CommandFailure(
        .failed, "There is no plan: \(PlainText.of(only.figures.name)) \(PlanFigures.reason(only.failure)).")
    }
    for remark in remarks { StandardError.line("maker: \(remark)") }
    try StandardOutput.print(output.json ? JSONLine.of(PlanReport(plans: plans)) : text(plans, isOfRecords))
    if plans.plans.isEmpty { throw CommandFailure(.failed, "There is no plan for any of these models.") }
  }

  /// What the options say of a model.
  private var given: KnownFigures {
    var figures = KnownFigures(name: "this model", p: p ?? .nan)
    figures.pLower = pLower
    figures.v = v
    (figures.inputTokens, figures.outputTokens) = (inputTokens, outputTokens)
    (figures.inputPrice, figures.outputPrice) = (inputPrice, outputPrice)
    figures.latencyMs = latencyMs.map { KnownFigures.constantLatency($0) }
    return figures
  }

  private func text(_ plans: ModelPlans, _ isOfRecords: Bool) -> String {
    let compared: [Plan] =
      switch counterfactuals {
      case true: plans.plans
      case false: []
      case nil: Array(plans.plans.prefix(1))
      }
    return ([PlanTable(plans, isOfRecords: isOfRecords).text] + compared.map { CounterfactualTable($0).text })
      .joined(separator: "\n\n")
  }
}
