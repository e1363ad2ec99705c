import Maker
import MakerTesting
import Testing

/// A run that was stopped anywhere, in any way, ends as if it had not been.
@Suite struct ResumeTests {
  private let noise = Noise(errorRate: 0.2, wrongAnswers: 3, malformedRate: 0.15)
  private let rules = VotingRules(k: 3, seed: 21)
  private let task = Walk(stepCount: 30)

  private func undisturbed() async throws -> (records: [DecisionRecord], tally: Tally, calls: Int) {
    let journal = InMemoryJournal()
    let model = FaultyModel(Walk.model(noise), failing: [:])
    let summary = try await Run(task, model: model, rules: rules, journal: journal).finish()
    return (journal.decisions.map(\.timeless), summary.tally, model.callCount)
  }

  @Test func `resumes after a crash behind any entry`() async throws {
    let whole = try await undisturbed()
    let journal = InMemoryJournal()
    try await Run(task, model: Walk.model(noise), rules: rules, journal: journal).finish()
    for entries in 0...journal.entries.count {
      let crashed = journal.crashed(after: entries)
      let model = FaultyModel(Walk.model(noise), failing: [:])
      let summary = try await Run(task, model: model, rules: rules, journal: crashed).finish()
      #expect(summary.isDone)
      #expect(summary.tally == whole.tally)
      #expect(crashed.decisions.map(\.timeless) == whole.records)
      let recorded = entries == 0 ? 0 : whole.records[entries - 1].tally.samples
      #expect(model.callCount == whole.calls - recorded)
    }
  }

  @Test func `resumes after a model failure at any call and pays for nothing twice`() async throws {
    let whole = try await undisturbed()
    #expect(whole.calls > 100)
    for call in 0..<whole.calls {
      let journal = InMemoryJournal()
      let failing = FaultyModel(
        Walk.model(noise), failing: [call: LanguageModelError(.unavailable, "The server is gone.")])
      let error = try #require(
        await Run(task, model: failing, rules: rules, journal: journal).error())
      #expect(error.summary.tally.decided == journal.decisions.count)
      #expect(!error.summary.isDone)

      let model = FaultyModel(Walk.model(noise), failing: [:])
      let summary = try await Run(task, model: model, rules: rules, journal: journal).finish()
      #expect(summary.tally == whole.tally)
      #expect(journal.decisions.map(\.timeless) == whole.records)
      #expect(failing.callCount - 1 + model.callCount == whole.calls)
    }
  }

  @Test func `resumes a step that was stopped again and again`() async throws {
    let whole = try await undisturbed()
    let journal = InMemoryJournal()
    var sessions = 0
    var paid = 0
    while true {
      // Every session fails at its fifth call.
      let model = FaultyModel(
        Walk.model(noise), failing: [4: LanguageModelError(.unavailable, "The server is gone.")])
      let error = await Run(task, model: model, rules: rules, journal: journal).error()
      sessions += 1
      paid += model.callCount - (error == nil ? 0 : 1)
      if error == nil { break }
    }
    #expect(sessions > 15)
    #expect(paid == whole.calls)
    #expect(journal.decisions.map(\.timeless) == whole.records)
  }

  @Test func `a step that was given up is taken up with a higher limit`() async throws {
    let replies = ["1", "2", "1", "2", "1", "1", "1"]
    let journal = InMemoryJournal()
    func limited(_ samples: Int) -> VotingRules {
      VotingRules(k: 3, limits: StepLimits(samplesPerStep: samples))
    }
    let one = Walk(stepCount: 1)
    let first = ScriptedModel(replies)
    let error = try #require(await Run(one, model: first, rules: limited(5), journal: journal).error())
    #expect(error.description == "Step 0 is undecided: 5 samples did not decide it.")
    let paid = first.calls.count
    let second = ScriptedModel(Array(replies.dropFirst(paid)))
    let summary = try await Run(one, model: second, rules: limited(9), journal: journal).finish()
    #expect(summary.tally.votes == 7)
    #expect(paid + second.calls.count == 7)
  }

  @Test func `a run that is done is not run again`() async throws {
    let journal = InMemoryJournal()
    let first = try await Run(task, model: Walk.model(noise), rules: rules, journal: journal).finish()
    let model = FaultyModel(Walk.model(noise), failing: [:])
    let again = try await Run(task, model: model, rules: rules, journal: journal).finish()
    #expect(again.tally == first.tally)
    #expect(again.isDone)
    #expect(model.callCount == 0)
    #expect(journal.decisions.count == 30)
  }

  @Test func `a cancelled run is resumed where it was`() async throws {
    let whole = try await undisturbed()
    let clock = VirtualClock()
    var slow = noise
    slow.latency = .seconds(1) ... .seconds(1)
    let (task, rules, journal) = (task, rules, InMemoryJournal())
    let model = Walk.model(slow, clock: RunClock(clock))
    let running = Task { await Run(task, model: model, rules: rules, journal: journal).error() }
    while journal.decisions.count < 7 {
      await clock.sleepers(1)
      clock.advanceToNextDeadline()
    }
    running.cancel()
    let error = try #require(await running.value)
    #expect(error.isCancellation)
    #expect(error.description.hasPrefix("Stopped before step "))
    #expect(clock.sleeperCount == 0)
    #expect(journal.flushCount == 1)
    let decided = journal.decisions.count
    #expect((7..<30).contains(decided))

    try await Run(task, model: Walk.model(noise), rules: rules, journal: journal).finish()
    #expect(journal.decisions.map(\.timeless) == whole.records)
  }

  @Test(arguments: [
    ResumePoint(step: 31, state: Array("5".utf8), tally: Tally()),
    ResumePoint(step: -1, state: Array("5".utf8), tally: Tally()),
    ResumePoint(step: 3, state: nil, tally: Tally()),
    ResumePoint(step: 3, state: Array("five".utf8), tally: Tally()),
  ])
  func `a record that cannot be true is refused as damaged`(point: ResumePoint) async throws {
    struct Damaged: Journal {
      let point: ResumePoint
      func append(_ entry: JournalEntry) async throws(JournalError) {}
      func begin(_ identity: RunIdentity) async throws(JournalError) -> ResumePoint? { point }
    }
    let model = ScriptedModel([])
    let error = try #require(await Run(task, model: model, journal: Damaged(point: point)).error())
    guard case .journal(let cause) = error.reason else {
      Issue.record("another reason: \(error)")
      return
    }
    #expect(cause.code == .corrupt)
    #expect(error.description.contains("step \(point.step)"))
    #expect(model.calls.isEmpty)
  }
}
