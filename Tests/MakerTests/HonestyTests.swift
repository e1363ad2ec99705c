import Maker
import MakerTesting
import Testing

/// Runs of the real engine come out as the plan said.
@Suite(.serialized) struct HonestyTests {
  struct Setting: Sendable, CustomTestStringConvertible {
    let (p, v, k, steps): (Double, Double, Int, Int)
    var testDescription: String { "p \(p), v \(v), k \(k), s \(steps)" }

    init(_ p: Double, _ v: Double, _ k: Int, _ steps: Int) {
      (self.p, self.v, self.k, self.steps) = (p, v, k, steps)
    }
  }

  @Test(arguments: [Setting(0.8, 1, 2, 10), Setting(0.9, 0.7, 2, 40), Setting(0.75, 0.9, 4, 25)])
  func `the share of faultless runs and their samples are the plan's`(setting: Setting) async throws {
    let figures = ModelFigures(
      name: "noisy", p: setting.p, v: setting.v, inputTokens: 10, outputTokens: 4,
      prices: Prices(inputUSDPerMillionTokens: 100, outputUSDPerMillionTokens: 300))
    let plan = try Plan(figures, for: Plan.Goal(steps: Double(setting.steps), k: setting.k))
    let noise = Noise(
      errorRate: 1 - setting.p, malformedRate: 1 - setting.v,
      malformedReply: Response("?", usage: Usage(inputTokens: 10, outputTokens: 4)),
      usage: Usage(inputTokens: 10, outputTokens: 4))
    let prices = try #require(figures.prices)
    let runs = 400
    var faultless = 0
    var (votes, samples, cost) = (Spread(), Spread(), Spread())
    for seed in 0..<runs {
      let rules = VotingRules(k: setting.k, temperatures: .uniform(1), seed: UInt64(seed))
      let run = Run(
        Walk(stepCount: setting.steps), model: Walk.model(noise, seed: UInt64(seed)).multisample, rules: rules
      )
      var isRight = true
      var (cast, paid, usage) = (0, 0, Usage())
      for try await event in run.events {
        guard case .decided(let decision) = event else { continue }
        // The walk's wrong answers are 10 and more.
        if decision.answer >= 10 { isRight = false }
        cast += decision.ballot.count
        paid += decision.samples.count
        for sample in decision.samples { usage += sample.response.usage }
      }
      if isRight { faultless += 1 }
      votes.add(Double(cast))
      samples.add(Double(paid))
      cost.add(prices.costUSD(of: usage))
    }
    let share = Proportion(hits: faultless, trials: runs, confidence: 0.999)
    let success = plan.expected.successProbability
    #expect(share.lower <= success && success <= share.upper, "\(success) planned, \(share) measured")
    #expect(votes.isNear(plan.expected.votesPerStep * Double(setting.steps)), "\(votes)")
    #expect(samples.isNear(plan.expected.samples), "\(samples)")
    #expect(cost.isNear(try #require(plan.expected.costUSD)), "\(cost)")
  }

  /// A mean and how far it may be off.
  private struct Spread {
    var (count, sum, squares) = (0.0, 0.0, 0.0)

    mutating func add(_ value: Double) {
      count += 1
      sum += value
      squares += value * value
    }

    /// Whether the mean is within four standard errors of a value.
    func isNear(_ value: Double) -> Bool {
      let mean = sum / count
      let error = max(0, (squares / count - mean * mean) / (count - 1)).squareRoot()
      return abs(mean - value) <= 4 * error + 1e-9 * value
    }
  }
}
