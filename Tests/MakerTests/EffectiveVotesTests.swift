import Foundation
import Maker
import MakerTesting
import Testing

/// Votes of a step that go together count as fewer, so that the interval of p holds it as often as it says.
@Suite struct EffectiveVotesTests {
  /// How many of 300 calibrations of a simulated model hold the true p, and how many have a lower bound above it.
  private func coverage(
    p: Double, correlation: Double, votes: Int
  ) async -> (held: Int, tooHigh: Int) {
    let options = CalibrationOptions(votesPerCase: votes, worstCases: 0)
    let cases = CalibrationBench.cases(150)
    let noise = Noise(errorRate: 1 - p, wrongAnswers: 3, correlation: correlation)
    var (held, tooHigh) = (0, 0)
    for seed in 0..<300 as Range<UInt64> {
      let model = CalibrationBench.model(noise, seed: seed &* 7919)
      let figures = await Calibrator(
        cases, rules: VotingRules(temperatures: .uniform(1), seed: seed), options: options
      ).calibrate(model.multisample, as: "m").figures
      if figures.p.lower <= p && p <= figures.p.upper { held += 1 }
      if figures.p.lower > p { tooHigh += 1 }
    }
    return (held, tooHigh)
  }

  @Test(arguments: [
    (0.7, 1, 2), (0.9, 1, 2), (0.98, 1, 2), (0.9, 0.5, 2), (0.9, 1, 5), (0.95, 0.5, 5), (0.9, 0, 2),
    (0.98, 0, 5),
  ])
  func `the interval holds p in 93 of 100 calibrations, however errors go together`(
    p: Double, correlation: Double, votes: Int
  ) async {
    let (held, tooHigh) = await coverage(p: p, correlation: correlation, votes: votes)
    #expect(held >= 279, "\(held) of 300")
    #expect(tooHigh <= 15, "\(tooHigh) of 300")
  }

  private func p(_ right: @escaping @Sendable (_ prompt: Int, _ times: Int) -> Bool, votes: Int = 2) async
    -> Estimate
  {
    let model = CalibrationBench.scripted { prompt, times in Response(right(prompt, times) ? "7" : "8") }
    let options = CalibrationOptions(votesPerCase: votes, worstCases: 0, concurrency: 1)
    return await Calibrator(CalibrationBench.cases(1000), options: options).calibrate(model, as: "m").figures
      .p
  }

  @Test func `when all votes are right, or all are wrong, the steps are the trials`() async {
    let steps = Proportion(hits: 1000, trials: 1000)
    for votes in [1, 2, 5] {
      let right = await p({ _, _ in true }, votes: votes)
      #expect(right.trials == 1000 * votes && right.hits == 1000 * votes)
      #expect(abs(right.effectiveTrials - 1000) < 1e-6 && right.upper == 1)
      #expect(abs(right.lower - steps.lower) < 1e-9)
      let wrong = await p({ _, _ in false }, votes: votes)
      #expect(abs(wrong.effectiveTrials - 1000) < 1e-6 && wrong.lower == 0)
    }
  }

  @Test func `votes that are one draw count once, those that are draws of their own nearly all`() async {
    let alike = await p { prompt, _ in prompt % 10 != 0 }
    #expect(alike.hits == 1800 && abs(alike.effectiveTrials - 1000) < 10, "\(alike.effectiveTrials)")
    #expect(abs(alike.lower - Proportion(hits: 900, trials: 1000).lower) < 1e-3)
    let apart = await p { prompt, times in (prompt * 2 + times) % 7 != 0 }
    #expect(apart.effectiveTrials > 1950, "\(apart.effectiveTrials)")
    let one = await p({ prompt, _ in prompt % 10 != 0 }, votes: 1)
    #expect(one.effectiveTrials == 1000 && one.lower == Proportion(hits: 900, trials: 1000).lower)
  }

  @Test func `one error does not make the lower bound jump up`() async {
    let none = await p { _, _ in true }
    let single = await p { prompt, times in prompt != 5 || times != 1 }
    let both = await p { prompt, _ in prompt != 5 }
    #expect(both.lower < single.lower && single.lower < none.lower)
  }

  @Test func `effective trials are read back, and cannot be more than there are`() throws {
    let estimate = Estimate(Proportion(hits: 95, trials: 100), effectiveTrials: 61.5)
    let data = try JSONEncoder().encode(estimate)
    #expect(try JSONDecoder().decode(Estimate.self, from: data) == estimate)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(object["effective_trials"] as? Double == 61.5 && object["trials"] as? Int == 100)
    #expect(estimate.lower < Estimate(estimate.counts).lower && estimate.value == 0.95)
    let old = try JSONDecoder().decode(Estimate.self, from: Data(#"{"hits": 5, "trials": 10}"#.utf8))
    #expect(old.effectiveTrials == 10 && old.lower == old.counts.lower)
    for effective in ["11", "0", "-1", "0.5", "1e300"] {
      let forged = #"{"hits": 5, "trials": 10, "effective_trials": \#(effective)}"#
      #expect(throws: DecodingError.self, "\(effective)") {
        try JSONDecoder().decode(Estimate.self, from: Data(forged.utf8))
      }
    }
  }
}
