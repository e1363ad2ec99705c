import Maker
import Testing

@Suite(.serialized) struct WallTimeTests {
  private func agree(_ one: Double?, _ other: Double, within relative: Double = 1e-10) -> Bool {
    one.map { abs($0 - other) <= relative * abs(other) } ?? false
  }

  private func latency(_ values: [(Double, Int)]) throws -> SampleLatency {
    var histogram = LogHistogram()
    for (value, times) in values { histogram.add(value, times: times) }
    return try #require(SampleLatency(histogram))
  }

  @Test(arguments: [(0.55, 1), (0.7, 0.8), (0.9, 0.3), (0.9, 1), (0.999, 0.9)], [1, 2, 3, 5, 10, 40])
  func `samples over all waves are the votes and what is flagged`(
    model: (p: Double, v: Double), k: Int
  ) throws {
    let (p, v) = model
    let waves = try #require(VotingWaves(p: p, v: v, k: k))
    #expect(agree(waves.expected { Double($0) }, ScalingLaws.expectedSamples(p: p, v: v, k: k)))
  }

  @Test func `a perfect model is asked once, and a lead of one waits for the first valid sample`() throws {
    #expect(agree(try #require(VotingWaves(p: 1, v: 1, k: 9)).expected { _ in 1 }, 1))
    #expect(agree(try #require(VotingWaves(p: 0.6, v: 0.25, k: 1)).expected { _ in 1 }, 4))
    #expect(VotingWaves(p: 0.6, v: 1, k: VotingWaves.greatestLead + 1) == nil)
    #expect(VotingWaves(p: 0.6, v: 1, k: VotingWaves.greatestLead) != nil)
  }

  @Test(arguments: [(0.7, 0.9, 3), (0.9, 0.6, 4), (0.6, 1, 2)])
  func `waves are those of the real round`(model: (p: Double, v: Double, k: Int)) throws {
    var generator = SeededGenerator(seed: 7)
    var (sum, squares) = (0.0, 0.0)
    let trials = 5_000
    for step in 0..<trials {
      var round = VotingRound<Bool>(step: step, rules: VotingRules(k: model.k))
      var waves = 0.0
      while round.decision == nil {
        let requests = round.launches()
        try #require(!requests.isEmpty)
        waves += 1
        for request in requests {
          let isValid = Double.random(in: 0..<1, using: &generator) < model.v
          let isRight = Double.random(in: 0..<1, using: &generator) < model.p
          let sample = Sample(request: request, response: Response(""), latency: .zero)
          round.receive(sample, vote: isValid ? isRight : nil)
        }
      }
      sum += waves
      squares += waves * waves
    }
    let mean = sum / Double(trials)
    let deviation = ((squares / Double(trials) - mean * mean) / Double(trials)).squareRoot()
    let expected = try #require(VotingWaves(p: model.p, v: model.v, k: model.k)).expected { _ in 1 }
    #expect(abs(mean - expected) < 4 * deviation, "\(mean) measured, \(expected) expected")
  }

  @Test func `constant latency is the time of every wave`() throws {
    let constant = try latency([(1500, 10)])
    #expect(agree(constant.meanSeconds, 1.5))
    for count in [1, 2, 100] { #expect(agree(constant.secondsOfLongest(of: count), 1.5)) }
    #expect(agree(constant.secondsOfWave(6, concurrency: 1), 9))
    #expect(agree(constant.secondsOfWave(6, concurrency: 3), 3))
    #expect(agree(constant.secondsOfWave(6, concurrency: 60), 1.5))
  }

  @Test func `the longest of several is the expected maximum`() throws {
    let two = try latency([(1024, 3), (8192, 1)])
    #expect(agree(two.meanSeconds, (3 * 1.024 + 8.192) / 4))
    #expect(agree(two.secondsOfLongest(of: 1), two.meanSeconds))
    // All three are short with chance 27/64. Bins are 9 % wide, and these values lie at their edges alike.
    #expect(agree(two.secondsOfLongest(of: 3), 27.0 / 64 * 1.024 + 37.0 / 64 * 8.192, within: 1e-9))
    #expect(two.secondsOfLongest(of: 1000) > two.secondsOfLongest(of: 3))
  }

  @Test func `a plan adds up its steps`() throws {
    var histogram = LogHistogram()
    histogram.add(2_000)
    let figures = ModelFigures(name: "a", p: 1, latencyMs: histogram)
    let times = { (concurrency: Int) throws in
      let plan = try Plan(figures, for: Plan.Goal(steps: 10, k: 3, concurrency: concurrency))
      return (chain: plan.expected.sequentialSeconds, independent: plan.expected.pipelinedSeconds)
    }
    let (one, three, thirty) = (try times(1), try times(3), try times(30))
    #expect(agree(one.chain, 60) && agree(one.independent, 60))
    #expect(agree(three.chain, 20) && agree(three.independent, 20))
    #expect(agree(thirty.chain, 20) && agree(thirty.independent, 2))
  }

  @Test func `a lead too great for the chain still has a pipelined time`() throws {
    var histogram = LogHistogram()
    histogram.add(2_000)
    let figures = ModelFigures(name: "a", p: 0.51, latencyMs: histogram)
    let plan = try Plan(figures, for: Plan.Goal(steps: 1e12))
    #expect(plan.k > Projection.greatestTimedLead)
    #expect(plan.expected.sequentialSeconds == nil)
    #expect(agree(plan.expected.pipelinedSeconds, plan.expected.samples * 2))
  }
}
