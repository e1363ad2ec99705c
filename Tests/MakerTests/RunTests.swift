import Maker
import MakerTesting
import Testing

@Suite struct RunTests {
  private let noise = Noise(
    errorRate: 0.15, wrongAnswers: 3, malformedRate: 0.1,
    usage: Usage(inputTokens: 20, outputTokens: 2))
  private let rules = VotingRules(k: 4, seed: 3)

  @Test func `a run decides every step, each from the state the last one made`() async throws {
    let task = Walk(stepCount: 60)
    let journal = InMemoryJournal()
    let summary = try await Run(task, model: Walk.model(noise), rules: rules, journal: journal).finish()
    #expect(summary.isDone)
    #expect(summary.steps == 60)
    #expect(summary.tally.decided == 60)
    #expect(summary.wallSeconds >= 0)
    let decisions = journal.decisions
    #expect(decisions.map(\.step) == Array(0..<60))
    #expect(try decisions.map { try Int(record: $0.answer) } == (0..<60).map(task.rightAnswer))
    #expect(try decisions.map { try Int(record: $0.state) } == (1...60).map(task.state))
    #expect(decisions.last?.tally == summary.tally)
    #expect(summary.tally.contested > 10, "there was something to outvote")
    #expect(journal.flushCount == 1)
  }

  @Test func `the record of a step recomputes to its decision`() async throws {
    let journal = InMemoryJournal()
    try await Run(Walk(), model: Walk.model(noise), rules: rules, journal: journal).finish()
    for record in journal.decisions {
      let isUnanimous = record.candidates.isEmpty
      #expect(record.order.isEmpty == isUnanimous)
      var ballot = Ballot<[UInt8]>(k: 4)
      for vote in 0..<record.votes {
        ballot.cast(isUnanimous ? record.answer : record.candidates[record.order[vote]])
      }
      #expect(ballot.decision == record.answer)
      #expect(record.samples.count(where: { $0.flag == nil }) == record.votes)
    }
    #expect(journal.decisions.contains { $0.candidates.count > 1 })
    #expect(journal.decisions.contains { $0.candidates.isEmpty })
  }

  @Test func `the tally is the sum of the decisions`() async throws {
    var tally = Tally()
    var steps: [Int] = []
    var finished: RunSummary?
    let run = Run(Walk(), model: Walk.model(noise), rules: rules)
    for try await event in run.events {
      switch event {
      case .decided(let decision):
        #expect(finished == nil)
        tally.count(decision)
        steps.append(decision.step)
        #expect(run.progress.snapshot.step == steps.count)
        #expect(run.progress.snapshot.tally == tally)
      case .finished(let summary): finished = summary
      }
    }
    #expect(steps == Array(0..<40))
    #expect(finished?.tally == tally)
    #expect(tally.inputTokens == 20 * tally.samples - 20 * (tally.flags[.malformed] ?? 0))
  }

  @Test func `the same seed is the same run, another seed is another`() async throws {
    func record(seed: UInt64, inWaves: Bool) async throws -> [DecisionRecord] {
      let journal = InMemoryJournal()
      let rules = VotingRules(k: 4, seed: seed)
      let model = Walk.model(noise)
      if inWaves {
        try await Run(Walk(), model: model.multisample, rules: rules, journal: journal).finish()
      } else {
        try await Run(Walk(), model: model, rules: rules, journal: journal).finish()
      }
      return journal.decisions.map(\.timeless)
    }
    let first = try await record(seed: 1, inWaves: false)
    #expect(try await record(seed: 1, inWaves: false) == first)
    #expect(try await record(seed: 1, inWaves: true) == first)
    let other = try await record(seed: 2, inWaves: false)
    #expect(other != first)
    #expect(other.map(\.answer) == first.map(\.answer))
  }

  @Test func `a step is recorded before the next is asked`() async throws {
    let log = OrderLog()
    let model = ScriptedModel { call in
      log.note("asked \(call.prompt.content)")
      return Response("\(Walk.right(Int(call.prompt.content) ?? 0))")
    }
    let task = Walk(stepCount: 25)
    try await Run(task, model: model, rules: VotingRules(k: 2), journal: NotingJournal(log: log)).finish()
    let expected = (0..<25).flatMap { step in
      let asked = "asked \(task.state(before: step))"
      return [asked, asked, "recorded \(step)"]
    }
    #expect(log.all == ["begun"] + expected + ["flushed"])
  }

  @Test func `a task without steps is done at once`() async throws {
    let model = ScriptedModel([])
    let summary = try await Run(Walk(stepCount: 0), model: model).finish()
    #expect(summary.isDone)
    #expect(summary.tally == Tally())
    #expect(model.calls.isEmpty)
  }

  @Test func `a wrong majority is decided, for no truth is used for voting`() async throws {
    let always = Noise(errorRate: 1)
    let summary = try await Run(Walk(), model: Walk.model(always), rules: rules).finish()
    #expect(summary.isDone)
    #expect(summary.tally.outvoted == 0)
    #expect(summary.tally.votes == 160)
  }

  @Test func `progress tells how far a run is`() async throws {
    let run = Run(Walk(stepCount: 5), model: Walk.model(Noise(errorRate: 0)), rules: VotingRules(k: 1))
    #expect(run.progress.snapshot.step == 0)
    var seen: [Int] = []
    for try await _ in run.events { seen.append(run.progress.snapshot.step) }
    #expect(seen == [1, 2, 3, 4, 5, 5])
    #expect(run.progress.snapshot.steps == 5)
    #expect(run.progress.snapshot.tally.votes == 5)
  }

  @Test func `withRun hands over the run and makes its journal durable on every way out`() async throws {
    struct Enough: Error {}
    let journal = InMemoryJournal()
    let model = Walk.model(noise)
    await #expect(throws: Enough.self) {
      try await withRun(Walk(), model: model, rules: rules, journal: journal) { run in
        for try await event in run.events {
          if case .decided(let decision) = event, decision.step == 9 { throw Enough() }
        }
      }
    }
    #expect(journal.decisions.count == 10)
    #expect(journal.flushCount == 1)

    let steps = try await withRun(Walk(), model: model, rules: rules, journal: journal) { run in
      try await run.finish().tally.decided
    }
    #expect(steps == 40)
    #expect(journal.decisions.map(\.step) == Array(0..<40))
    #expect(journal.flushCount == 3)
  }

  @Test func `withRun tells when the journal could not be made durable`() async throws {
    let journal = FaultyJournal(InMemoryJournal(), failsToFlush: true)
    await #expect(throws: JournalError(.unwritable, "The disk is full.")) {
      try await withRun(Walk(), model: Walk.model(noise), journal: journal) { _ in }
    }
  }
}
