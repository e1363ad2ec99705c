import Foundation
import Maker
import MakerTesting
import Testing

/// What a calibration counts.
@Suite struct CalibratorTests {
  private let options = CalibrationOptions(worstCases: 0)

  private func figures(
    _ model: some LanguageModel, _ cases: [CalibrationCase<Int>], rules: VotingRules = VotingRules(),
    options: CalibrationOptions? = nil
  ) async -> ModelCalibration {
    let outcome = await Calibrator(cases, rules: rules, options: options ?? self.options)
      .calibrate(model, as: "m")
    #expect(outcome.stop == nil)
    return outcome.figures
  }

  @Test func `votes, flags, tokens and collisions are what the replies were`() async throws {
    // Case 0: right twice. 1: both wrong, alike. 2: both wrong, unlike. 3: one wrong. 4: flagged, then right; right.
    let script: [[String]] = [["7", "7"], ["8", "8"], ["8", "9"], ["7", "8"], ["what", "7", "7"]]
    let model = CalibrationBench.scripted { prompt, times in
      Response(script[prompt][times], usage: Usage(inputTokens: 10, outputTokens: 3))
    }
    var one = options
    one.concurrency = 1
    let figures = await figures(model, CalibrationBench.cases(5), options: one)
    #expect(figures.cases == 5 && figures.basis == .truth)
    #expect(figures.p.hits == 5 && figures.p.trials == 10)
    #expect(figures.v.hits == 10 && figures.v.trials == 11)
    #expect(figures.flags == [.malformed: 1])
    #expect(figures.usage == Usage(inputTokens: 110, outputTokens: 33))
    #expect(figures.meanInputTokens == 10 && figures.meanOutputTokens == 3)
    #expect(figures.collisions.both.hits == 2 && figures.collisions.both.trials == 5)
    #expect(figures.collisions.alike == 1)
    #expect(abs(figures.collisions.expected - 0.25 * 5) < 1e-12)
    #expect(figures.latencyMs.count == 11)
    #expect(model.calls.count == 11)
  }

  @Test func `a flagged sample is drawn again as in a run, and the vote is given up after its attempts`()
    async
  {
    let model = CalibrationBench.scripted { _, _ in Response("nonsense") }
    let figures = await figures(model, CalibrationBench.cases(4))
    #expect(model.calls.count == 4 * 2 * 3)
    #expect(figures.v.hits == 0 && figures.v.trials == 24)
    #expect(figures.p.trials == 0 && figures.p.value == nil && figures.p.lower == 0)
  }

  @Test func `temperatures are those of a run, and seeds are fixed and its own`() async {
    let model = CalibrationBench.scripted { _, _ in Response("7") }
    _ = await figures(model, CalibrationBench.cases(3), rules: VotingRules(temperatures: .paper, seed: 5))
    let again = CalibrationBench.scripted { _, _ in Response("7") }
    _ = await figures(again, CalibrationBench.cases(3), rules: VotingRules(temperatures: .paper, seed: 5))
    #expect(Set(model.calls.map(\.options)) == Set(again.calls.map(\.options)))
    #expect(model.calls.count { $0.options.samplingMode == .greedy && $0.options.temperature == 0 } == 3)
    #expect(model.calls.count { $0.options.temperature == 0.1 } == 3)
    let run = GenerationOptions(
      samplingMode: .random(seed: SampleSeed.of(run: 5, step: 0, slot: 1, attempt: 0)), temperature: 0.1)
    #expect(!model.calls.contains { $0.options == run })
  }

  @Test func `a model that answers several samples in one call gives the same figures`() async {
    let noise = Noise(errorRate: 0.2, wrongAnswers: 2, malformedRate: 0.1, usage: Usage(outputTokens: 4))
    let model = CalibrationBench.model(noise)
    var options = CalibrationOptions(worstCases: 5, repeats: 8, part: 16)
    let plain = await figures(model, CalibrationBench.cases(100), options: options)
    options.concurrency = 3
    options.part = 7
    let other = await figures(model.multisample, CalibrationBench.cases(100), options: options)
    #expect(plain.timeless == other.timeless)
    #expect(plain.worstSteps.count == 5 && plain.p.trials > 150)
  }

  @Test func `the parsers read the same replies, and repairing lets confused replies vote`() async {
    // Every third case is answered in a confused way, wrong each time in the same way, until its third attempt.
    let model = CalibrationBench.scripted { prompt, _ in
      prompt.isMultiple(of: 3)
        ? Response("perhaps 8", usage: Usage(outputTokens: 50), finishReason: .stop)
        : Response("7", usage: Usage(outputTokens: 2))
    }
    let figures = await figures(model, CalibrationBench.cases(30))
    #expect(figures.parsers.map(\.parser) == ["flagging", "repairing"])
    let (strict, repaired) = (figures.parsers[0], figures.parsers[1])
    #expect(strict.p.hits == 40 && strict.p.trials == 40 && strict.v.trials == 40 + 10 * 2 * 3)
    #expect(repaired.p.hits == 40 && repaired.p.trials == 60)
    #expect(repaired.v.hits == 60 && repaired.v.trials == 60, "it needs no second attempt")
    #expect(strict.collisions.both.hits == 0)
    #expect(repaired.collisions.both.hits == 10 && repaired.collisions.alike == 10)
    #expect(abs(repaired.collisions.expected - 30.0 / 9) < 1e-12)
  }

  @Test func `without the flag for length a long reply votes, but one that is empty or refused never does`()
    async
  {
    let model = CalibrationBench.scripted { prompt, _ in
      switch prompt {
      case 0: Response("7", usage: Usage(outputTokens: 900))
      case 1: Response("7", usage: Usage(outputTokens: 100), finishReason: .length)
      case 2: Response("  ")
      case 3: Response("7", finishReason: .refusal)
      default: Response("7", usage: Usage(outputTokens: 5))
      }
    }
    var once = options
    once.attemptsPerVote = 1
    let figures = await figures(
      model, CalibrationBench.cases(5), rules: VotingRules(maximumResponseTokens: 100), options: once)
    #expect(figures.flags == [.overlong: 4, .empty: 2, .refused: 2])
    #expect(figures.parsers[0].p.trials == 2 && figures.parsers[1].p.trials == 6)
  }

  @Test func `a refusal that comes as an error is a flag, and any other error stops it`() async {
    let refusing = ScriptedModel { call throws(LanguageModelError) in
      if call.prompt.content == "1" { throw LanguageModelError(.refusal, "No.") }
      return Response("7")
    }
    let figures = await figures(refusing, CalibrationBench.cases(3))
    #expect(figures.flags == [.refused: 6] && figures.p.trials == 4)
    let failing = ScriptedModel { call throws(LanguageModelError) in
      if call.index == 5 { throw LanguageModelError(.unauthorized, "No key.") }
      return Response("7")
    }
    let outcome = await Calibrator(CalibrationBench.cases(50), options: options).calibrate(failing, as: "m")
    #expect(outcome.stop == .model(LanguageModelError(.unauthorized, "No key.")))
    #expect(outcome.figures.endedEarly == "model failed")
    #expect(outcome.figures.p.trials >= 5, "what came is counted")
  }

  @Test func `errors are counted by size, and p is that of its own size`() async {
    let cases = CalibrationBench.cases(20, size: 3) + CalibrationBench.cases(20, size: 9)
    // Right at size 3 only: its cases come first.
    let model = CalibrationBench.scripted { _, times in Response(times < 2 ? "7" : "8") }
    var sized = options
    sized.size = 9
    sized.part = 20
    sized.concurrency = 1
    let figures = await figures(model, cases, options: sized)
    #expect(figures.sizes.map(\.size) == [3, 9])
    #expect(figures.sizes.map(\.p.hits) == [40, 0] && figures.sizes.map(\.p.trials) == [40, 40])
    #expect(figures.p.hits == 0 && figures.p.trials == 40 && figures.cases == 20)
    #expect(figures.collisions.both.trials == 20)
    #expect(figures.usage.tokens == 0 && figures.v.trials == 40)
  }

  @Test func `lengths are put into at most 24 bins of one sensible width, and nothing is lost`() async {
    for (step, spread) in [(1, 1), (1, 24), (1, 25), (7, 100), (40, 50), (3, 1)] {
      let model = CalibrationBench.scripted { prompt, times in
        Response(
          prompt % 10 == 0 ? "x" : prompt % 5 == 0 ? "8" : "7",
          usage: Usage(outputTokens: 30 + (prompt * 2 + times) * step % (spread * step)))
      }
      var single = options
      single.attemptsPerVote = 1
      let figures = await figures(model, CalibrationBench.cases(100), options: single)
      let bins = figures.lengths
      #expect(bins.count <= 24)
      #expect(bins.reduce(0) { $0 + $1.flagged.trials } == 200)
      #expect(bins.reduce(0) { $0 + $1.flagged.hits } == 20)
      #expect(bins.reduce(0) { $0 + $1.wrong.trials } == 180)
      #expect(bins.reduce(0) { $0 + $1.wrong.hits } == 20)
      #expect(Set(bins.map { $0.to - $0.from }).count == 1)
      #expect(zip(bins, bins.dropFirst()).allSatisfy { $0.to <= $1.from })
      #expect(bins.allSatisfy { $0.from.isMultiple(of: $0.to - $0.from) })
    }
  }

  @Test func `costs are those of the price list, and unknown without one`() async {
    let model = CalibrationBench.scripted { _, _ in
      Response("7", usage: Usage(inputTokens: 1000, outputTokens: 500), model: "v/m")
    }
    let list = PriceList(models: ["v/m": Prices(inputUSDPerMillionTokens: 2, outputUSDPerMillionTokens: 8)])
    let priced = await Calibrator(CalibrationBench.cases(5), prices: list).calibrate(model, as: "v/m").figures
    #expect(abs((priced.costPerSampleUSD ?? 0) - 0.006) < 1e-12)
    #expect(priced.prices == list.models["v/m"])
    let unpriced = await Calibrator(CalibrationBench.cases(5)).calibrate(model, as: "v/m").figures
    #expect(unpriced.costPerSampleUSD == nil && unpriced.prices == nil)
  }

  @Test func `figures are read back from their JSON as they were`() async throws {
    let noise = Noise(errorRate: 0.2, malformedRate: 0.1, usage: Usage(inputTokens: 3, outputTokens: 4))
    let figures = await figures(
      CalibrationBench.model(noise), CalibrationBench.cases(50, size: 4), options: CalibrationOptions())
    let calibration = Calibration(
      task: "t", steps: 50, created: 5, makerVersion: "0", seed: 1, models: [figures])
    let data = try JSONEncoder().encode(calibration)
    #expect(try JSONDecoder().decode(Calibration.self, from: data) == calibration)
  }
}

extension ModelCalibration {
  /// Without what differs between two calibrations of the same: times.
  var timeless: ModelCalibration {
    var copy = self
    copy.latencyMs = LogHistogram()
    return copy
  }
}
