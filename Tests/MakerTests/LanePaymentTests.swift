import Maker
import MakerTesting
import Synchronization
import Testing

/// What lanes were paid for is not paid for again, wherever a run stops.
@Suite struct LanePaymentTests {
  private let noise = Noise(errorRate: 0.2, wrongAnswers: 2, malformedRate: 0.1)
  private let rules = VotingRules(k: 3, temperatures: .uniform(0.7), seed: 11)

  @Test(arguments: [1, 2, 9, 40])
  func `a cap on tokens holds over all sessions, and no sample is paid for twice`(width: Int) async throws {
    let (journal, undisturbed) = (InMemoryJournal(), InMemoryJournal())
    try await LaneRun(
      Lanes(), model: CountingModel(base: Lanes.model(noise)) { _, _ in }, rules: rules, journal: undisturbed
    ).finish()
    let all = undisturbed.decisions.last?.tally.samples ?? 0
    let asked = Mutex([SampleKey: Int]())
    let counting = CountingModel(base: Lanes.model(noise)) { prompt, options in
      asked.withLock { $0[SampleKey(prompt, options), default: 0] += 1 }
    }
    var sessions = 0
    while sessions < 200 {
      sessions += 1
      let budget = Budget(caps: Caps(maximumTokens: 40 * sessions))
      let error = await LaneRun(
        Lanes(), model: counting, rules: rules, width: width, journal: journal, budget: budget
      ).error()
      guard let error else { break }
      #expect(error.reachedCap != nil, "\(error)")
    }
    #expect(sessions > 3)
    #expect(journal.votes == undisturbed.votes)
    #expect(asked.withLock { $0.values.allSatisfy { $0 == 1 } })
    #expect(asked.withLock { $0.count } == all)
  }

  @Test(arguments: [1, 3, 25])
  func `a raised lead counts again what was sampled before it`(width: Int) async throws {
    let watch = LiveWatch(k: 2, p: 0.999, raisesK: true)
    var low = rules
    low.k = 2
    let (journal, ordinary) = (InMemoryJournal(), InMemoryJournal())
    let asked = Mutex([SampleKey: Int]())
    let counting = CountingModel(base: Lanes.model(noise)) { prompt, options in
      asked.withLock { $0[SampleKey(prompt, options), default: 0] += 1 }
    }
    try await LaneRun(
      Lanes(), model: counting, rules: low, width: width, journal: journal, watch: watch
    ).finish()
    try await Run(Lanes(), model: Lanes.model(noise), rules: low, journal: ordinary, watch: watch).finish()
    #expect(ordinary.decisions.contains { $0.lead != nil })
    #expect(journal.votes.map(\.answer) == ordinary.votes.map(\.answer))
    #expect(asked.withLock { $0.values.allSatisfy { $0 == 1 } })
    let paid = journal.decisions.last?.tally.ledger.total.samples
    #expect(paid == asked.withLock { $0.count }, "all of it is in the ledger")
  }
}

/// What tells one sample from every other.
private struct SampleKey: Hashable {
  let prompt: String
  let temperature: Double
  let seed: UInt64?

  init(_ prompt: Prompt, _ options: GenerationOptions) {
    (self.prompt, temperature) = (prompt.content, options.temperature)
    if case .random(let seed) = options.samplingMode { self.seed = seed } else { seed = nil }
  }
}

/// A model that tells what it is asked, and says that each reply took ten tokens.
private struct CountingModel: LanguageModel {
  let base: NoisyModel
  let tell: @Sendable (Prompt, GenerationOptions) -> Void
  var identity: [String: String] { base.identity }

  init(base: NoisyModel, _ tell: @escaping @Sendable (Prompt, GenerationOptions) -> Void) {
    (self.base, self.tell) = (base, tell)
  }

  func respond(
    to prompt: Prompt, options: GenerationOptions
  ) async throws(LanguageModelError) -> Response {
    tell(prompt, options)
    await Task.yield()
    var response = try await base.respond(to: prompt, options: options)
    response.usage = Usage(inputTokens: 5, outputTokens: 5)
    return response
  }
}
