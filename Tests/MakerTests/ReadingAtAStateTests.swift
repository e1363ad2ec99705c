import Maker
import MakerTesting
import Testing

/// A reply is read at the state whose prompt it answers.
@Suite struct ReadingAtAStateTests {
  /// Replies say how far to go; the answer is where that leads, and beyond 2 is too far.
  private struct Stride: ChainTask {
    let stepCount = 12
    let initialState = 0

    func prompt(for state: Int) -> Prompt { Prompt("\(state)") }

    func answer(in reply: String) throws(Flagged) -> Int { throw Flagged(.malformed, "read without a state") }

    func answer(in reply: String, at state: Int) throws(Flagged) -> Int {
      guard let distance = Int(reply), distance <= 2 else { throw Flagged(.malformed, "too far") }
      return state + distance
    }

    func apply(_ answer: Int, to state: Int) -> Int { answer }
  }

  @Test func `the engine reads at the state of the step`() async throws {
    let model = ScriptedModel { call in Response(["2", "3", "2"][call.indexOfPrompt % 3]) }
    let journal = InMemoryJournal()
    let summary = try await Run(Stride(), model: model, rules: VotingRules(k: 2), journal: journal).finish()
    #expect(summary.tally.flags[.malformed] == 12)
    #expect(try journal.decisions.map { try Int(record: $0.answer) } == (1...12).map { 2 * $0 })
  }

  @Test func `the votes that a ruling keeps are read at the state of the step`() async throws {
    let journal = InMemoryJournal()
    let rules = VotingRules(k: 2, limits: StepLimits(samplesPerStep: 8))
    let model = ScriptedModel { call in
      Response(call.prompt.content == "6" ? (call.indexOfPrompt % 2 == 0 ? "1" : "2") : "2")
    }
    let run = Run(Stride(), model: model, rules: rules, journal: journal)
    await #expect(throws: RunError.self) { try await run.finish() }
    #expect(try await run.rule(8, Ruling(by: "ada", reason: "", time: 1)) == 3)
    let ruled = try #require(journal.decisions.last)
    #expect(try ruled.candidates.map { try Int(record: $0) } == [7, 8])
    #expect(ruled.votes == ruled.samples.count)
  }
}
