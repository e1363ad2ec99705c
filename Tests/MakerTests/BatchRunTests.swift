import Maker
import MakerTesting
import Testing

/// A run in batches is the ordinary run, on many steps at once.
@Suite struct BatchRunTests {
  private let task = SketchedWalk(40)

  @Test(arguments: [1, 2, 7, 20, 100])
  func `a run in batches decides what the ordinary run decides, vote for vote`(window: Int) async throws {
    let bench = BatchBench()
    let service = bench.service()
    let error = await bench.run(task, service, options: bench.options(window: window)).error(bench.clock)
    #expect(error == nil)
    let ordinary = try await bench.ordinary(task)
    #expect(bench.journal.decisions.map(\.timeless) == ordinary)
    #expect(bench.journal.isSettled)
    #expect(service.paid.values.allSatisfy { $0 == 1 })
    #expect(service.paid.count == ordinary.last?.tally.samples)
  }

  @Test func `all steps of the window are in the first batch, and later ones hold what is missing`()
    async throws
  {
    let bench = BatchBench()
    let service = bench.service(limits: BatchLimits(requests: 1_000, bytes: 1 << 20))
    #expect(await bench.run(task, service).error(bench.clock) == nil)
    let sizes = service.accepted.map(\.items.count)
    #expect(sizes.first == 3 * 40)
    #expect(sizes.dropFirst().allSatisfy { $0 < 60 })
    #expect(sizes.count >= 2)
    #expect(
      service.accepted[0].items.map(\.id).prefix(4).map { $0.prefix(6) } == [
        "s0-v0-", "s0-v1-", "s0-v2-", "s1-v0-",
      ])
    #expect(bench.clock.now.offset >= .seconds(60 * sizes.count), "each round waits for its batch")
  }

  @Test func `no batch is beyond the provider's limits`() async throws {
    let bench = BatchBench()
    let service = bench.service(limits: BatchLimits(requests: 25, bytes: 900))
    #expect(await bench.run(task, service, options: bench.options(window: 40)).error(bench.clock) == nil)
    #expect(service.accepted.count > 10)
    #expect(service.accepted.allSatisfy { $0.items.count <= 25 })
    #expect(bench.journal.votes == (try await bench.ordinary(task)).map(\.unpriced))
  }

  @Test func `the window is what one batch has room for`() async throws {
    let bench = BatchBench()
    let service = bench.service(limits: BatchLimits(requests: 31, bytes: 1 << 20))
    #expect(await bench.run(task, service).error(bench.clock) == nil)
    #expect(service.accepted.first?.items.count == 30)
  }

  @Test func `prompts take no more of the window than one batch has room for`() async throws {
    let (wide, narrow) = (BatchBench(), BatchBench())
    let unbounded = wide.run(task, wide.service(limits: BatchLimits(requests: 1_000, bytes: 1 << 20)))
    #expect(await unbounded.error(wide.clock) == nil)
    // Each prompt with its instructions has 9 or 10 bytes and is sent three times: nine or ten steps at once.
    let bounded = narrow.run(task, narrow.service(limits: BatchLimits(requests: 1_000, bytes: 300)))
    #expect(await bounded.error(narrow.clock) == nil)
    #expect(unbounded.batchProgress.snapshot.round < 4)
    #expect(bounded.batchProgress.snapshot.round > 4)
    #expect(narrow.journal.votes == wide.journal.votes)
  }

  @Test func `models of an ensemble have batches of their own`() async throws {
    var bench = BatchBench()
    bench.rules.ensemble = 2
    let (one, other) = (bench.service(), bench.service())
    #expect(await bench.run(task, one, other).error(bench.clock) == nil)
    #expect(bench.journal.votes.count == 40)
    let slots = { (service: InMemoryBatchService) in
      Set(service.paid.keys.compactMap { BatchItemID($0)?.slot })
    }
    #expect(slots(one).allSatisfy { $0.isMultiple(of: 2) })
    #expect(slots(other).allSatisfy { !$0.isMultiple(of: 2) })
    #expect(Set(bench.journal.batches.map(\.model)) == [0, 1])

    let journal = InMemoryJournal()
    let decider = LocalDecider(model: bench.model, others: [bench.model], rules: bench.rules)
    try await Run(task, decider: decider, journal: journal).finish()
    #expect(journal.votes == bench.journal.votes)
  }

  @Test func `a run is the same run in batches and without`() async throws {
    let bench = BatchBench()
    let ordinary = Run(task, model: bench.model, rules: bench.rules)
    #expect(bench.run(task, bench.service()).identity == ordinary.identity)
  }

  @Test func `a refused item is a red flag of its step`() async throws {
    var bench = BatchBench()
    bench.noise = Noise(errorRate: 0)
    let service = bench.service { number in
      .init(fate: { item in
        item.id.hasPrefix("s5-v1-a0-")
          ? .failed(LanguageModelError(.refusal, "I would rather not.")) : .answered
      })
    }
    #expect(await bench.run(task, service).error(bench.clock) == nil)
    #expect(bench.journal.decisions.last?.tally.flags == [.refused: 1])
    let step = bench.journal.decisions[5]
    #expect(step.samples.map(\.request.slot) == [0, 1, 1, 2])
    #expect(step.samples[1].response.content == "I would rather not.")
  }

  @Test func `a step that reaches a limit stops the run at it, with what is before it decided`() async throws
  {
    var bench = BatchBench()
    bench.rules.limits = StepLimits(samplesPerStep: 4)
    bench.noise = Noise(errorRate: 0)
    let walk = task.walk
    let confused = SketchedWalk.stuck(at: 9, of: walk)
    let service = InMemoryBatchService(answeringWith: confused, clock: RunClock(bench.clock))
    let error = try #require(await bench.run(task, service).error(bench.clock))
    #expect(error.description == "Step 9 is undecided: 4 samples did not decide it.")
    #expect(bench.journal.decisions.map(\.step) == Array(0..<9))
    guard case .open(9, let samples) = bench.journal.entries.last else {
      Issue.record("its samples are not recorded")
      return
    }
    #expect(samples.count == 3)
    let afterwards = service.paid.keys.compactMap { BatchItemID($0) }.filter { $0.step > 9 && $0.slot > 2 }
    #expect(afterwards.isEmpty, "what comes after it waits")

    // With a higher limit it goes on, and pays for none of it again.
    var more = bench
    more.rules.limits = StepLimits(samplesPerStep: 9)
    let again = try #require(await more.run(task, service).error(bench.clock))
    #expect(again.description == "Step 9 is undecided: 9 samples did not decide it.")
    #expect(service.paid.values.allSatisfy { $0 == 1 })
  }

  @Test func `progress says what it waits for`() async throws {
    let bench = BatchBench()
    let service = bench.service(limits: BatchLimits(requests: 6_000, bytes: 1 << 30))
    let run = bench.run(SketchedWalk(2_000), service)
    let running = Task { try await run.finish() }
    var seen: [String] = []
    while bench.clock.now.offset < .seconds(60) {
      await bench.clock.sleepers(1)
      seen.append(run.batchProgress.snapshot.description)
      bench.clock.advanceToNextDeadline()
    }
    running.cancel()
    _ = await running.result
    #expect(seen.first == "batch 1 of round 1: sending it")
    #expect(seen.contains("batch 1 of round 1: waiting its turn"))
    #expect(seen.contains { $0.wholeMatch(of: /batch 1 of round 1: [1-5],\d{3} of 6,000 done/) != nil })
  }

  @Test func `looks at a batch grow rarer`() async throws {
    let bench = BatchBench()
    let service = bench.service { _ in .init(delay: .seconds(24 * 3600)) }
    #expect(await bench.run(SketchedWalk(1), service).error(bench.clock) == nil)
    let looks = service.count(of: .status)
    let rounds = service.accepted.count
    #expect((280 * rounds...310 * rounds).contains(looks))
  }

  @Test func `a run that is done asks for nothing`() async throws {
    let bench = BatchBench()
    #expect(await bench.run(task, bench.service()).error(bench.clock) == nil)
    let service = bench.service()
    let summary = try await bench.run(task, service).finish()
    #expect(summary.isDone)
    #expect(InMemoryBatchService.Moment.Call.allCases.allSatisfy { service.count(of: $0) == 0 })
  }

  @Test func `a run without a journal is made all the same`() async throws {
    let bench = BatchBench()
    let run = BatchRun(
      task, model: bench.service(), rules: bench.rules, options: bench.options(), clock: RunClock(bench.clock)
    )
    #expect(await run.error(bench.clock) == nil)
    #expect(run.progress.snapshot.step == 40)
    #expect(run.progress.snapshot.tally == (try await bench.ordinary(task)).last?.tally)
  }
}

extension SketchedWalk {
  /// A model that walks right, and says something else every time at one step.
  static func stuck(at step: Int, of walk: Walk, usage: Usage = Usage()) -> ClosureModel {
    let state = "\(walk.state(before: step))"
    return ClosureModel { prompt, options throws(LanguageModelError) in
      guard prompt.content == state else { return Response("\(Walk.right(Int(prompt.content) ?? 0))") }
      guard case .random(let seed?) = options.samplingMode else { return Response("100", usage: usage) }
      return Response("\(seed % 1_000_000)", usage: usage)
    }
  }
}
