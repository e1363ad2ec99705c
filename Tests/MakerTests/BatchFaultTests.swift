import Maker
import MakerTesting
import Testing

/// What a provider does wrong, and what a run makes of it.
@Suite struct BatchFaultTests {
  private let task = SketchedWalk(20)
  private let lost = LanguageModelError(.unavailable, "The connection broke.")

  /// The run comes to what the ordinary one comes to, and nothing was paid for twice.
  private func expectUndisturbed(_ bench: BatchBench, _ service: InMemoryBatchService) async throws {
    #expect(bench.journal.decisions.map(\.timeless) == (try await bench.ordinary(task)))
    #expect(service.paid.values.allSatisfy { $0 == 1 })
    #expect(bench.journal.isSettled)
  }

  @Test(arguments: [true, false])
  func `a submission whose answer is lost is looked up, not repeated`(accepted: Bool) async throws {
    let bench = BatchBench()
    let lost = lost
    let service = bench.service(fault: { moment throws(LanguageModelError) in
      if moment.call == .submit, moment.index == 0, moment.isDone == accepted { throw lost }
    })
    #expect(await bench.run(task, service).error(bench.clock) == nil)
    try await expectUndisturbed(bench, service)
    #expect(service.count(of: .find) == 1)
    let records = bench.journal.batches
    #expect((records[0].id == nil) == !accepted)
    #expect(bench.clock.now.offset >= .seconds(120), "the provider is given time to show it")
  }

  @Test func `a submission that cannot be looked up stops the run, and the next session looks first`()
    async throws
  {
    let bench = BatchBench()
    let lost = lost
    let service = bench.service(fault: { moment throws(LanguageModelError) in
      if moment.call == .submit, moment.index == 0, moment.isDone { throw lost }
      if moment.call == .find, moment.index < 2 { throw lost }
    })
    for _ in 0..<2 {
      let error = try #require(await bench.run(task, service).error(bench.clock))
      #expect(error.description.hasPrefix("Step 0 got no reply: It cannot be told whether batch m"))
      #expect(error.description.hasSuffix(" was submitted. The connection broke."))
      #expect(service.accepted.count == 1)
    }
    #expect(await bench.run(task, service).error(bench.clock) == nil)
    try await expectUndisturbed(bench, service)
  }

  @Test func `a batch that nobody can find is sent again only when that is asked for`() async throws {
    let bench = BatchBench()
    let lost = lost
    let service = bench.service(fault: { moment throws(LanguageModelError) in
      if moment.call == .submit, moment.index == 0, !moment.isDone { throw lost }
      if moment.call == .find { throw lost }
    })
    #expect(await bench.run(task, service).error(bench.clock) != nil)
    #expect(await bench.run(task, service).error(bench.clock) != nil)
    #expect(service.accepted.isEmpty)
    let options = bench.options(givesUpLostBatches: true)
    #expect(await bench.run(task, service, options: options).error(bench.clock) == nil)
    try await expectUndisturbed(bench, service)
  }

  @Test func `items that fail or are missing are asked again as they were`() async throws {
    let bench = BatchBench()
    let service = bench.service { number in
      .init(fate: { item in
        guard number < 3, let id = BatchItemID(item.id) else { return .answered }
        if id.step % 5 == 1 { return .missing }
        if id.step % 5 == 2, id.slot == 1 { return .failed(LanguageModelError(.unavailable, "Overloaded.")) }
        return .answered
      })
    }
    #expect(await bench.run(task, service).error(bench.clock) == nil)
    try await expectUndisturbed(bench, service)
    #expect(service.accepted[1].items.contains { service.accepted[0].items.contains($0) })
  }

  @Test(arguments: [BatchStatus.State.expired, .cancelled])
  func `what an expired or cancelled batch did not answer is asked again`(ending: BatchStatus.State)
    async throws
  {
    let bench = BatchBench()
    let service = bench.service { number in
      .init(
        ending: number == 0 ? ending : .ended,
        fate: { item in number > 0 || (BatchItemID(item.id)?.step ?? 0) < 7 ? .answered : .missing })
    }
    #expect(await bench.run(task, service).error(bench.clock) == nil)
    try await expectUndisturbed(bench, service)
    #expect(service.accepted[1].items.count >= 13 * 3)
  }

  @Test func `a batch that is cancelled at the provider's console is asked again`() async throws {
    let bench = BatchBench()
    let service = bench.service()
    let run = bench.run(task, service)
    let running = Task { await run.finishing() }
    await bench.clock.sleepers(1)
    try await service.cancel("batch-0")
    let error = await bench.clock.passing { await running.value }
    #expect(error == nil)
    try await expectUndisturbed(bench, service)
  }

  @Test func `a batch that is refused whole is sent again a few times`() async throws {
    let bench = BatchBench()
    let passing = bench.service { .init(ending: $0 < 3 ? .failed("The queue is full.") : .ended) }
    #expect(await bench.run(task, passing).error(bench.clock) == nil)
    try await expectUndisturbed(bench, passing)

    let other = BatchBench()
    let service = other.service { _ in .init(ending: .failed("The model is unknown.")) }
    let error = try #require(
      await other.run(task, service, options: other.options(patience: 3)).error(other.clock))
    #expect(error.description.hasPrefix("Step 0 got no reply: The provider refused batch batch-"))
    #expect(error.description.hasSuffix(": The model is unknown."))
    #expect(Set(service.accepted.map(\.items.count)) == [60, 15, 3], "less of it may pass")
    #expect(other.journal.isSettled, "what brought nothing is not fetched again")
  }

  @Test func `replies that come twice, or to nothing that was asked, are no votes`() async throws {
    let bench = BatchBench()
    let names = ["s3-v0-a0-0000000000000000", "", "s999999-v0-a0-00000000000000ff", "nonsense"]
    let service = bench.service { number in
      .init(fate: { item in
        guard let id = BatchItemID(item.id), number == 0 else { return .answered }
        return id.step.isMultiple(of: 2) ? .answeredTwice("77") : .answeredBeside(names[id.step / 2 % 4])
      })
    }
    #expect(await bench.run(task, service).error(bench.clock) == nil)
    try await expectUndisturbed(bench, service)
  }

  @Test func `a resumed run takes no reply to what it does not ask`() async throws {
    let bench = BatchBench()
    let names = ["s3-v0-a0-0000000000000000", "", "s999999-v0-a0-00000000000000ff", "nonsense"]
    let service = bench.service { _ in
      .init(fate: { item in .answeredBeside(names[(BatchItemID(item.id)?.step ?? 0) % 4]) })
    }
    let run = bench.run(task, service)
    let running = Task { await run.finishing() }
    await bench.clock.sleepers(1)
    running.cancel()
    _ = await running.value
    #expect(await bench.run(task, service).error(bench.clock) == nil)
    #expect(bench.journal.votes == (try await bench.ordinary(task)).map(\.unpriced))
    #expect(service.paid.values.allSatisfy { $0 == 1 })
    #expect(bench.journal.isSettled)
  }

  @Test func `a batch too large for the provider is sent in halves`() async throws {
    let bench = BatchBench()
    let strict = InMemoryBatchService(
      answeringWith: bench.model, limits: BatchLimits(requests: 13, bytes: 1 << 20),
      clock: RunClock(bench.clock))
    let service = Boasting(base: strict)
    #expect(await bench.run(task, service).error(bench.clock) == nil)
    try await expectUndisturbed(bench, strict)
    #expect(strict.accepted.prefix(6).map(\.items.count) == [7, 8, 7, 8, 7, 8])
    #expect(strict.count(of: .find) == 0, "a refusal needs no question")
  }

  @Test func `a provider that is out of reach for a while is asked again`() async throws {
    let bench = BatchBench()
    let lost = lost
    let service = bench.service(fault: { moment throws(LanguageModelError) in
      if moment.call == .status, (1..<4).contains(moment.index) { throw lost }
      if moment.call == .results, moment.index == 0 { throw lost }
      if moment.call == .submit, moment.index == 1, !moment.isDone {
        throw LanguageModelError(.rateLimited, "Too many batches.")
      }
    })
    #expect(await bench.run(task, service).error(bench.clock) == nil)
    try await expectUndisturbed(bench, service)
  }

  @Test func `a provider that stays out of reach stops the run, and its batch is fetched later`() async throws
  {
    let bench = BatchBench()
    let lost = lost
    let service = bench.service(fault: { moment throws(LanguageModelError) in
      if moment.call == .status, moment.index < 5 { throw lost }
    })
    let error = try #require(await bench.run(task, service).error(bench.clock))
    #expect(error.description == "Step 0 got no reply: The connection broke.")
    #expect(await bench.run(task, service).error(bench.clock) == nil)
    try await expectUndisturbed(bench, service)
  }

  @Test(arguments: [
    LanguageModelError.Code.unauthorized, .outOfMoney, .unknownModel,
  ])
  func `a failure that will come again stops the run at once`(code: LanguageModelError.Code) async throws {
    let bench = BatchBench()
    let service = bench.service(fault: { moment throws(LanguageModelError) in
      if moment.call == .submit { throw LanguageModelError(code, "No.") }
    })
    let error = try #require(await bench.run(task, service).error(bench.clock))
    #expect(error.description == "Step 0 got no reply: No.")
    #expect(service.count(of: .submit) == 1)
    #expect(bench.journal.isSettled, "it surely was not taken")
  }

  @Test func `a batch that is gone stops the run until it is given up`() async throws {
    let bench = BatchBench()
    let service = bench.service { .init(ending: $0 == 0 ? .gone("No such batch.") : .ended) }
    for _ in 0..<2 {
      let error = try #require(await bench.run(task, service).error(bench.clock))
      #expect(error.description.contains("Batch batch-0 cannot be fetched: No such batch. Use the account"))
    }
    #expect(service.accepted.count == 1)
    let options = bench.options(givesUpLostBatches: true)
    #expect(await bench.run(task, service, options: options).error(bench.clock) == nil)
    try await expectUndisturbed(bench, service)
  }

  @Test func `a journal that cannot keep a batch stops the run before it is sent`() async throws {
    let bench = BatchBench()
    let service = bench.service()
    let journal = FaultyJournal(bench.journal, failingAt: [0])
    let error = try #require(await bench.run(task, service, journal: journal).error(bench.clock))
    #expect(error.description == "The disk is full.")
    #expect(service.accepted.isEmpty)
  }
}

/// A provider that says it takes more than it does.
private struct Boasting: BatchLanguageModel {
  let base: InMemoryBatchService
  var limits: BatchLimits { BatchLimits(requests: 60, bytes: 1 << 20) }
  var identity: [String: String] { base.identity }

  func size(of item: BatchItem) -> Int { base.size(of: item) }
  func respond(
    to prompt: Prompt, options: GenerationOptions
  ) async throws(LanguageModelError) -> Response { try await base.respond(to: prompt, options: options) }
  func submit(_ items: [BatchItem], key: String) async throws(LanguageModelError) -> String {
    try await base.submit(items, key: key)
  }
  func find(_ batch: BatchRecord) async throws(LanguageModelError) -> String? { try await base.find(batch) }
  func status(of id: String) async throws(LanguageModelError) -> BatchStatus { try await base.status(of: id) }
  func results(of id: String, key: String) async throws(LanguageModelError) -> [BatchReply] {
    try await base.results(of: id, key: key)
  }
  func cancel(_ id: String) async throws(LanguageModelError) { try await base.cancel(id) }
}
