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
    PublishedModel("qwen3", 0.6, 449, 0.2342, 15, 11_500, input: nil),
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

  var question: Plan.Question {
    let prices = inputPrice.map {
      Prices(inputUSDPerMillionTokens: $0, outputUSDPerMillionTokens: outputPrice)
    }
    return Plan.Question(
      p: 1 - errorRate, steps: 1_048_575, target: 0.95,
      tokens: prices.map { Plan.Tokens(input: 595, output: outputTokens, prices: $0) })
  }
}

@Suite struct PlanTests {
  @Test(arguments: PublishedModel.all)
  fileprivate func `the least lead is the published one`(model: PublishedModel) {
    #expect(ScalingLaws.kMin(p: 1 - model.errorRate, steps: 1_048_575, target: 0.95) == model.kMin)
    #expect(Plan(model.question)?.kMin == model.kMin)
    #expect(Plan(model.question)?.k == model.kMin)
  }

  @Test(arguments: PublishedModel.all.filter { $0.inputPrice != nil })
  fileprivate func `the cost is the published one once prompts are paid for`(model: PublishedModel) throws {
    let published = try #require(model.costUSD)
    let cost = try #require(Plan(model.question)?.costUSD)
    #expect(abs(cost / published - 1) < 0.02)
  }

  @Test func `a plan tells what the scaling laws give`() throws {
    let prices = Prices(inputUSDPerMillionTokens: 2, outputUSDPerMillionTokens: 10)
    let question = Plan.Question(
      p: 0.9, v: 0.8, steps: 1_000, target: 0.99, k: 7,
      tokens: Plan.Tokens(input: 100, output: 50, prices: prices))
    let plan = try #require(Plan(question))
    #expect(plan.question == question)
    #expect(plan.kMin == ScalingLaws.kMin(p: 0.9, steps: 1_000, target: 0.99))
    #expect(plan.k == 7)
    #expect(plan.successProbability == ScalingLaws.success(p: 0.9, k: 7, steps: 1_000))
    #expect(plan.votesPerStep == ScalingLaws.expectedVotes(p: 0.9, k: 7))
    #expect(abs(plan.approximateVotesPerStep - 8.75) < 1e-12)
    #expect(abs(plan.samplesPerStep - plan.votesPerStep / 0.8) < 1e-12)
    // 100 tokens at 2 dollars and 50 at 10 dollars a million are 0.0007 dollars a sample.
    #expect(abs(try #require(plan.costUSD) - 0.0007 * plan.samplesPerStep * 1_000) < 1e-9)
  }

  @Test func `without prices there is no cost`() throws {
    #expect(try #require(Plan(Plan.Question(p: 0.9, steps: 10))).costUSD == nil)
  }

  @Test func `there is no plan for a model that is right half of the time`() {
    #expect(Plan(Plan.Question(p: 0.5, steps: 10)) == nil)
    #expect(Plan(Plan.Question(p: 0.5, steps: 10, k: 50)) == nil)
  }
}
