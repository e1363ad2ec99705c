import Maker
import MakerTesting
import Testing

/// What a calibration says is true as often as it says so, and it finds the step that no vote can mend.
@Suite struct CalibrationWorthTests {
  /// How many of 400 calibrations of a simulated model hold the true p in their interval.
  private func coverage(p: Double, isKnown: Bool, wrongAnswers: Int) async -> Int {
    let options = CalibrationOptions(worstCases: 0)
    let cases = CalibrationBench.cases(150, isKnown: isKnown)
    var held = 0
    for seed in 0..<400 as Range<UInt64> {
      let model = CalibrationBench.model(Noise(errorRate: 1 - p, wrongAnswers: wrongAnswers), seed: seed)
      let figures = await Calibrator(
        cases, rules: VotingRules(temperatures: .uniform(1), seed: seed), options: options
      )
      .calibrate(model.multisample, as: "m").figures
      if figures.p.lower <= p && p <= figures.p.upper { held += 1 }
    }
    return held
  }

  @Test(arguments: [0.6, 0.9, 0.99])
  func `the interval of p holds the true p in 95 of 100 calibrations`(p: Double) async {
    // Clopper-Pearson holds it at least that often; 365 is three standard deviations below 380.
    #expect(await coverage(p: p, isKnown: true, wrongAnswers: 3) >= 365)
  }

  @Test func `so does the one from agreement when all errors could be alike`() async {
    #expect(await coverage(p: 0.9, isKnown: false, wrongAnswers: 1) >= 365)
  }

  @Test func `from agreement p is not overrated when errors are of many kinds`() async throws {
    let cases = CalibrationBench.cases(4_000, isKnown: false)
    let model = CalibrationBench.model(Noise(errorRate: 0.1, wrongAnswers: 50))
    let figures = await Calibrator(cases, rules: VotingRules(temperatures: .uniform(1)))
      .calibrate(model.multisample, as: "m").figures
    #expect(figures.basis == .agreement && figures.p.trials == 4_000)
    #expect(try #require(figures.p.value) < 0.91 && figures.p.lower > 0.85)
    #expect(figures.collisions.both.trials == 0, "nobody knows what is wrong")
    #expect(figures.lengths.allSatisfy { $0.wrong.trials == 0 })
  }

  @Test func `errors that go together show as collisions, and agreement cannot see them`() async throws {
    let noise = Noise(errorRate: 0.1, wrongAnswers: 3, correlation: 1)
    let model = CalibrationBench.model(noise).multisample
    let known = await Calibrator(CalibrationBench.cases(1_000)).calibrate(model, as: "m").figures
    #expect(known.collisions.both.hits > 60 && known.collisions.expected < 20)
    #expect(known.collisions.alike == known.collisions.both.hits)
    let unknown = await Calibrator(CalibrationBench.cases(1_000, isKnown: false)).calibrate(model, as: "m")
      .figures
    #expect(unknown.p.value == 1)
  }

  @Test func `the step that is wrong more often than right is found, and has no part in p`() async throws {
    let model = CalibrationBench.scripted { prompt, times in
      Response(prompt == 42 ? (times % 5 == 0 ? "7" : "8") : prompt == 50 && times == 0 ? "9" : "7")
    }
    var options = CalibrationOptions()
    options.concurrency = 1
    let figures = await Calibrator(CalibrationBench.cases(100), options: options).calibrate(model, as: "m")
      .figures
    #expect(figures.p.trials == 200 && figures.p.hits == 198)
    #expect(figures.worstSteps.map(\.name) == ["case 42", "case 50"])
    let worst = try #require(figures.worstSteps.first)
    #expect(worst.p.trials == 20 && worst.p.hits == 4 && worst.isHopeless)
    #expect(!figures.worstSteps[1].isHopeless && figures.worstSteps[1].p.hits == 20)
    #expect(model.calls.count == 240)
  }

  @Test func `flags of the worst steps are those of the samples that were drawn again`() async throws {
    let model = CalibrationBench.scripted { prompt, times in
      Response(prompt == 42 && (times < 2 || times == 9) ? "no number" : "7")
    }
    var options = CalibrationOptions()
    options.concurrency = 1
    let figures = await Calibrator(CalibrationBench.cases(100), options: options).calibrate(model, as: "m")
      .figures
    let worst = try #require(figures.worstSteps.first)
    #expect(worst.name == "case 42" && worst.flagged == 1 && worst.p.trials == 19)
  }

  @Test func `no step is sampled again where nothing went wrong`() async {
    let model = CalibrationBench.scripted { _, _ in Response("7") }
    let figures = await Calibrator(CalibrationBench.cases(30)).calibrate(model, as: "m").figures
    #expect(figures.worstSteps.isEmpty && model.calls.count == 60)
  }
}
