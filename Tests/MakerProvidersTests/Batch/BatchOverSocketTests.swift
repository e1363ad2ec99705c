import Maker
import MakerProviders
import MakerTesting
import Testing

/// Runs in batches over a real socket, at OpenAI's interface and at Anthropic's.
@Suite struct BatchOverSocketTests {
  static let dialects: [EndpointProfile.Dialect] = [.openAI, .anthropic]

  @Test(arguments: dialects)
  func `a run goes through every state of a batch to its decisions`(dialect: EndpointProfile.Dialect)
    async throws
  {
    let api = FakeBatchAPI(dialect)
    try await withBatchAPI(api) { session in
      #expect(await session.error() == nil)
      try session.expectDone(api)
      #expect(api.facts.batches.map(\.requests.count) == [12])
      #expect(session.journal.entries.count { if case .batch = $0 { true } else { false } } == 3)
    }
  }

  @Test(arguments: dialects)
  func `requests that fail, expire or are missing are asked again`(dialect: EndpointProfile.Dialect)
    async throws
  {
    let fates: [FakeBatchAPI.Fate] = [.failed(500), .expired, .cancelled, .missing, .failed(429)]
    let api = FakeBatchAPI(
      dialect,
      .init(
        states: { _ in [dialect == .openAI ? "completed" : "ended"] },
        fate: { number, name, prompt in
          number < fates.count && name.contains("-v1-")
            ? fates[number] : .answered(FakeBatchAPI.right(prompt))
        }))
    try await withBatchAPI(api) { session in
      #expect(await session.error() == nil)
      try session.expectDone(api)
      #expect(api.facts.batches.map(\.requests.count) == [12, 6, 6, 6, 6, 6])
    }
  }

  @Test(arguments: ["expired", "cancelled"])
  func `what an expired or cancelled batch of OpenAI has is kept`(state: String) async throws {
    let api = FakeBatchAPI(
      .openAI,
      .init(
        states: { $0 == 0 ? ["in_progress", state] : ["completed"] },
        fate: { number, name, prompt in
          if number > 0 || name.hasPrefix("s0") { return .answered(FakeBatchAPI.right(prompt)) }
          return state == "expired" ? .expired : .cancelled
        }))
    try await withBatchAPI(api) { session in
      #expect(await session.error() == nil)
      try session.expectDone(api)
      #expect(api.facts.batches.map(\.requests.count) == [12, 10])
    }
  }

  @Test func `a batch that OpenAI refuses whole is told of in its words`() async throws {
    let api = FakeBatchAPI(.openAI, .init(states: { _ in ["validating", "failed"] }))
    try await withBatchAPI(api) { session in
      let error = try #require(await session.error())
      #expect(error.description.hasSuffix(": Enqueued token limit reached."))
      #expect(error.description.hasPrefix("Step 0 got no reply: The provider refused batch batch_"))
    }
  }

  @Test(arguments: dialects)
  func `what the provider declines to answer is a red flag`(dialect: EndpointProfile.Dialect) async throws {
    let api = FakeBatchAPI(
      dialect,
      .init(
        states: { _ in [dialect == .openAI ? "completed" : "ended"] },
        fate: { number, name, prompt in
          number == 0 && name.hasPrefix("s2-v0")
            ? .answered("I cannot say.") : .answered(FakeBatchAPI.right(prompt))
        }))
    try await withBatchAPI(api) { session in
      #expect(await session.error() == nil)
      try session.expectDone(api)
      #expect(session.journal.decisions.last?.tally.flags == [.malformed: 1])
    }
  }

  @Test(arguments: dialects)
  func `a batch too large for the provider goes out in parts`(dialect: EndpointProfile.Dialect) async throws {
    var course = FakeBatchAPI.Course(states: { _ in [dialect == .openAI ? "completed" : "ended"] })
    course.most = 4
    let api = FakeBatchAPI(dialect, course)
    try await withBatchAPI(api) { session in
      #expect(await session.error() == nil)
      try session.expectDone(api)
      #expect(api.facts.batches.map(\.requests.count) == [3, 3, 3, 3])
    }
  }

  @Test(arguments: dialects)
  func `failures that pass are put up with at every call`(dialect: EndpointProfile.Dialect) async throws {
    // Every second call fails in another way; a submission only in ways in which it surely did nothing.
    let api = FakeBatchAPI(dialect) { number, request in
      guard number.isMultiple(of: 2) else { return nil }
      let isSubmission = request.method == "POST" && !request.path.hasSuffix("/files")
      let limited = FakeBatchAPI.Breach.instead(
        Answers.error("429 Too Many Requests", type: "rate_limit_error", headers: ["Retry-After: 2"]))
      if isSubmission { return limited }
      switch number / 2 % 4 {
      case 0: return .instead(Answers.error("503 Service Unavailable"))
      case 1: return limited
      case 2: return .unheard
      default: return .halved
      }
    }
    try await withBatchAPI(api) { session in
      #expect(await session.error() == nil)
      try session.expectDone(api)
      #expect(api.facts.batches.count == 1)
    }
  }

  @Test(arguments: dialects)
  func `a batch that the provider does not know stops the run until it is given up`(
    dialect: EndpointProfile.Dialect
  ) async throws {
    let api = FakeBatchAPI(dialect) { _, request in
      request.method == "GET" && request.path.hasSuffix("/batch_0") ? .instead(FakeBatchAPI.missing) : nil
    }
    try await withBatchAPI(api) { session in
      for _ in 0..<2 {
        let error = try #require(await session.error())
        #expect(error.description.contains("Batch batch_0 cannot be fetched: "))
        #expect(error.description.contains("No such batch."))
      }
      #expect(api.facts.batches.count == 1)
      #expect(await session.error(givesUpLostBatches: true) == nil)
      #expect(session.journal.decisions.count == 6)
      #expect(api.facts.batches.count == 2)
    }
  }

  @Test(arguments: [401, 403, 404])
  func `a refused key or model stops the run with the remedy, and nothing is left to look up`(status: Int)
    async throws
  {
    let api = FakeBatchAPI(.anthropic) { _, request in
      request.method == "POST" ? .instead(Answers.error("\(status) No", message: "No.", type: "x")) : nil
    }
    try await withBatchAPI(api) { session in
      let error = try #require(await session.error())
      guard case .step(let failure) = error.reason, case .model(let cause) = failure.reason else {
        Issue.record("\(error)")
        return
      }
      #expect(cause.code == (status == 404 ? .unknownModel : .unauthorized))
      guard case .batch(let last) = session.journal.entries.last else {
        Issue.record("the batch is not settled")
        return
      }
      #expect(last.isSettled)
    }
  }

  @Test(arguments: dialects)
  func `a batch can be cancelled`(dialect: EndpointProfile.Dialect) async throws {
    let api = FakeBatchAPI(dialect, .init(states: { _ in ["in_progress"] }))
    try await withBatchAPI(api) { session in
      let item = BatchItem(id: "s0-v0-a0-0000000000000001", prompt: Prompt("0"), options: GenerationOptions())
      let id = try await session.model.submit([item], key: "m0")
      #expect(try await session.model.status(of: id) == BatchStatus(.running, done: 0, total: 1))
      try await session.model.cancel(id)
      #expect(try await session.model.status(of: id).isOver == false, "it is being cancelled")
      #expect(try await session.model.status(of: id).isOver)
      #expect(try await session.model.results(of: id, key: "m0").map(\.id) == [item.id])
    }
  }

  @Test func `a provider without batches says so`() {
    #expect(throws: LanguageModelError.self) {
      try EndpointBatchLanguageModel.make("x", of: .groq, key: Secret("k"))
    }
  }

  @Test func `it is the model that is asked directly`() async throws {
    let api = FakeBatchAPI(.anthropic)
    try await withBatchAPI(api) { session in
      let direct = try EndpointLanguageModel.make(
        "claude-haiku-4-5", of: .anthropic, key: Secret("k"), endpoints: Endpoints())
      #expect(session.model.identity == direct.identity)
      #expect(session.model.limits == BatchLimits(requests: 100_000, bytes: 255_990_000))
    }
  }
}
