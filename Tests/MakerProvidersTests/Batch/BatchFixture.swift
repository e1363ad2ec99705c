import Maker
import MakerProviders
import MakerTesting
import Testing

/// Counts up: the state is the number of the step, so the outline is known.
struct Counting: DraftableTask {
  var stepCount = 6
  let initialState = 0

  func prompt(for state: Int) -> Prompt {
    Prompt("\(state)", instructions: Instructions("Say the next number."))
  }
  func answer(in reply: String) throws(Flagged) -> Int {
    guard let number = Int(reply) else { throw Flagged(.malformed, "not a number") }
    return number
  }
  func apply(_ answer: Int, to state: Int) -> Int { answer }
  func draftState(before step: Int) -> Int? { step }
}

/// A run in batches over a real socket. Waits cost no time.
struct BatchSession {
  let clock: VirtualClock
  let journal: InMemoryJournal
  let model: EndpointBatchLanguageModel
  let logs: CollectedLogs
  var task = Counting()
  var rules = VotingRules(k: 2, seed: 5)

  func run(givesUpLostBatches: Bool = false, budget: Budget? = nil) -> BatchRun<Counting> {
    let clock = clock
    return BatchRun(
      task, model: model, rules: rules, journal: journal, budget: budget,
      options: BatchOptions(
        givesUpLostBatches: givesUpLostBatches, date: { 1_000_000 + clock.now.offset / .seconds(1) }),
      clock: RunClock(clock))
  }

  /// The error the run ends in, or nil when it finishes.
  func error(givesUpLostBatches: Bool = false) async -> RunError? {
    let run = run(givesUpLostBatches: givesUpLostBatches)
    return await clock.passing {
      do throws(RunError) {
        try await run.finish()
        return nil
      } catch {
        return error
      }
    }
  }

  /// The record of the run that nothing disturbed.
  func expectDone(_ api: FakeBatchAPI) throws {
    #expect(journal.decisions.map(\.step) == Array(0..<task.stepCount))
    #expect(journal.decisions.map(\.answer) == (1...task.stepCount).map(\.record))
    #expect(api.facts.paid.values.allSatisfy { $0 == 1 }, "nothing was paid for twice")
    let tally = try #require(journal.decisions.last?.tally)
    #expect(tally.ledger.total.samples == api.facts.paid.count, "and nothing that was paid is lost")
    #expect(
      tally.ledger.total.usage == Usage(inputTokens: 12 * tally.samples, outputTokens: 3 * tally.samples))
    #expect(Array(tally.ledger.named.keys) == [model.pricedName])
    #expect(logs.all.allSatisfy { !$0.text.contains("topsecret") })
    #expect(!"\(journal.entries)".contains("topsecret"))
  }
}

extension EndpointBatchLanguageModel {
  /// The name under which its replies are priced.
  var pricedName: String { "\(identity["model"] ?? ""):batch" }
}

/// Runs a fake provider, and a session that talks to it.
func withBatchAPI<R>(_ api: FakeBatchAPI, body: (BatchSession) async throws -> R) async throws -> R {
  try await FaultServer.run(respond: api.respond) { server in
    let clock = VirtualClock()
    let logs = CollectedLogs()
    let endpoints = Endpoints(logger: logs.logger, clock: RunClock(clock))
    let isOpenAI = api.dialect == .openAI
    let model = try EndpointBatchLanguageModel.make(
      isOpenAI ? "gpt-4.1-mini" : "claude-haiku-4-5", of: isOpenAI ? .openai : .anthropic,
      baseURL: server.baseURL,
      key: Secret("sk-topsecret0123456789"), endpoints: endpoints)
    let session = BatchSession(clock: clock, journal: InMemoryJournal(), model: model, logs: logs)
    let result = try await body(session)
    await endpoints.shutdown()
    let field = isOpenAI ? "authorization" : "x-api-key"
    #expect(server.requests.allSatisfy { $0.header(field)?.contains("sk-topsecret0123456789") == true })
    return result
  }
}
