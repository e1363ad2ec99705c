import Maker
import MakerTesting
import Testing

/// A run stops at its caps, passes them by no more than what was in flight, and goes on where it stopped.
@Suite struct BudgetTests {
  private let prices = PriceList(
    models: ["m": Prices(inputUSDPerMillionTokens: 1e6, outputUSDPerMillionTokens: 2e6)])
  /// Ten tokens in, one out: 12 dollars a sample.
  private let model = ScriptedModel { _ in
    Response("1", usage: Usage(inputTokens: 10, outputTokens: 1), model: "m")
  }

  /// Counts up by what was answered.
  private struct Ones: ChainTask {
    let stepCount: Int
    let initialState = 0
    func prompt(for state: Int) -> Prompt { Prompt("\(state)") }
    func answer(in reply: String) throws(Flagged) -> Int { Int(reply) ?? 0 }
    func apply(_ answer: Int, to state: Int) -> Int { state + answer }
  }

  private func stop(_ caps: Caps, journal: InMemoryJournal = InMemoryJournal(), k: Int = 3) async -> RunError?
  {
    let budget = Budget(caps: caps, prices: prices)
    return await Run(
      Ones(stepCount: 100), model: model, rules: VotingRules(k: k), journal: journal, budget: budget
    ).error()
  }

  @Test func `the cost cap is passed by no more than one wave`() async throws {
    let error = try #require(await stop(Caps(maximumCostUSD: 500)))
    // 36 dollars a step: 504 after 14 steps.
    #expect(error.reachedCap == .cost(spentUSD: 504, capUSD: 500))
    #expect(error.summary.tally.decided == 14)
    #expect(error.description.contains("cost cap of $500"))
  }

  @Test func `the token cap counts input and output of every session`() async throws {
    let journal = InMemoryJournal()
    let first = try #require(await stop(Caps(maximumTokens: 330), journal: journal))
    #expect(first.reachedCap == .tokens(spent: 330, cap: 330))
    #expect(first.summary.tally.decided == 10)
    let again = try #require(await stop(Caps(maximumTokens: 330), journal: journal))
    #expect(again.summary.tally.decided == 10, "a resume keeps the sum")
    let more = try #require(await stop(Caps(maximumTokens: 660), journal: journal))
    #expect(more.summary.tally.decided == 20)
  }

  @Test func `the step cap stops after so many steps`() async throws {
    let error = try #require(await stop(Caps(maximumSteps: 7)))
    #expect(error.reachedCap == .steps(cap: 7))
    #expect(error.summary.tally.decided == 7)
  }

  @Test func `a cap that the last step reaches stops nothing`() async throws {
    let budget = Budget(caps: Caps(maximumSteps: 5))
    let summary = try await Run(Ones(stepCount: 5), model: model, budget: budget).finish()
    #expect(summary.isDone)
  }

  @Test func `time is that of all sessions`() async throws {
    let clock = VirtualClock()
    let budget = Budget(caps: Caps(maximumSeconds: 10), earlierSeconds: 7, clock: RunClock(clock))
    #expect(budget.reached == nil)
    clock.advance(by: .milliseconds(2_999))
    #expect(budget.reached == nil)
    clock.advance(by: .milliseconds(1))
    #expect(budget.reached == .time(capSeconds: 10))
  }

  @Test func `a model without a price stops a run with a cost cap, and only such a run`() async throws {
    let unknown = ScriptedModel { _ in Response("1", usage: Usage(inputTokens: 1), model: "other") }
    let capped = Budget(caps: Caps(maximumCostUSD: 5), prices: prices)
    let error = try #require(await Run(Ones(stepCount: 9), model: unknown, budget: capped).error())
    #expect(error.reachedCap == .unpriced(model: "other"))
    let free = Budget(caps: Caps(maximumTokens: 1_000_000), prices: prices)
    try await Run(Ones(stepCount: 9), model: unknown, budget: free).finish()
  }

  @Test func `samples in flight at the cap are waited for, and kept for the resume`() async throws {
    let clock = VirtualClock()
    let runClock = RunClock(clock)
    let script = ScriptedModel { call in
      Response("\(call.index)", usage: Usage(inputTokens: 10, outputTokens: 1), model: "m")
    }
    let slow = ClosureModel { prompt, options throws(LanguageModelError) in
      let response = try await script.respond(to: prompt, options: options)
      do { try await clock.sleep(for: .seconds(Int(response.content) ?? 0)) } catch {
        throw LanguageModelError(.cancelled, "cut off")
      }
      return response
    }
    // The first reply reaches the cap, the second and third are out.
    let budget = Budget(caps: Caps(maximumTokens: 11), clock: runClock)
    let decider = LocalDecider(model: slow, rules: VotingRules(k: 3), budget: budget, clock: runClock)
    let failure = try #require(await clock.passing { await decider.failure(of: .test()) })
    #expect(failure.reason == .cap(.tokens(spent: 11, cap: 11)))
    #expect(failure.samples.count == 3)
    #expect(script.calls.count == 3)
  }

  @Test func `a billed reply that does not say its tokens stops a run with a cap on them`() async throws {
    let silent = ScriptedModel { _ in Response("1", model: "m") }
    let capped = Budget(caps: Caps(maximumCostUSD: 5), prices: prices)
    let error = try #require(await Run(Ones(stepCount: 9), model: silent, budget: capped).error())
    #expect(error.reachedCap == .unmetered(model: "m"))
    let free = Budget(caps: Caps(maximumCostUSD: 5), prices: PriceList(models: ["m": .free]))
    try await Run(Ones(stepCount: 9), model: silent, budget: free).finish()
  }

  @Test func `tries that brought nothing are charged too`() {
    let budget = Budget(caps: Caps(maximumTokens: 30), prices: prices)
    budget.charge(
      Response(
        "1", usage: Usage(inputTokens: 10, outputTokens: 1), model: "m",
        tries: [Try(failure: "stalled", usage: Usage(inputTokens: 10, outputTokens: 9), latencyMs: 4)]))
    #expect(budget.reached == .tokens(spent: 30, cap: 30))
  }
}
