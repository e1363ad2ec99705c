import Maker
import Testing

@Suite struct CounterfactualsTests {
  private let figures = ModelFigures(
    name: "a", p: 0.99, v: 0.8, inputTokens: 100, outputTokens: 50,
    prices: Prices(inputUSDPerMillionTokens: 2, outputUSDPerMillionTokens: 10))

  private func outcomes(_ figures: ModelFigures, steps: Double, several: [Int] = [2, 10, 100]) throws
    -> [Counterfactuals.Way: Counterfactuals.Outcome]
  {
    let plan = try Plan(figures, for: Plan.Goal(steps: steps))
    let list = Counterfactuals(to: plan, stepsPerAgent: several).outcomes
    #expect(list.first?.way == .plan)
    return Dictionary(uniqueKeysWithValues: list.map { ($0.way, $0) })
  }

  private func agree(_ one: Double?, _ other: Double, within relative: Double = 1e-12) -> Bool {
    one.map { abs($0 - other) <= relative * abs(other) } ?? false
  }

  @Test func `one agent alone must be valid and right at every step`() throws {
    let alone = try #require(try outcomes(figures, steps: 20)[.alone])
    let chance = (0..<20).reduce(1.0) { product, _ in product * 0.99 * 0.8 }
    #expect(agree(alone.successProbability, chance))
    #expect(alone.samples == 20 && alone.k == nil)
    #expect(agree(alone.costUSD, 20 * 0.0007))
  }

  @Test func `without voting, one valid sample a step must be right`() throws {
    let unvoted = try #require(try outcomes(figures, steps: 20)[.unvoted])
    let chance = (0..<20).reduce(1.0) { product, _ in product * 0.99 }
    #expect(agree(unvoted.successProbability, chance))
    #expect(agree(unvoted.samples, 25))
    #expect(agree(unvoted.inputTokens, 2500) && agree(unvoted.outputTokens, 1250))
    #expect(agree(unvoted.costUSD, 25 * 0.0007))
  }

  @Test func `several steps in one reply are right with the power of p`() throws {
    let all = try outcomes(figures, steps: 1_000)
    let ten = try #require(all[.stepsPerAgent(10)])
    let p = (0..<10).reduce(1.0) { product, _ in product * 0.99 }
    let k = try #require(ScalingLaws.kMin(p: p, steps: 1_000, target: 0.95, stepsPerAgent: 10))
    #expect(ten.k == k)
    #expect(agree(ten.successProbability, ScalingLaws.success(p: p, k: k, steps: 100)))
    #expect(agree(ten.samples, 100 * ScalingLaws.expectedSamples(p: p, v: 0.8, k: k), within: 1e-10))
    // The reply is ten times as long and the prompt is not: 100 tokens at 2 and 500 at 10 dollars a million.
    let samples = try #require(ten.samples)
    #expect(agree(ten.inputTokens, samples * 100) && agree(ten.outputTokens, samples * 500))
    #expect(agree(ten.costUSD, samples * 0.0052))
    let hundred = try #require(all[.stepsPerAgent(100)])
    #expect(hundred.successProbability == nil && hundred.samples == nil, "0.99^100 is below one half")
  }

  @Test func `more steps in a reply than the task has are left out`() throws {
    #expect(try outcomes(figures, steps: 5)[.stepsPerAgent(10)] == nil)
  }

  @Test func `the plan is among them, as it is`() throws {
    let plan = try Plan(figures, for: Plan.Goal(steps: 1_000))
    let outcome = try #require(Counterfactuals(to: plan).outcomes.first)
    #expect(outcome.k == plan.k && outcome.successProbability == plan.expected.successProbability)
    #expect(outcome.costUSD == plan.expected.costUSD && outcome.samples == plan.expected.samples)
  }

  @Test(arguments: PlanningReference.majorities)
  func `majorities are wrong as often as at 40 digits`(row: (p: Double, votes: Double, logWrong: Double)) {
    #expect(agree(MajorityVote.logWrong(p: row.p, votes: row.votes), row.logWrong))
  }

  @Test(arguments: PlanningReference.greatMajorities)
  func `majorities too great to sum are near enough`(row: (p: Double, votes: Double, logWrong: Double)) {
    #expect(agree(MajorityVote.logWrong(p: row.p, votes: row.votes), row.logWrong, within: 1e-9))
  }

  @Test(arguments: PlanningReference.leastMajorities)
  func `least majorities are those at 40 digits`(row: (p: Double, steps: Double, votes: Double)) {
    #expect(MajorityVote.votes(p: row.p, steps: row.steps, target: 0.95) == row.votes)
  }

  @Test(
    arguments: [0.5 + 1e-9, 0.5 + 1e-6, 0.51, 0.6, 0.9, 0.999, 1 - 1e-9, 1 - 1e-12],
    [1, 1000, 1_048_575, 1e12])
  func `every figure is a number over the whole range`(p: Double, steps: Double) throws {
    var model = figures
    (model.p, model.pLower) = (p, p)
    let all = try outcomes(model, steps: steps, several: [2, 10, 1000])
    for outcome in all.values where outcome.samples != nil {
      #expect((0...1).contains(try #require(outcome.successProbability)))
      let cost = try #require(outcome.costUSD)
      #expect(cost.isFinite && cost > 0)
    }
    let plan = try #require(all[.plan])
    let majority = try #require(all.values.first { if case .majority = $0.way { true } else { false } })
    #expect(try #require(majority.successProbability) >= 0.95 * (1 - 1e-6))
    // Ahead-by-k is the test with the fewest votes of all that are as sure.
    #expect(try #require(plan.samples) <= #require(majority.samples) * (1 + 1e-9))
  }
}
