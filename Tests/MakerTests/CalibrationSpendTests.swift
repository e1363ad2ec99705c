import Maker
import MakerTesting
import Testing

/// A budget that several models share holds over all of them, and a cap is never passed by a part of the cases.
@Suite struct CalibrationSpendTests {
  private let noise = Noise(errorRate: 0.1, wrongAnswers: 3, usage: Usage(inputTokens: 8, outputTokens: 2))
  private let cases = CalibrationBench.cases(200)
  private let options = CalibrationOptions(worstCases: 0, part: 64, concurrency: 4)
  private var model: NoisyModel { CalibrationBench.model(noise) }

  /// A log with so many samples of 10 tokens.
  private func record(samples: Int) async -> CalibrationRecord {
    let log = MemoryLog(capacity: samples)
    _ = await Calibrator(cases, options: options, log: log).calibrate(model, as: "other")
    return log.record
  }

  @Test func `what was paid for at all models is charged before the first is asked, and only once`() async {
    let budget = Budget(caps: Caps(maximumTokens: 1000))
    let first = Calibrator(cases, options: options, budget: budget)
    let (mine, other) = (await record(samples: 40), await record(samples: 50))
    let charged = first.charged(mine)
    _ = first.charged(first.charged(other))
    let outcome = await first.calibrate(model, as: "m", after: charged)
    guard case .cap(.tokens(let spent, cap: 1000))? = outcome.stop else {
      Issue.record("\(String(describing: outcome.stop))")
      return
    }
    #expect(spent >= 1000 && spent <= 1040, "\(spent)")
    #expect(outcome.figures.p.trials >= 50 && outcome.figures.p.trials <= 54)
  }

  @Test func `a batch of the second model takes what the first one left`() async {
    let clock = RunClock(HastyClock())
    let budget = Budget(caps: Caps(maximumTokens: 2000))
    _ = Calibrator(cases, budget: budget).charged(await record(samples: 150))
    let service = InMemoryBatchService(answeringWith: model, clock: clock)
    let outcome = await Calibrator(cases, options: options, budget: budget, clock: clock)
      .calibrate(inBatches: service, as: "m", batches: BatchOptions(probe: 10))
    guard case .cap(.tokens(let spent, cap: 2000))? = outcome.stop else {
      Issue.record("\(String(describing: outcome.stop))")
      return
    }
    #expect(service.accepted.first?.items.count == 10)
    #expect(spent <= 2050, "\(spent)")
  }

  @Test
  func `a cap is passed by a sample at the most, however many may be out, and what came in the end is told`()
    async
  {
    var options = options
    options.concurrency = 128
    for isMultisample in [false, true] {
      for cap in [45, 500, 1_234] {
        let calibrator = Calibrator(cases, options: options, budget: Budget(caps: Caps(maximumTokens: cap)))
        let outcome =
          isMultisample
          ? await calibrator.calibrate(MultisampleModel(model), as: "m")
          : await calibrator.calibrate(model, as: "m")
        let tokens = outcome.figures.usage.tokens
        #expect(outcome.stop == .cap(.tokens(spent: tokens, cap: cap)))
        // Before anybody knows what one costs, eight are risked.
        #expect(tokens >= cap && tokens <= max(80, cap + 10), "\(tokens) of \(cap)")
      }
    }
  }

  @Test func `no more steps are sampled than may be, one by one, in batches and over sessions`() async {
    for cap in [1, 20, 100] {
      let log = MemoryLog()
      let direct = await Calibrator(
        cases, options: options, budget: Budget(caps: Caps(maximumSteps: cap)), log: log
      ).calibrate(model, as: "m")
      #expect(direct.stop == .cap(.steps(cap: cap)) && direct.figures.cases == cap)
      let more = await Calibrator(
        cases, options: options, budget: Budget(caps: Caps(maximumSteps: cap + 7)), log: log
      ).calibrate(model, as: "m", after: log.record)
      #expect(more.stop == .cap(.steps(cap: cap + 7)) && more.figures.cases == cap + 7)
      let clock = RunClock(HastyClock())
      let service = InMemoryBatchService(answeringWith: model, clock: clock)
      let batched = await Calibrator(
        cases, options: options, budget: Budget(caps: Caps(maximumSteps: cap)), clock: clock
      ).calibrate(inBatches: service, as: "m")
      #expect(batched.stop == .cap(.steps(cap: cap)) && batched.figures.cases == cap)
    }
    let budget = Budget(caps: Caps(maximumSteps: 30))
    let shared = Calibrator(cases, options: options, budget: budget)
    _ = shared.charged(await record(samples: 40))
    #expect(await shared.calibrate(model, as: "m").figures.cases == 10, "steps of another model count")
  }

  @Test func `in batches a precision is looked at after growing parts`() async {
    let clock = RunClock(HastyClock())
    let service = InMemoryBatchService(answeringWith: model, clock: clock)
    var options = options
    options.precision = 0.02
    let many = CalibrationBench.cases(3_000)
    let outcome = await Calibrator(many, options: options, clock: clock)
      .calibrate(inBatches: service, as: "m")
    #expect(outcome.figures.endedEarly == "precision" && outcome.figures.p.precision <= 0.02)
    #expect(outcome.figures.cases == 128 + 256 + 512)
    #expect(service.accepted.map(\.items.count) == [256, 512, 1024])
  }

  @Test func `what is known is counted without asking, and says why it is not all`() async {
    let calibrator = Calibrator(cases, options: options)
    let part = await calibrator.recount(await record(samples: 60), as: "m", because: .cancelled)
    #expect(part.stop == .cancelled && part.figures.p.trials == 60)
    let log = MemoryLog()
    let whole = await Calibrator(cases, options: options, log: log).calibrate(model, as: "m").figures
    let again = await calibrator.recount(log.record, as: "m")
    #expect(again.stop == nil && again.figures.timeless == whole.timeless)
  }

  @Test func `a model without a known price does not take that of the one in this process`() async {
    let named = ScriptedModel { call throws(LanguageModelError) in
      if call.index == 0 { throw LanguageModelError(.refusal, "No.") }
      return Response("7", usage: Usage(inputTokens: 9, outputTokens: 1), model: "v/m")
    }
    let list = PriceList(unnamed: .free)
    let outcome = await Calibrator(CalibrationBench.cases(5), options: options, prices: list)
      .calibrate(named, as: "v/m")
    #expect(outcome.figures.prices == nil && outcome.figures.costPerSampleUSD == nil)
    let local = await Calibrator(CalibrationBench.cases(5), options: options, prices: list)
      .calibrate(model, as: "local")
    #expect(local.figures.prices == .free && local.figures.costPerSampleUSD == 0)
  }

  @Test func `a reply of any number of tokens has a bin`() async throws {
    for tokens in [-5, 0, Int.max] {
      let odd = CalibrationBench.scripted { _, _ in Response("7", usage: Usage(outputTokens: tokens)) }
      let once = CalibrationOptions(votesPerCase: 1, worstCases: 0)
      let figures = await Calibrator(CalibrationBench.cases(1), options: once).calibrate(odd, as: "m").figures
      let bin = try #require(figures.lengths.first)
      #expect(bin.from < bin.to && bin.flagged.trials == 1)
    }
  }
}
