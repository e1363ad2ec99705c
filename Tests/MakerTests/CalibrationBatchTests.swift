import Maker
import MakerTesting
import Testing

/// A calibration through batches is the direct one, and no crash makes it pay twice.
@Suite struct CalibrationBatchTests {
  private let noise = Noise(
    errorRate: 0.1, wrongAnswers: 3, malformedRate: 0.1, usage: Usage(inputTokens: 8, outputTokens: 2))
  private let cases = CalibrationBench.cases(60)
  private let options = CalibrationOptions(worstCases: 3, repeats: 5)

  private func session(
    _ service: InMemoryBatchService, _ log: MemoryLog, budget: Budget? = nil,
    batches: BatchOptions = BatchOptions(), clock: RunClock
  ) async -> CalibrationOutcome {
    await Calibrator(cases, options: options, budget: budget, log: log, clock: clock)
      .calibrate(inBatches: service, as: "m", after: log.record, batches: batches)
  }

  @Test func `its figures are those of the direct one`() async {
    let clock = RunClock(HastyClock())
    let model = CalibrationBench.model(noise)
    let service = InMemoryBatchService(answeringWith: model, clock: clock)
    let log = MemoryLog()
    let outcome = await session(service, log, clock: clock)
    let direct = await Calibrator(cases, options: options).calibrate(model, as: "m")
    #expect(outcome.stop == nil)
    #expect(outcome.figures.timeless == direct.figures.timeless)
    #expect(outcome.figures.latencyMs.count == 0, "a batch does not tell")
    #expect(service.accepted.first?.items.count == 120, "all cases are in the first batch")
    #expect(service.paid.values.allSatisfy { $0 == 1 })
    #expect(log.record.batches.allSatisfy { $0.isSettled && $0.id != nil })
  }

  @Test func `killed at any entry of its log, it fetches what is out and pays for nothing twice`() async {
    let hasty = RunClock(HastyClock())
    let direct = await Calibrator(cases, options: options)
      .calibrate(CalibrationBench.model(noise), as: "m").figures
    for capacity in [0, 1, 2, 3, 50, 122, 123, 124, 130, 135, 150, 160] {
      let service = InMemoryBatchService(answeringWith: CalibrationBench.model(noise), clock: hasty)
      let dying = MemoryLog(capacity: capacity)
      let first = await session(service, dying, clock: hasty)
      guard case .log? = first.stop else { continue }
      let log = MemoryLog()
      let record = dying.record
      let done = await Calibrator(cases, options: options, log: log, clock: hasty)
        .calibrate(inBatches: service, as: "m", after: record)
      #expect(done.stop == nil, "\(capacity)")
      #expect(done.figures.timeless == direct.timeless, "\(capacity)")
      #expect(service.paid.values.allSatisfy { $0 == 1 }, "\(capacity)")
    }
  }

  @Test func `items that fail or go missing are asked again`() async {
    let clock = RunClock(HastyClock())
    let service = InMemoryBatchService(
      answeringWith: CalibrationBench.model(noise), clock: clock,
      course: { number in
        .init { item in
          number > 0
            ? .answered
            : item.id.hasPrefix("s3-")
              ? .missing
              : item.id.hasPrefix("s4-")
                ? .failed(LanguageModelError(.unavailable, "Busy.")) : .answered
        }
      })
    let outcome = await session(service, MemoryLog(), clock: clock)
    let direct = await Calibrator(cases, options: options).calibrate(CalibrationBench.model(noise), as: "m")
    #expect(outcome.figures.timeless == direct.figures.timeless)
  }

  @Test func `a provider that brings nothing ends it, resumable`() async {
    let clock = RunClock(HastyClock())
    let service = InMemoryBatchService(
      answeringWith: CalibrationBench.model(noise), clock: clock,
      course: { _ in .init(fate: { _ in .missing }) })
    let outcome = await session(service, MemoryLog(), clock: clock)
    guard case .model? = outcome.stop else {
      Issue.record("\(String(describing: outcome.stop))")
      return
    }
  }

  @Test func `under a cap the first batch is a probe, and the cap is passed by little`() async {
    let clock = RunClock(HastyClock())
    let service = InMemoryBatchService(answeringWith: CalibrationBench.model(noise), clock: clock)
    let outcome = await session(
      service, MemoryLog(), budget: Budget(caps: Caps(maximumTokens: 700)), batches: BatchOptions(probe: 20),
      clock: clock)
    guard case .cap? = outcome.stop else {
      Issue.record("\(String(describing: outcome.stop))")
      return
    }
    #expect(service.accepted.first?.items.count == 20)
    #expect(outcome.figures.usage.tokens >= 700 && outcome.figures.usage.tokens <= 900)
  }
}
