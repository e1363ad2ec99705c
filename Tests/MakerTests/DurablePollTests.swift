import Maker
import MakerTesting
import Testing

/// A decision that does not come about stops the code, or is an answer too.
@Suite struct DurablePollTests {
  private func rules(_ samples: Int) -> VotingRules {
    VotingRules(k: 3, limits: StepLimits(samplesPerStep: samples))
  }

  private func model(_ replies: [String]) -> ScriptedModel { ScriptedModel(replies) }

  @Test func `a poll that does not decide is recorded with its candidates, and not sampled again`()
    async throws
  {
    let journal = InMemoryJournal()
    let code = { (run: DurableScope) async throws -> Poll<Int> in
      let poll = try await run.poll("p", Errand.question(1))
      _ = try await run.decide("after", Errand.question(2))
      return poll
    }
    let first = model(["1", "2", "1", "?", "2"] + Array(repeating: "9", count: 3))
    let poll = try await withDurableRun("t", model: first, rules: rules(5), journal: journal, code)
    #expect(poll.answer == nil)
    #expect(poll.candidates.map(\.answer) == [1, 2])
    #expect(poll.candidates.map(\.votes) == [2, 2])
    let record = journal.decisions[0]
    #expect(record.ruling == Ruling(by: Ruling.task, reason: "5 samples did not decide it", time: 0))
    #expect(record.samples.count == 5 && record.votes == 4)
    #expect(journal.decisions[1].tally.rulings == 1)
    #expect(journal.decisions[1].tally.outvoted == 2, "of a tie of two and two, one side")

    let again = try await withDurableRun(
      "t", model: model([]), rules: rules(5), journal: journal, code)
    #expect(again == poll)
  }

  @Test func `a poll that decides is like a decision, with its candidates`() async throws {
    let journal = InMemoryJournal()
    let code = { (run: DurableScope) async throws -> [Poll<Int>] in
      [try await run.poll("p", Errand.question(1)), try await run.poll("q", Errand.question(2))]
    }
    let replies = ["1", "2", "1", "1", "1"] + ["4", "4", "4"]
    let polls = try await withDurableRun("t", model: model(replies), rules: rules(9), journal: journal, code)
    #expect(polls.map(\.answer) == [1, 4])
    #expect(polls[0].candidates.map(\.votes) == [4, 1])
    #expect(polls[1].candidates.map(\.votes) == [3])
    let again = try await withDurableRun("t", model: model([]), rules: rules(9), journal: journal, code)
    #expect(again == polls)
  }

  @Test func `a decision that does not come about stops its scope, and keeps what was paid for`() async throws
  {
    let journal = InMemoryJournal()
    let first = model(["1", "2", "1", "2"])
    let error = try await durableError {
      try await withDurableRun("t", model: first, rules: rules(4), journal: journal) { run in
        _ = try await run.decide("a", Errand.question(1))
      }
    }
    #expect(
      error?.description
        == "\"a\" is undecided: 4 samples did not decide it. What was paid for is kept; run the code again with a higher "
        + "limit, or poll it where undecided is an answer too.")
    #expect(journal.resumePoint?.openSamples.count == first.calls.count)

    // Limits are no part of the identity: with a higher one only what is missing is paid for.
    let second = model(["1", "1", "1"])
    let answer = try await withDurableRun("t", model: second, rules: rules(9), journal: journal) { run in
      try await run.decide("a", Errand.question(1))
    }
    #expect(answer == 1)
    #expect(first.calls.count + second.calls.count == journal.decisions[0].samples.count)
    #expect(journal.resumePoint?.openSamples.isEmpty == true)
  }

  @Test func `code cannot go on in a scope without the decision that stopped it`() async throws {
    let model = ScriptedModel { call throws(LanguageModelError) in
      Response(call.prompt.content == "1" ? "\(call.index)" : "5")
    }
    let run = try await DurableRun("t", model: model, rules: rules(4))
    _ = try await durableError { try await run.root.decide("a", Errand.question(1)) }
    let next = try await durableError { try await run.root.decide("b", Errand.question(2)) }
    #expect(
      next?.description
        == "\"b\" is asked for after \"a\", which was not decided. Ask for that one again, or poll it where undecided is "
        + "an answer too.")
    // Another scope is not concerned.
    #expect(try await run.root.scope("s").decide("b", Errand.question(2)) == 5)
    let end = try await durableError { try await run.finish() }
    #expect(
      end?.description
        == "The code came to its end without \"a\", which was not decided. Let its error end the code, or poll it where "
        + "undecided is an answer too.")
    guard case .stopped(at: "a")? = end?.reason else {
      Issue.record("\(String(describing: end))")
      return
    }
  }

  @Test func `what several scopes paid for is kept for each of them`() async throws {
    let journal = InMemoryJournal()
    // Prompts from 10 on get a different reply every time.
    let undecided = ScriptedModel { call throws(LanguageModelError) in
      call.prompt.content.count < 2 ? Response("1") : Response("\(call.index)")
    }
    let code = { (run: DurableScope) async throws in
      for (scope, number) in [("x", 10), ("y", 11), ("z", 1)] {
        _ = try? await run.scope(scope).decide("a", Errand.question(number))
      }
    }
    let error = try await durableError {
      try await withDurableRun("t", model: undecided, rules: rules(6), journal: journal, code)
    }
    guard case .stopped? = error?.reason else {
      Issue.record("\(String(describing: error))")
      return
    }
    let open = try #require(journal.resumePoint?.openSamples)
    #expect(open.count == undecided.calls.count - 3)

    let decided = ScriptedModel { _ throws(LanguageModelError) in Response("1000") }
    try await withDurableRun("t", model: decided, rules: rules(60), journal: journal, code)
    #expect(journal.decisions.count == 3)
    #expect(decided.calls.count == 8)
    #expect(journal.decisions.last?.tally.samples == undecided.calls.count + 8)
  }
}
