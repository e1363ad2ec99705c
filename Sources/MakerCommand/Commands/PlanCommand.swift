import ArgumentParser
import Maker

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Choose k and project votes, cost and the chance of success before money is spent.",
    discussion: """
      Example: maker plan --p 0.9978 --steps 1048575 --target 0.95 \\
                 --input-tokens 595 --output-tokens 538 --input-price 0.40 --output-price 1.60

      The laws: P(all right) = (1 + ((1-p)/p)^k)^-s; votes per step = k/(2p-1) (r-1)/(r+1), r = (p/(1-p))^k; \
      samples per step = votes per step / v.
      """)

  @Option(parsing: .unconditional, help: "Chance that a valid vote is right, above 0.5 and up to 1.")
  var p: Double
  @Option(
    parsing: .unconditional,
    help: "Chance that a sample is valid, that is not red-flagged, above 0 and up to 1.")
  var v: Double = 1
  @Option(parsing: .unconditional, help: "Steps of the task.")
  var steps: Double
  @Option(parsing: .unconditional, help: "Wanted chance of zero errors, above 0 and below 1.")
  var target: Double = 0.95
  @Option(
    parsing: .unconditional, help: "Plan for this lead in votes instead of the least that reaches the target."
  )
  var k: Int?
  @Option(parsing: .unconditional, help: "Tokens of one prompt.")
  var inputTokens: Double?
  @Option(parsing: .unconditional, help: "Tokens of one reply.")
  var outputTokens: Double?
  @Option(parsing: .unconditional, help: "US dollars per million tokens of prompt.")
  var inputPrice: Double?
  @Option(parsing: .unconditional, help: "US dollars per million tokens of reply.")
  var outputPrice: Double?
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try require(p > 0.5 && p <= 1, "--p must be above 0.5 and at most 1: at or below, no k helps.")
    try require(v > 0 && v <= 1, "--v must be above 0 and at most 1.")
    try require(steps >= 1 && steps.isFinite, "--steps must be 1 or more.")
    try require(target > 0 && target < 1, "--target must be above 0 and below 1.")
    try require(k.map { (1...1_000_000).contains($0) } ?? true, "--k must be from 1 to 1,000,000.")
    for (name, value) in [
      ("--input-tokens", inputTokens), ("--output-tokens", outputTokens),
      ("--input-price", inputPrice), ("--output-price", outputPrice),
    ] {
      try require(value.map { $0 >= 0 && $0.isFinite } ?? true, "\(name) must be 0 or more.")
    }
    try require(
      (outputTokens == nil) == (outputPrice == nil) && (inputTokens == nil) == (inputPrice == nil),
      "A cost needs tokens and their price together: --output-tokens with --output-price, "
        + "--input-tokens with --input-price.")
  }

  func run() throws {
    let hasPrices = inputPrice != nil || outputPrice != nil
    let tokens = Plan.Tokens(
      input: inputTokens ?? 0, output: outputTokens ?? 0,
      prices: Prices(
        inputUSDPerMillionTokens: inputPrice ?? 0, outputUSDPerMillionTokens: outputPrice ?? 0))
    let question = Plan.Question(
      p: p, v: v, steps: steps, target: target, k: k, tokens: hasPrices ? tokens : nil)
    guard let plan = Plan(question) else {
      throw CommandFailure(.failed, "No k reaches the target with a model that is right this seldom.")
    }
    try StandardOutput.print(output.json ? JSONLine.of(PlanReport(plan)) : text(plan))
  }

  private func text(_ plan: Plan) -> String {
    var lines = [
      "k_min                \(plan.kMin)",
      "k                    \(plan.k)",
      "success probability  \(Figures.fixed(plan.successProbability, 6))",
      "votes per step       \(Figures.fixed(plan.votesPerStep, 4))"
        + "  (paper's approximation \(Figures.fixed(plan.approximateVotesPerStep, 4)))",
      "samples per step     \(Figures.fixed(plan.samplesPerStep, 4))",
      "samples in all       \(Figures.short(plan.samplesPerStep * steps))",
    ]
    if let cost = plan.costUSD {
      lines.append("cost                 \(Figures.dollars(cost))")
      if inputPrice == nil {
        lines.append("                     prompts not priced; give --input-tokens and --input-price")
      }
    } else {
      lines.append("cost                 unknown; give tokens and prices")
    }
    return lines.joined(separator: "\n")
  }
}

/// What `plan --json` prints.
private struct PlanReport: Encodable {
  let plan: Plan

  init(_ plan: Plan) { self.plan = plan }

  private enum CodingKeys: String, CodingKey {
    case k, p, v, steps, target
    case kMin = "k_min"
    case successProbability = "success_probability"
    case votesPerStep = "votes_per_step"
    case approximateVotesPerStep = "approximate_votes_per_step"
    case samplesPerStep = "samples_per_step"
    case costUSD = "cost_usd"
  }

  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(plan.question.p, forKey: .p)
    try keys.encode(plan.question.v, forKey: .v)
    try keys.encode(plan.question.steps, forKey: .steps)
    try keys.encode(plan.question.target, forKey: .target)
    try keys.encode(plan.kMin, forKey: .kMin)
    try keys.encode(plan.k, forKey: .k)
    try keys.encode(plan.successProbability, forKey: .successProbability)
    try keys.encode(plan.votesPerStep, forKey: .votesPerStep)
    try keys.encode(plan.approximateVotesPerStep, forKey: .approximateVotesPerStep)
    try keys.encode(plan.samplesPerStep, forKey: .samplesPerStep)
    try keys.encode(plan.costUSD, forKey: .costUSD)
  }
}
