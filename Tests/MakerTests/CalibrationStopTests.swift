import Maker
import MakerTesting
import Synchronization
import Testing

/// A calibration stops at caps, at enough precision and when it is cancelled, and goes on from its log.
@Suite struct CalibrationStopTests {
  private let noise = Noise(
    errorRate: 0.1, wrongAnswers: 3, malformedRate: 0.1,
    malformedReply: Response("It depends.", usage: Usage(inputTokens: 8, outputTokens: 2)),
    usage: Usage(inputTokens: 8, outputTokens: 2))
  private let cases = CalibrationBench.cases(200)
  private let options = CalibrationOptions(worstCases: 4, repeats: 5, part: 16, concurrency: 4)
  private var model: NoisyModel { CalibrationBench.model(noise) }

  @Test func `half the width of the interval ends it, and p is that of a random part`() async {
    var options = options
    options.precision = 0.05
    let outcome = await Calibrator(cases, options: options).calibrate(model, as: "m")
    let figures = outcome.figures
    #expect(outcome.stop == nil && figures.endedEarly == "precision")
    #expect(figures.p.precision <= 0.05 && figures.cases < 200 && figures.cases.isMultiple(of: 16))
    #expect(figures.worstSteps.count == 4, "the worst are sampled all the same")
    options.precision = 1e-9
    let whole = await Calibrator(cases, options: options).calibrate(model, as: "m").figures
    #expect(whole.endedEarly == nil && whole.cases == 200)
  }

  @Test func `a cap is passed by no more than what was in flight, and the rest follows later`() async {
    let log = MemoryLog()
    let stopped = await Calibrator(
      cases, options: options, budget: Budget(caps: Caps(maximumTokens: 500)), log: log
    ).calibrate(model, as: "m")
    guard case .cap(.tokens(let spent, cap: 500))? = stopped.stop else {
      Issue.record("\(String(describing: stopped.stop))")
      return
    }
    #expect(spent >= 500 && spent <= 540)
    #expect(stopped.figures.endedEarly == "token cap" && stopped.figures.p.trials > 0)
    #expect(log.samples >= 50 && log.samples <= 54)

    let again = await Calibrator(
      cases, options: options, budget: Budget(caps: Caps(maximumTokens: 500)), log: log
    ).calibrate(model, as: "m", after: log.record)
    #expect(again.stop?.description.contains("500 tokens") == true, "caps hold over all sessions")
    #expect(log.samples <= 54)

    let done = await Calibrator(cases, options: options, log: log)
      .calibrate(model, as: "m", after: log.record)
    let undisturbed = await Calibrator(cases, options: options).calibrate(model, as: "m")
    #expect(done.stop == nil)
    #expect(done.figures.timeless == undisturbed.figures.timeless)
  }

  @Test func `cost, steps and time are caps too`() async {
    let prices = PriceList(unnamed: Prices(inputUSDPerMillionTokens: 1e6, outputUSDPerMillionTokens: 0))
    for caps in [Caps(maximumCostUSD: 80), Caps(maximumSteps: 20), Caps(maximumSeconds: 0)] {
      let outcome = await Calibrator(cases, options: options, budget: Budget(caps: caps, prices: prices))
        .calibrate(model, as: "m")
      guard case .cap? = outcome.stop else {
        Issue.record("\(caps): \(String(describing: outcome.stop))")
        continue
      }
      #expect(outcome.figures.cases < 60)
    }
  }

  @Test
  func `stopped at any sample and gone on with, it ends as the undisturbed one, and buys nothing twice`()
    async
  {
    let undisturbed = await Calibrator(cases, options: options).calibrate(model, as: "m").figures
    for capacity in [0, 1, 2, 3, 17, 100, 333, 440] {
      for isMultisample in [false, true] {
        let first = MemoryLog(capacity: capacity)
        let scripted = RememberingModel(base: model)
        func session(_ log: MemoryLog, _ record: CalibrationRecord) async -> CalibrationOutcome {
          let calibrator = Calibrator(cases, options: options, log: log)
          return isMultisample
            ? await calibrator.calibrate(MultisampleModel(scripted), as: "m", after: record)
            : await calibrator.calibrate(scripted, as: "m", after: record)
        }
        let stopped = await session(first, CalibrationRecord())
        guard case .log? = stopped.stop else {
          Issue.record("\(capacity): \(String(describing: stopped.stop))")
          continue
        }
        #expect(first.samples == capacity)
        let asked = scripted.calls.count
        let done = await session(MemoryLog(), first.record)
        #expect(done.stop == nil)
        #expect(done.figures.timeless == undisturbed.timeless, "\(capacity)")
        let second = Set(scripted.calls.dropFirst(asked))
        #expect(second.count == scripted.calls.count - asked, "nothing is asked twice")
        #expect(undisturbed.usage.tokens == done.figures.usage.tokens)
      }
    }
  }

  @Test func `cancelled, it keeps what was sampled`() async {
    let log = MemoryLog()
    let clock = VirtualClock()
    let slow = ClosureModel { _, _ throws(LanguageModelError) in
      do { try await clock.sleep(for: .seconds(1)) } catch {
        throw LanguageModelError(.cancelled, "Cancelled.")
      }
      return Response("7")
    }
    let calibrator = Calibrator(cases, options: options, log: log)
    let task = Task { await calibrator.calibrate(slow, as: "m") }
    for _ in 0..<3 {
      await clock.sleepers(4)
      clock.advance(by: .seconds(1))
    }
    await clock.sleepers(4)
    task.cancel()
    let outcome = await task.value
    #expect(outcome.stop == .cancelled && outcome.figures.endedEarly == "interrupted")
    #expect(log.samples == 12 && outcome.figures.p.trials == 12)
  }

  @Test func `what fails for every sample alike is not waited for`() async {
    let clock = VirtualClock()
    let model = ClosureModel { prompt, _ throws(LanguageModelError) in
      if prompt.content == "0" { throw LanguageModelError(.unknownModel, "Nobody knows it.") }
      // Time stands still: who is not cancelled waits for ever.
      do { try await clock.sleep(for: .seconds(1)) } catch {
        throw LanguageModelError(.cancelled, "Cancelled.")
      }
      return Response("7")
    }
    let outcome = await Calibrator(cases, options: options).calibrate(model, as: "m")
    #expect(outcome.stop == .model(LanguageModelError(.unknownModel, "Nobody knows it.")))
  }

  @Test func `at most so many samples are out at once`() async {
    let clock = VirtualClock()
    let slow = ClosureModel { _, _ throws(LanguageModelError) in
      do { try await clock.sleep(for: .seconds(1)) } catch {
        throw LanguageModelError(.cancelled, "Cancelled.")
      }
      return Response("7")
    }
    let calibrator = Calibrator(CalibrationBench.cases(12), options: options)
    let task = Task { await calibrator.calibrate(slow, as: "m") }
    for _ in 0..<6 {
      await clock.sleepers(4)
      clock.advance(by: .seconds(1))
    }
    #expect(await task.value.figures.p.trials == 24)
  }
}

/// A model that remembers what it was asked.
private final class RememberingModel: LanguageModel {
  struct Call: Hashable {
    let prompt: Prompt
    let options: GenerationOptions
  }

  private let base: NoisyModel
  private let asked = Mutex<[Call]>([])

  init(base: NoisyModel) { self.base = base }

  var calls: [Call] { asked.withLock { $0 } }

  func respond(
    to prompt: Prompt, options: GenerationOptions
  ) async throws(LanguageModelError) -> Response {
    asked.withLock { $0.append(Call(prompt: prompt, options: options)) }
    return try await base.respond(to: prompt, options: options)
  }
}
