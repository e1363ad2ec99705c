import Maker
import MakerTesting
import Synchronization
import Testing

/// Durable code gets the same answers whatever the order its branches go on in, and pays for none twice.
@Suite struct DurableRunTests {
  private let errand = Errand()

  @Test func `the answers are right, and recorded by key`() async throws {
    let journal = InMemoryJournal()
    #expect(try await errand.finished(Errand.model(), journal) == errand.right)
    #expect(journal.isFinished)
    #expect(journal.decisions.map(\.step) == Array(0..<journal.decisions.count))
    #expect(journal.answers["first"] == "\(Errand.right(5))")
    #expect(journal.answers.count == journal.decisions.count)
    #expect(journal.decisions.last?.tally.decided == journal.decisions.count)
  }

  @Test(arguments: [1, 2, 3, 64])
  func `votes and samples are the same, whatever is decided at once`(width: Int) async throws {
    let (journal, alone) = (InMemoryJournal(), InMemoryJournal())
    _ = try await errand.finished(Errand.model(), journal, width: width)
    var noise = Errand.noise
    noise.latency = .zero ... .milliseconds(3)
    _ = try await errand.finished(Errand.model(noise), alone, width: 64)
    #expect(journal.ballots == alone.ballots)
    #expect(journal.decisions.last?.tally == alone.decisions.last?.tally)
  }

  @Test func `without a journal it is the same`() async throws {
    #expect(try await errand.finished() == errand.right)
  }

  @Test func `no more decisions are made at once than may`() async throws {
    let busy = Mutex((now: 0, most: 0))
    let model = ClosureModel { prompt, _ throws(LanguageModelError) in
      busy.withLock {
        $0.now += 1
        $0.most = max($0.most, $0.now)
      }
      await Task.yield()
      busy.withLock { $0.now -= 1 }
      return Response("\(Errand.right(Int(prompt.content) ?? 0))")
    }
    let wide = Errand(branches: 30)
    #expect(try await wide.finished(model, rules: VotingRules(k: 1), width: 3) == wide.right)
    #expect((1...3).contains(busy.withLock { $0.most }))
  }

  @Test func `one that waits for its turn ends at once when it is cancelled, and the others go on`()
    async throws
  {
    let clock = VirtualClock()
    let noise = Noise(errorRate: 0, latency: .seconds(1) ... .seconds(1))
    let run = try await DurableRun("t", model: Errand.model(noise, clock: RunClock(clock)), width: 1)
    let tasks = (0..<40).map { number in
      Task { try await run.root.scope("\(number)").decide("a", Errand.question(number)) }
    }
    await clock.sleepers(3)
    for number in 1..<40 where number.isMultiple(of: 2) { tasks[number].cancel() }
    for number in 1..<40 where number.isMultiple(of: 2) {
      let error = try await durableError { _ = try await tasks[number].value }
      #expect(error?.isCancellation == true && error?.key == "\(number)/a")
    }
    let others = Task {
      var answers: [Int] = []
      for number in 0..<40 where number == 0 || !number.isMultiple(of: 2) {
        answers.append(try await tasks[number].value)
      }
      return answers
    }
    while run.progress.snapshot.step < 21 {
      if clock.sleeperCount == 3 { clock.advanceToNextDeadline() }
      await Task.yield()
    }
    #expect(
      try await others.value == [0, 1].map { Errand.right($0) } + (1..<20).map { Errand.right(2 * $0 + 1) })
  }

  @Test func `two decisions at once in one scope are refused, and the first goes on`() async throws {
    let clock = VirtualClock()
    let noise = Noise(errorRate: 0, latency: .seconds(1) ... .seconds(1))
    let run = try await DurableRun("t", model: Errand.model(noise, clock: RunClock(clock)))
    let first = Task { try await run.root.scope("s").decide("a", Errand.question(1)) }
    await clock.sleepers(3)
    let error = try await durableError { try await run.root.scope("s").decide("b", Errand.question(2)) }
    #expect(
      error?.description
        == "\"s/b\" is asked for while \"s/a\" is being decided. The decisions of a scope are made one after another: "
        + "give each branch that runs at the same time a scope of its own.")
    let ended = try await durableError { try await run.finish() }
    guard case .busy(with: "s/a")? = ended?.reason else {
      Issue.record("\(String(describing: ended))")
      return
    }
    clock.advanceToNextDeadline()
    #expect(try await first.value == Errand.right(1))
    try await run.finish()
  }

  @Test func `a question may have rules of its own, and its k is on record`() async throws {
    let journal = InMemoryJournal()
    let model = ScriptedModel { _ throws(LanguageModelError) in Response("7") }
    try await withDurableRun("t", model: model, rules: VotingRules(k: 4), journal: journal) { run in
      try await run.decide("lenient", Proposal())
      try await run.decide("strict", Errand.question(1))
    }
    #expect(journal.decisions.map(\.votes) == [1, 4])
    #expect(try journal.decisions.map { try KeyedAnswer(record: $0.answer).k } == [1, 4])
  }

  @Test func `a cap stops it before it is passed, and a higher one lets it go on`() async throws {
    let (journal, whole) = (InMemoryJournal(), InMemoryJournal())
    _ = try await errand.finished(Errand.model(), whole)
    let budget = Budget(caps: Caps(maximumSteps: 4))
    let error = try await durableError {
      _ = try await errand.finished(Errand.model(), journal, budget: budget, width: 1)
    }
    #expect(error?.reachedCap == .steps(cap: 4))
    #expect(error?.description.hasPrefix("Stopped before \"") == true)
    #expect(journal.decisions.count == 4)
    let more = Budget(caps: Caps(maximumSteps: 400))
    #expect(try await errand.finished(Errand.model(), journal, budget: more) == errand.right)
    #expect(journal.ballots == whole.ballots)
  }

  @Test func `what a cap stops is charged from the start of the next session`() async throws {
    let journal = InMemoryJournal()
    var noise = Errand.noise
    noise.usage = Usage(inputTokens: 10, outputTokens: 1)
    let tight = Budget(caps: Caps(maximumTokens: 200))
    let first = try await durableError {
      _ = try await errand.finished(Errand.model(noise), journal, budget: tight)
    }
    #expect(first?.reachedCap != nil)
    let model = FaultyModel(Errand.model(noise), failing: [:])
    let again = try await durableError {
      _ = try await errand.finished(model, journal, budget: Budget(caps: Caps(maximumTokens: 200)))
    }
    #expect(again?.reachedCap != nil && model.callCount == 0)
  }

  @Test func `progress counts the decisions so far`() async throws {
    let run = try await DurableRun("t", model: Errand.model(), rules: Errand.rules)
    _ = try await errand.run(run.root)
    let snapshot = run.progress.snapshot
    #expect(snapshot.step == snapshot.steps && snapshot.step == snapshot.tally.decided)
    #expect(try await run.finish().tally == snapshot.tally)
    #expect(await run.summary.isDone)
  }

  @Test func `a cancelled decision throws, and the record stays whole`() async throws {
    let (journal, whole) = (InMemoryJournal(), InMemoryJournal())
    _ = try await errand.finished(Errand.model(), whole)
    let clock = VirtualClock()
    var noise = Errand.noise
    noise.latency = .seconds(1) ... .seconds(1)
    let slow = Errand.model(noise, clock: RunClock(clock))
    let running = Task { [errand] in
      try await durableError { _ = try await errand.finished(slow, journal, width: 2) }
    }
    while journal.decisions.count < 5 {
      await clock.sleepers(1)
      clock.advanceToNextDeadline()
    }
    running.cancel()
    #expect(try await running.value?.isCancellation == true)
    #expect(clock.sleeperCount == 0 && !journal.isFinished)
    #expect(try await errand.finished(Errand.model(), journal) == errand.right)
    #expect(journal.ballots == whole.ballots)
  }

  /// A question that the first valid reply decides.
  private struct Proposal: Question {
    var prompt: Prompt { Prompt("propose") }
    var identity: [String: String] { ["reader": "text"] }
    func answer(in reply: String) throws(Flagged) -> String { reply }
    func rules(_ rules: VotingRules) -> VotingRules {
      var rules = rules
      rules.k = 1
      return rules
    }
  }
}
