import Maker
import MakerProviders
import MakerTesting
import Testing

/// A submission whose answer never came: it is looked up, and neither lost nor paid for twice.
@Suite struct BatchLookUpTests {
  private static func isSubmission(_ request: FaultServer.Request) -> Bool {
    request.method == "POST" && request.path.hasSuffix("/batches")
  }

  /// Loses the answer to the first submission, which was taken or not.
  private func api(
    _ dialect: EndpointProfile.Dialect, _ breach: FakeBatchAPI.Breach, course: FakeBatchAPI.Course? = nil
  ) -> FakeBatchAPI {
    let first = First()
    return FakeBatchAPI(dialect, course) { _, request in
      Self.isSubmission(request) && first.isFirst() ? breach : nil
    }
  }

  @Test(arguments: BatchOverSocketTests.dialects)
  func `one that was taken is found`(dialect: EndpointProfile.Dialect) async throws {
    let api = api(dialect, .lost)
    try await withBatchAPI(api) { session in
      #expect(await session.error() == nil)
      try session.expectDone(api)
      #expect(api.facts.batches.count == 1)
    }
  }

  @Test(arguments: BatchOverSocketTests.dialects)
  func `one that was not taken is sent again`(dialect: EndpointProfile.Dialect) async throws {
    let api = api(dialect, .unheard)
    try await withBatchAPI(api) { session in
      #expect(await session.error() == nil)
      try session.expectDone(api)
      #expect(api.facts.batches.count == 1)
    }
  }

  @Test(arguments: BatchOverSocketTests.dialects)
  func `an answer of 502 says nothing, and is looked into`(dialect: EndpointProfile.Dialect) async throws {
    let api = api(dialect, .instead(Answers.http("502 Bad Gateway", type: "text/html", text: "<h1>Bad</h1>")))
    try await withBatchAPI(api) { session in
      #expect(await session.error() == nil)
      try session.expectDone(api)
      guard case .batch(let first) = session.journal.entries.first else { return }
      #expect(first.id == nil)
    }
  }

  @Test(arguments: BatchOverSocketTests.dialects)
  func `it is found among the batches of others, pages down`(dialect: EndpointProfile.Dialect) async throws {
    let api = api(dialect, .lost)
    for number in 0..<5 {
      api.add(
        .init(
          id: "other_\(number)", key: "else\(number)",
          requests: (0..<12).map { ("m\(number)x-s\($0)-v0-a0-0000000000000000", "7") }, created: 1_000_000,
          states: [dialect == .openAI ? "completed" : "ended"],
          fates: Array(repeating: .answered("99"), count: 12)))
    }
    try await withBatchAPI(api) { session in
      #expect(await session.error() == nil)
      try session.expectDone(api)
      #expect(api.facts.batches.count == 6)
    }
  }

  @Test func `while Anthropic is still at work on what may be it, nothing is sent`() async throws {
    let clock = VirtualClock()
    _ = clock
    let api = api(.anthropic, .unheard)
    // Somebody else's batch of as many requests, at the same time: only its results tell that it is not ours.
    api.add(
      .init(
        id: "other", key: nil, requests: (0..<12).map { ("mother-s\($0)-v0-a0-0000000000000000", "7") },
        created: 1_000_030, states: ["in_progress"], fates: Array(repeating: .answered("99"), count: 12)))
    try await withBatchAPI(api) { session in
      let run = session.run()
      let running = Task { try await run.finish() }
      // Time passes, and nobody knows: the list is looked at again and again.
      while session.clock.now.offset < .seconds(3600) {
        await session.clock.sleepers(1)
        session.clock.advanceToNextDeadline()
      }
      #expect(api.facts.batches.count == 1)
      #expect(run.batchProgress.snapshot.description == "batch 1 of round 1: sending it")
      api.end("other")
      try await session.clock.passing { _ = try await running.value }
      try session.expectDone(api)
      #expect(api.facts.batches.count == 2)
    }
  }

  @Test func `results that are gone cannot tell, and the run stops`() async throws {
    let api = api(.anthropic, .unheard)
    api.add(
      .init(
        id: "other", key: nil, requests: (0..<12).map { ("mother-s\($0)-v0-a0-0000000000000000", "7") },
        created: 1_000_030, states: ["ended"], fates: Array(repeating: .answered("99"), count: 12),
        isArchived: true))
    try await withBatchAPI(api) { session in
      let error = try #require(await session.error())
      #expect(error.description.contains("It cannot be told whether batch m"))
      #expect(api.facts.batches.count == 1)
      #expect(await session.error(givesUpLostBatches: true) == nil)
      try session.expectDone(api)
    }
  }

  @Test(arguments: BatchOverSocketTests.dialects)
  func `the next process finds what this one did not live to name`(dialect: EndpointProfile.Dialect)
    async throws
  {
    let api = FakeBatchAPI(dialect)
    try await withBatchAPI(api) { session in
      // Killed between the submission and its record.
      let kept = session.journal
      let dying = FaultyJournal(kept, failingAt: [1])
      let run = BatchRun(
        session.task, model: session.model, rules: session.rules, journal: dying,
        options: session.run().options, clock: RunClock(session.clock))
      await #expect(throws: RunError.self) {
        try await session.clock.passing { _ = try await run.finish() }
      }
      #expect(api.facts.batches.count == 1)
      #expect(kept.entries.count == 1)
      #expect(await session.error() == nil)
      try session.expectDone(api)
      #expect(api.facts.batches.count == 1)
    }
  }
}
