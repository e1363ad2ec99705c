import Maker
import Testing

/// The paper's published table (its Figure 6b): 2^20 - 1 steps, target 0.95.
private struct PublishedModel: Sendable, CustomTestStringConvertible {
  let name: String
  let outputPrice: Double
  let outputTokens: Double
  let errorRate: Double
  let kMin: Int?
  let costUSD: Double?
  /// The list price of input tokens, which the table leaves out; nil where it is not known.
  let inputPrice: Double?

  var testDescription: String { name }

  static let all = [
    PublishedModel("gpt-4.1-nano", 0.4, 842, 0.3571, 29, 41_900, input: 0.1),
    PublishedModel("gpt-4.1-mini (temperature 1.0)", 1.6, 580, 0.0040, 4, 4_900, input: 0.4),
    PublishedModel("gpt-4.1-mini (temperature 0.1)", 1.6, 538, 0.0022, 3, 3_500, input: 0.4),
    PublishedModel("o3-mini (low)", 4.4, 535, 0.0018, 3, 9_400, input: 1.1),
    PublishedModel("haiku-4.5", 5.0, 588, 0.1839, 12, 71_200, input: 1),
    PublishedModel("llama-3.2-3B", 0.06, 434, 1.0, nil, nil, input: nil),
    PublishedModel("gpt-oss-20B", 0.2, 1104, 0.0358, 6, 1_700, input: 0.05),
    PublishedModel("qwen3", 0.6, 449, 0.2342, 15, 11_500, input: 0.2),
    PublishedModel("deepseek-v3.1", 1.7, 1004, 0.0569, 6, 14_600, input: 0.56),
    PublishedModel("kimi-k2", 3.0, 925, 0.0393, 6, 22_900, input: 1),
  ]

  init(
    _ name: String, _ outputPrice: Double, _ outputTokens: Double, _ errorRate: Double, _ kMin: Int?,
    _ costUSD: Double?, input: Double?
  ) {
    self.name = name
    self.outputPrice = outputPrice
    self.outputTokens = outputTokens
    self.errorRate = errorRate
    self.kMin = kMin
    self.costUSD = costUSD
    inputPrice = input
  }

  var figures: ModelFigures {
    ModelFigures(
      name: name, p: 1 - errorRate, inputTokens: 595, outputTokens: outputTokens,
      prices: inputPrice.map {
        Prices(inputUSDPerMillionTokens: $0, outputUSDPerMillionTokens: outputPrice)
      })
  }
}

@Suite struct PlanTests {
  @Test(arguments: PublishedModel.all)
  fileprivate func `the least lead is the published one`(model: PublishedModel) {
    #expect(ScalingLaws.kMin(p: 1 - model.errorRate, steps: 1_048_575, target: 0.95) == model.kMin)
    let plan = try? Plan(model.figures, for: Plan.Goal(steps: 1_048_575))
    #expect(plan?.kMin == model.kMin)
    #expect(plan?.k == model.kMin)
  }

  @Test(arguments: PublishedModel.all.filter { $0.inputPrice != nil })
  fileprivate func `the cost is the published one once prompts are paid for`(model: PublishedModel) throws {
    let published = try #require(model.costUSD)
    let cost = try #require(try Plan(model.figures, for: Plan.Goal(steps: 1_048_575)).expected.costUSD)
    #expect(abs(cost / published - 1) < 0.05)
  }

  private let figures = ModelFigures(
    name: "a", p: 0.9, pLower: 0.85, v: 0.8, inputTokens: 100, outputTokens: 50,
    prices: Prices(inputUSDPerMillionTokens: 2, outputUSDPerMillionTokens: 10))

  @Test func `a plan tells what the scaling laws give`() throws {
    let plan = try Plan(figures, for: Plan.Goal(steps: 1_000, target: 0.99, k: 7))
    let expected = plan.expected
    #expect(plan.kMin == ScalingLaws.kMin(p: 0.9, steps: 1_000, target: 0.99))
    #expect(plan.kMinLower == ScalingLaws.kMin(p: 0.85, steps: 1_000, target: 0.99))
    #expect(plan.k == 7)
    #expect(expected.successProbability == ScalingLaws.success(p: 0.9, k: 7, steps: 1_000))
    #expect(plan.cautious.successProbability == ScalingLaws.success(p: 0.85, k: 7, steps: 1_000))
    #expect(expected.votesPerStep == ScalingLaws.expectedVotes(p: 0.9, k: 7))
    #expect(plan.cautious.votesPerStep == ScalingLaws.expectedVotes(p: 0.85, k: 7))
    #expect(abs(plan.approximateVotesPerStep - 8.75) < 1e-12)
    #expect(abs(expected.samplesPerStep - expected.votesPerStep / 0.8) < 1e-12)
    #expect(expected.samples == expected.samplesPerStep * 1_000)
    #expect(expected.inputTokens == expected.samples * 100)
    #expect(expected.outputTokens == expected.samples * 50)
    // 100 tokens at 2 dollars and 50 at 10 dollars a million are 0.0007 dollars a sample.
    #expect(abs(try #require(expected.costUSD) - 0.0007 * expected.samples) < 1e-9)
    #expect(expected.sequentialSeconds == nil && expected.pipelinedSeconds == nil)
  }

  @Test func `the lead is chosen from the lower bound of p`() throws {
    let plan = try Plan(figures, for: Plan.Goal(steps: 1_000_000))
    #expect(plan.k == ScalingLaws.kMin(p: 0.85, steps: 1_000_000, target: 0.95))
    #expect(plan.k > plan.kMin)
    #expect(plan.cautious.successProbability >= 0.95)
    #expect(plan.expected.successProbability > plan.cautious.successProbability)
  }

  @Test func `a lower bound of one half leaves the lead to the estimate, and says so`() throws {
    var unsure = figures
    unsure.pLower = 0.45
    let plan = try Plan(unsure, for: Plan.Goal(steps: 1_000_000))
    #expect(plan.kMinLower == nil)
    #expect(plan.k == plan.kMin)
    #expect(plan.cautious.successProbability < 0.01)
    #expect(plan.cautious.votesPerStep == Double(plan.k * plan.k), "as many as an even chance takes")
  }

  @Test(arguments: [1.0, 2, 5, 20, 100, 1_000])
  func `a limit on the cost buys the greatest lead that it pays for`(limit: Double) throws {
    let goal = Plan.Goal(steps: 1_000, maximumCostUSD: limit)
    let plan = try Plan(figures, for: goal)
    #expect(try #require(plan.expected.costUSD) <= limit)
    let risk = 1 - plan.cautious.successProbability
    let more = try Plan(figures, for: Plan.Goal(steps: 1_000, k: plan.k + 1))
    #expect(try #require(more.expected.costUSD) > limit || risk <= 2 * Plan.negligibleRisk)
  }

  @Test func `nothing that costs nothing is bought without end`() throws {
    var free = figures
    free.prices = .free
    let plan = try Plan(free, for: Plan.Goal(steps: 1_000, maximumCostUSD: 0))
    #expect(plan.k == ScalingLaws.kMin(p: 0.85, steps: 1_000, target: 1 - Plan.negligibleRisk))
  }

  @Test func `there is no plan where nothing helps`() {
    let goal = Plan.Goal(steps: 10)
    let failure = { (figures: ModelFigures, goal: Plan.Goal) in
      #expect(throws: PlanFailure.self) { try Plan(figures, for: goal) }
    }
    for p in [0, 0.3, 0.5, .nan] {
      #expect(failure(ModelFigures(name: "a", p: p), goal)?.message.contains("cannot do it") == true)
    }
    #expect(failure(ModelFigures(name: "a", p: 0.5), Plan.Goal(steps: 10, k: 50)) == .hopeless(p: 0.5))
    #expect(failure(ModelFigures(name: "a", p: 0.9, v: 0), goal) == .alwaysFlagged)
    let poor = Plan.Goal(steps: 1_000, maximumCostUSD: 0.5)
    // One valid sample a step: 1,250 samples at 0.0007 dollars.
    guard case .tooExpensive(let cost, let k) = failure(figures, poor) else {
      Issue.record("0.5 dollars buy nothing")
      return
    }
    #expect(k == 1 && abs(cost - 0.875) < 1e-12)
    #expect(failure(ModelFigures(name: "a", p: 0.9), poor) == .unpriced)
    #expect(
      failure(ModelFigures(name: "a", p: 0.9), Plan.Goal(steps: 10, k: 3, maximumCostUSD: 1)) == .unpriced)
  }

  @Test func `a measured cost of a sample comes before its prices`() throws {
    var cached = figures
    cached.costPerSampleUSD = 0.0002
    let plan = try Plan(cached, for: Plan.Goal(steps: 1_000))
    #expect(plan.expected.costUSD == plan.expected.samples * 0.0002)
  }

  @Test func `a forecast holds what was expected`() throws {
    var timed = figures
    timed.latencyMs = LogHistogram()
    timed.latencyMs?.add(1_000)
    let plan = try Plan(timed, for: Plan.Goal(steps: 1_000, target: 0.99))
    let forecast = plan.forecast(source: "a.json")
    #expect(forecast.p == 0.9 && forecast.pLower == 0.85 && forecast.v == 0.8 && forecast.target == 0.99)
    #expect(forecast.k == plan.k && forecast.successProbability == plan.expected.successProbability)
    #expect(forecast.votesPerStep == plan.expected.votesPerStep)
    #expect(forecast.samplesPerStep == plan.expected.samplesPerStep)
    #expect(forecast.costUSD == plan.expected.costUSD && forecast.source == "a.json")
    #expect(forecast.wallSeconds == plan.expected.sequentialSeconds && forecast.wallSeconds != nil)
    #expect(plan.forecast.source == nil)
  }
}
