import Maker
import MakerTesting
import Testing

/// What stops a run, what it says then, and what it does no more.
@Suite struct RunStopTests {
  private let right = Noise(errorRate: 0)
  private let rules = VotingRules(k: 2)

  @Test(arguments: [0, 1, 7])
  func `a journal failure stops the run and nothing more is asked`(entry: Int) async throws {
    let kept = InMemoryJournal()
    let journal = FaultyJournal(kept, failingAt: [entry])
    let model = FaultyModel(Walk.model(right), failing: [:])
    let run = Run(Walk(), model: model, rules: rules, journal: journal)
    let error = try #require(await run.error())
    guard case .journal(let cause) = error.reason else {
      Issue.record("another reason: \(error)")
      return
    }
    #expect(cause.code == .unwritable)
    #expect(error.description == "The disk is full.")
    #expect(error.summary.tally.decided == entry, "what was not recorded does not count")
    #expect(run.progress.snapshot.step == entry)
    #expect(model.callCount == 2 * (entry + 1))
    #expect(journal.appendCount == entry + 1)

    try await Run(Walk(), model: Walk.model(right), rules: rules, journal: kept).finish()
    #expect(kept.decisions.map(\.step) == Array(0..<40))
  }

  @Test func `a journal that cannot be made durable at the end is told of`() async throws {
    let journal = FaultyJournal(InMemoryJournal(), failsToFlush: true)
    let error = await Run(Walk(), model: Walk.model(right), rules: rules, journal: journal).error()
    #expect(error?.description == "The disk is full.")
    #expect(error?.summary.isDone == true)
  }

  @Test func `a journal that fails too does not hide why a step stopped`() async throws {
    let failure = LanguageModelError(.unavailable, "The server is gone.")
    let model = FaultyModel(ScriptedModel { _ in Response("1") }, failing: [5: failure])
    let journal = FaultyJournal(InMemoryJournal(), failingAt: [2], failsToFlush: true)
    let error = try #require(await Run(Walk(), model: model, rules: rules, journal: journal).error())
    #expect(error.description == "Step 2 got no reply: The server is gone.")
    #expect(journal.appendCount == 3)
  }

  @Test func `events end with the error, and asking again does not go on`() async throws {
    let journal = FaultyJournal(InMemoryJournal(), failingAt: [2])
    let model = FaultyModel(Walk.model(right), failing: [:])
    let run = Run(Walk(), model: model, rules: rules, journal: journal)
    var events = run.events.makeAsyncIterator()
    for _ in 0..<2 { #expect(try await events.next() != nil) }
    await #expect(throws: RunError.self) { try await events.next() }
    #expect(try await events.next() == nil)
    #expect(model.callCount == 6)
  }

  @Test func `open samples are recorded once with the step that was stopped`() async throws {
    let log = OrderLog()
    let journal = NotingJournal(log: log)
    let failure = LanguageModelError(.rateLimited, "Slow down.")
    let model = FaultyModel(ScriptedModel { _ in Response("1") }, failing: [3: failure])
    _ = await Run(Walk(), model: model, rules: rules, journal: journal).error()
    #expect(log.all == ["begun", "recorded 0", "open 1 with 1", "flushed"])
    #expect(journal.base.resumePoint?.openSamples.count == 1)
  }

  @Test func `a stop without anything paid leaves no open step behind`() async throws {
    let log = OrderLog()
    let journal = NotingJournal(log: log)
    let model = FaultyModel(ScriptedModel([]), failing: [:])
    let error = await Run(Walk(), model: model, rules: VotingRules(k: 1), journal: journal).error()
    #expect(log.all == ["begun", "flushed"])
    #expect(error?.description.hasPrefix("Step 0 got no reply: The script has no reply for call 0") == true)
  }

  @Test func `a record of another run is refused, and what changed is named`() async throws {
    let journal = InMemoryJournal()
    let model = FaultyModel(Walk.model(right), failing: [:])
    try await Run(Walk(), model: Walk.model(right), rules: rules, journal: journal).finish()
    let changed = VotingRules(k: 3, seed: 8)
    let error = try #require(await Run(Walk(), model: model, rules: changed, journal: journal).error())
    #expect(
      error.description == "The record is of another run: k was 2 and is now 3; seed was 0 and is now 8.")
    guard case .journal(let cause) = error.reason else {
      Issue.record("another reason: \(error)")
      return
    }
    #expect(cause.code == .mismatched)
    #expect(!error.isCancellation)
    #expect(model.callCount == 0)
    #expect(journal.decisions.count == 40)
  }

  @Test(arguments: [
    (StepFailure.Reason.limit(.samplesPerStep(200)), "Step 3 is undecided: 200 samples did not decide it."),
    (
      .limit(.attemptsPerSlot(20)),
      "Step 3 is undecided: 20 samples for one vote were all red-flagged."
    ),
    (.limit(.timePerStep(.seconds(90))), "Step 3 is undecided: 90.0 seconds did not decide it."),
    (.model(LanguageModelError(.unavailable, "Gone.")), "Step 3 got no reply: Gone."),
    (.cancelled, "Stopped before step 3 was decided."),
  ])
  func `an error says which step and why`(reason: StepFailure.Reason, sentence: String) async throws {
    struct Stuck: StepDecider {
      let reason: StepFailure.Reason
      let identity = ["model": "stuck"]
      func decide<Answer>(_ step: Step<Answer>) async throws(StepFailure) -> Decision<Answer> {
        throw StepFailure(reason, step: 3, prompt: step.prompt)
      }
    }
    let error = try #require(await Run(Walk(), decider: Stuck(reason: reason)).error())
    #expect(error.description == sentence)
    #expect(error.isCancellation == (reason == .cancelled))
  }
}
