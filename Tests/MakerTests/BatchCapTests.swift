import Maker
import MakerTesting
import Testing

/// A run in batches under caps, and going on without batches.
@Suite struct BatchCapTests {
  private let task = SketchedWalk(60)

  private func budget(_ bench: BatchBench, _ caps: Caps) -> Budget {
    Budget(
      caps: caps,
      prices: PriceList(unnamed: Prices(inputUSDPerMillionTokens: 1e6, outputUSDPerMillionTokens: 1e6)),
      clock: RunClock(bench.clock))
  }

  @Test func `a cap of money stops the run, and what was paid is kept`() async throws {
    // A sample costs 9 dollars or nothing.
    var bench = BatchBench()
    bench.noise.malformedRate = 0
    let service = bench.service(limits: BatchLimits(requests: 3_000, bytes: 1 << 20))
    let capped = budget(bench, Caps(maximumCostUSD: 9 * 150))
    let options = bench.options()
    let error = try #require(
      await bench.run(task, service, budget: capped, options: options).error(bench.clock))
    guard case .cost(let spent, _) = error.reachedCap else {
      Issue.record("\(error)")
      return
    }
    #expect(
      service.accepted.map(\.items.count) == [100, 50], "a probe first, then what is left of the money")
    #expect(spent == 9 * 150)
    #expect(!bench.journal.decisions.isEmpty)

    // The sum is kept: a session under the same cap sends nothing.
    let again = try #require(
      await bench.run(task, service, budget: budget(bench, Caps(maximumCostUSD: 9 * 150)), options: options)
        .error(bench.clock))
    #expect(again.reachedCap == .cost(spentUSD: 9 * 150, capUSD: 9 * 150))
    #expect(service.accepted.count == 2)
    #expect(await bench.run(task, service, options: options).error(bench.clock) == nil)
    #expect(bench.journal.decisions.map(\.timeless) == (try await bench.ordinary(task)))
    #expect(service.paid.values.allSatisfy { $0 == 1 })
  }

  @Test func `a cap of steps bounds what is asked`() async throws {
    let bench = BatchBench()
    let service = bench.service(limits: BatchLimits(requests: 3_000, bytes: 1 << 20))
    let error = try #require(
      await bench.run(task, service, budget: budget(bench, Caps(maximumSteps: 11))).error(bench.clock))
    #expect(error.reachedCap == .steps(cap: 11))
    #expect(service.paid.keys.allSatisfy { (BatchItemID($0)?.step ?? 99) < 11 })
    #expect(bench.journal.decisions.count == 11)
    #expect(bench.journal.isSettled)
  }

  @Test func `a cap of time that is reached while a batch is out waits for it`() async throws {
    var bench = BatchBench()
    bench.noise = Noise(errorRate: 0)
    let service = bench.service { _ in .init(delay: .seconds(3600)) }
    let error = try #require(
      await bench.run(task, service, budget: budget(bench, Caps(maximumSeconds: 60))).error(bench.clock))
    #expect(error.reachedCap == .time(capSeconds: 60))
    #expect(service.accepted.count == 1)
    #expect(bench.journal.decisions.count == 20)
    #expect(service.count(of: .results) == 1)
  }

  @Test func `nothing more is sent once a cap is reached between two batches of a round`() async throws {
    let bench = BatchBench()
    let clock = bench.clock
    let service = bench.service(limits: BatchLimits(requests: 9, bytes: 1 << 20)) { _ in
      // The submission itself takes all the time there is.
      clock.advance(by: .seconds(100))
      return .init()
    }
    let run = bench.run(
      task, service, budget: budget(bench, Caps(maximumSeconds: 60)), options: bench.options(window: 20))
    let error = try #require(await run.error(bench.clock))
    #expect(error.reachedCap == .time(capSeconds: 60))
    #expect(service.accepted.count == 1)
    #expect(service.count(of: .results) == 1)
  }

  @Test func `samples that are in the record and at the provider are charged once`() async throws {
    var bench = BatchBench()
    bench.rules.limits = StepLimits(samplesPerStep: 4)
    let stuck = SketchedWalk.stuck(at: 0, of: task.walk, usage: Usage(inputTokens: 10))
    let service = InMemoryBatchService(answeringWith: stuck, clock: RunClock(bench.clock))
    let options = bench.options(window: 1)
    let first = try #require(await bench.run(task, service, options: options).error(bench.clock))
    #expect(first.description == "Step 0 is undecided: 4 samples did not decide it.")
    #expect(service.paid.count == 3)

    bench.rules.limits = StepLimits(samplesPerStep: 6)
    let capped = budget(bench, Caps(maximumTokens: 31))
    let error = try #require(
      await bench.run(task, service, budget: capped, options: options).error(bench.clock))
    #expect(
      error.reachedCap == .tokens(spent: 40, cap: 31), "three were paid, and one more had room")
  }

  @Test func `an ordinary run does not go past batches that are out`() async throws {
    let bench = BatchBench()
    let service = bench.service()
    let run = bench.run(task, service)
    let running = Task { await run.finishing() }
    await bench.clock.sleepers(1)
    running.cancel()
    _ = await running.value
    let model = FaultyModel(bench.model, failing: [:])
    let ordinary = Run(task, model: model, rules: bench.rules, journal: bench.journal)
    let error = try #require(await ordinary.error())
    #expect(
      error.description.hasPrefix("1 batch is with the provider or not yet in the record (batch-0). Go on in")
    )
    #expect(model.callCount == 0)
  }

  @Test(arguments: [0, 1, 2, 3])
  func `a run goes on without batches and pays for nothing twice`(after looks: Int) async throws {
    let bench = BatchBench()
    let stopping = bench.service(limits: BatchLimits(requests: 90, bytes: 1 << 20)) { number in
      .init(fate: { item in
        // Holes everywhere, for the models to fill.
        item.id.utf8.reduce(0) { $0 &+ Int($1) }.isMultiple(of: 3) ? .missing : .answered
      })
    } fault: { moment throws(LanguageModelError) in
      if moment.call == .submit, moment.index == looks, !moment.isDone {
        throw LanguageModelError(.outOfMoney, "No money.")
      }
    }
    #expect(await bench.run(task, stopping).error(bench.clock) != nil)
    let direct = Counting(base: stopping)
    let options = bench.options(sendsBatches: false)
    #expect(await bench.run(task, direct, options: options).error(bench.clock) == nil)
    let ordinary = try await bench.ordinary(task)
    #expect(bench.journal.decisions.map(\.timeless) == ordinary)
    #expect(stopping.accepted.count == looks)
    #expect(stopping.paid.count + direct.asked == ordinary.last?.tally.samples)
    #expect(bench.journal.isSettled)
  }
}
