import Maker
import MakerTesting
import Testing

/// When nothing else decides a step, a person does, and it is told apart for ever.
@Suite struct RulingTests {
  private let task = Walk(stepCount: 3)
  private let ruling = Ruling(by: "ada", reason: "looked at it", time: 1_750_000_000)

  private func stuck() async throws -> InMemoryJournal {
    let journal = InMemoryJournal()
    let model = ScriptedModel { call in Response(call.index % 2 == 0 ? "1" : "2") }
    let rules = VotingRules(k: 2, limits: StepLimits(samplesPerStep: 6))
    let error = await Run(task, model: model, rules: rules, journal: journal).error()
    guard case .step(let failure) = error?.reason, case .limit = failure.reason else {
      Issue.record("the step should have reached its limit")
      return journal
    }
    return journal
  }

  @Test func `a ruling takes the place of the decision, keeps the votes, and the run goes on`() async throws {
    let journal = try await stuck()
    let rules = VotingRules(k: 2, limits: StepLimits(samplesPerStep: 6))
    let model = ScriptedModel { _ in Response("1") }
    let run = Run(task, model: model, rules: rules, journal: journal)
    #expect(try await run.rule(2, ruling) == 0)
    let record = try #require(journal.decisions.first)
    #expect(record.ruling == ruling)
    #expect(record.answer == 2.record)
    #expect(record.votes == 6)
    #expect(record.candidates == [1.record, 2.record])
    #expect(record.order == [0, 1, 0, 1, 0, 1])
    #expect(record.samples.count == 6)
    #expect(record.tally.rulings == 1)
    #expect(record.tally.outvoted == 3)
    #expect(record.tally.flagged == 0)

    let summary = try await run.finish()
    #expect(summary.isDone)
    #expect(summary.tally.rulings == 1)
    #expect(journal.decisions.dropFirst().allSatisfy { $0.ruling == nil })
  }

  @Test func `there is nothing to rule once every step is decided`() async throws {
    let journal = InMemoryJournal()
    let run = Run(
      task, model: ScriptedModel { _ in Response("1") }, rules: VotingRules(k: 1), journal: journal)
    try await run.finish()
    let error = await #expect(throws: RunError.self) { try await run.rule(1, ruling) }
    guard case .nothingToRule = error?.reason else {
      Issue.record("ruled a step that is not there")
      return
    }
  }

  @Test func `a step nobody has voted on yet can be ruled as well`() async throws {
    let journal = InMemoryJournal()
    let run = Run(
      task, model: ScriptedModel { _ in Response("1") }, rules: VotingRules(k: 1), journal: journal)
    try await run.rule(2, ruling)
    #expect(journal.decisions.first?.votes == 0)
    #expect(journal.decisions.first?.tally.samples == 0)
  }
}
