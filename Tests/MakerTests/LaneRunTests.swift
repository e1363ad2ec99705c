import Maker
import MakerTesting
import Synchronization
import Testing

/// Lanes of three steps each: the state is the lane, the steps done in it and their answers' sum.
struct Lanes: LaneTask {
  var count = 40
  let laneLength = 3
  /// Lanes that cannot be asked.
  var broken: Set<Int> = []
  /// Whether a step that does not decide is passed over.
  var passesOver = false
  static let none = -1

  struct State: Codable, Hashable, Sendable, Recordable {
    var lane = 0
    var done = 0
    var sum = 0
  }

  var stepCount: Int { 3 * count }
  var initialState: State { State() }
  func state(beforeLane lane: Int) -> State { State(lane: lane) }
  func prompt(for state: State) -> Prompt { Prompt("\(1000 * state.lane + 10 * state.sum + state.done)") }
  func answer(in reply: String) throws(Flagged) -> Int {
    guard let number = Int(reply) else { throw Flagged(.malformed, "no number: \(reply)") }
    return number
  }
  func apply(_ answer: Int, to state: State) -> State {
    guard state.done < 2 else { return State(lane: state.lane + 1) }
    return State(lane: state.lane, done: state.done + 1, sum: (state.sum + max(0, answer)) % 10)
  }
  func settled(at state: State) -> Settlement<Int>? {
    broken.contains(state.lane) ? Settlement(Self.none, reason: "lane \(state.lane) is broken") : nil
  }
  func undecided(_ reason: StepFailure.Reason, at state: State) -> Settlement<Int>? {
    guard passesOver, case .limit(let limit) = reason else { return nil }
    return Settlement(Self.none, reason: "\(limit)")
  }

  static func model(_ noise: Noise, clock: RunClock = .continuous) -> NoisyModel {
    NoisyModel(
      noise, seed: 4, clock: clock, right: { "\((Int($0.content) ?? 0) % 7)" },
      wrong: { _, number in "\(10 + number)" })
  }
}

/// Lanes are decided many at a time, and recorded as if one by one.
@Suite struct LaneRunTests {
  private let noise = Noise(errorRate: 0.2, wrongAnswers: 2, malformedRate: 0.1)
  private let rules = VotingRules(k: 3, temperatures: .uniform(0.7), seed: 11)

  private func run(
    _ lanes: Lanes, _ journal: InMemoryJournal, width: Int, budget: Budget? = nil, watch: LiveWatch? = nil,
    rules: VotingRules? = nil
  ) -> LaneRun<Lanes, LocalDecider<NoisyModel>> {
    LaneRun(
      lanes, model: Lanes.model(noise), rules: rules ?? self.rules, width: width, journal: journal,
      budget: budget,
      watch: watch)
  }

  @Test(arguments: [1, 2, 7, 100])
  func `the record is that of the ordinary run, whatever the width`(width: Int) async throws {
    let (ordinary, journal) = (InMemoryJournal(), InMemoryJournal())
    let alone = try await Run(Lanes(), model: Lanes.model(noise), rules: rules, journal: ordinary).finish()
    let summary = try await run(Lanes(), journal, width: width).finish()
    #expect(summary.tally == alone.tally)
    #expect(journal.decisions.map(\.timeless) == ordinary.decisions.map(\.timeless))
    #expect(journal.identity == ordinary.identity)
  }

  @Test(arguments: [0, 1, 4, 59, 60, 61, 119])
  func `a run that was stopped anywhere goes on to the same end`(stop: Int) async throws {
    let (undisturbed, journal) = (InMemoryJournal(), InMemoryJournal())
    try await run(Lanes(), undisturbed, width: 5).finish()
    let budget = Budget(caps: Caps(maximumSteps: stop))
    let error = await run(Lanes(), journal, width: 5, budget: budget).error()
    #expect(error?.reachedCap == .steps(cap: stop))
    #expect(journal.decisions.count == stop)
    // Another width, and no lanes at all: it is the same run.
    try await run(Lanes(), journal, width: 2, budget: Budget(caps: Caps(maximumSteps: stop + 1))).tryFinish()
    try await Run(Lanes(), model: Lanes.model(noise), rules: rules, journal: journal).finish()
    #expect(journal.votes == undisturbed.votes)
  }

  @Test(arguments: [1, 30, 31, 32, 90])
  func `a run that crashed anywhere goes on to the same end`(entries: Int) async throws {
    let undisturbed = InMemoryJournal()
    try await run(Lanes(), undisturbed, width: 5).finish()
    let crashed = undisturbed.crashed(after: entries)
    try await run(Lanes(), crashed, width: 9).finish()
    #expect(crashed.votes == undisturbed.votes)
  }

  @Test func `a lane that cannot be asked is settled without a sample, and the others go on`() async throws {
    let journal = InMemoryJournal()
    let summary = try await run(Lanes(broken: [0, 17, 39]), journal, width: 6).finish()
    #expect(summary.tally.decided == 120)
    #expect(summary.tally.rulings == 9)
    for decision in journal.decisions {
      let isBroken = [0, 17, 39].contains(decision.step / 3)
      #expect((decision.ruling?.by == Ruling.task) == isBroken)
      #expect(decision.samples.isEmpty == isBroken)
      if isBroken { #expect(decision.ruling?.reason == "lane \(decision.step / 3) is broken") }
    }
  }

  @Test func `a step that reaches its limit stops the run, resumable`() async throws {
    let journal = InMemoryJournal()
    var strict = rules
    strict.limits = StepLimits(samplesPerStep: 4)
    let error = await run(Lanes(), journal, width: 6, rules: strict).error()
    guard case .step(let failure)? = error?.reason, case .limit = failure.reason else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(journal.resumePoint?.step == failure.step)
    #expect(journal.resumePoint?.openSamples == failure.samples)
    #expect(journal.decisions.map(\.step) == Array(0..<failure.step))
  }

  @Test func `or is passed over, with what was paid for, where the task says so`() async throws {
    let (journal, ordinary) = (InMemoryJournal(), InMemoryJournal())
    var strict = rules
    strict.limits = StepLimits(samplesPerStep: 4)
    let summary = try await run(Lanes(passesOver: true), journal, width: 6, rules: strict).finish()
    #expect(summary.tally.decided == 120 && summary.tally.rulings > 0)
    for decision in journal.decisions where decision.ruling != nil {
      #expect((1...4).contains(decision.samples.count))
      #expect(decision.answer == Lanes.none.record)
    }
    try await run(Lanes(passesOver: true), ordinary, width: 1, rules: strict).finish()
    #expect(journal.votes == ordinary.votes)
  }

  @Test(arguments: [1, 8])
  func `the lead is raised where the ordinary run raises it`(width: Int) async throws {
    let watch = LiveWatch(k: 2, p: 0.999, raisesK: true)
    var low = rules
    low.k = 2
    let (journal, ordinary) = (InMemoryJournal(), InMemoryJournal())
    try await run(Lanes(), journal, width: width, watch: watch, rules: low).finish()
    try await Run(Lanes(), model: Lanes.model(noise), rules: low, journal: ordinary, watch: watch).finish()
    #expect(ordinary.decisions.contains { $0.lead != nil })
    #expect(journal.votes == ordinary.votes)
  }

  @Test func `lanes wait for a model at the same time, and no more of them than may`() async throws {
    let busy = Mutex((now: 0, most: 0))
    let model = ScriptedModel { _ throws(LanguageModelError) in Response("1") }
    let decider = Watching(base: LocalDecider(model: model, rules: rules)) { change in
      busy.withLock {
        $0.now += change
        $0.most = max($0.most, $0.now)
      }
    }
    try await LaneRun(Run(Lanes(count: 60), decider: decider), width: 7).finish()
    #expect(busy.withLock { $0.most } > 1)
    #expect(busy.withLock { $0.most } <= 7)
  }

  @Test func `a cancelled run ends at once, with everything decided in order on record`() async throws {
    let journal = InMemoryJournal()
    let decider = Watching(base: LocalDecider(model: Lanes.model(noise), rules: rules)) { _ in
      if journal.decisions.count > 20 { try? await Task.sleep(for: .seconds(600)) }
    }
    let task = Task {
      await LaneRun(Run(Lanes(), decider: decider, journal: journal), width: 5).error()
    }
    while journal.decisions.count <= 20 { await Task.yield() }
    task.cancel()
    #expect(await task.value?.isCancellation == true)
    #expect(journal.decisions.map(\.step) == Array(0..<journal.decisions.count))
  }
}

/// A decider that tells when it begins and ends a step.
private struct Watching<Base: StepDecider>: StepDecider {
  let base: Base
  let tell: @Sendable (Int) async -> Void
  var identity: [String: String] { base.identity }

  init(base: Base, _ tell: @escaping @Sendable (Int) async -> Void) { (self.base, self.tell) = (base, tell) }

  func decide<Answer>(_ step: Step<Answer>) async throws(StepFailure) -> Decision<Answer> {
    await tell(1)
    await Task.yield()
    let result: Result<Decision<Answer>, StepFailure>
    do throws(StepFailure) { result = .success(try await base.decide(step)) } catch {
      result = .failure(error)
    }
    await tell(-1)
    return try result.get()
  }
}

extension LaneRun {
  /// The error a run ends in; nil when it finishes.
  func error() async -> RunError? {
    do throws(RunError) {
      try await finish()
      return nil
    } catch {
      return error
    }
  }

  /// Goes as far as it may.
  fileprivate func tryFinish() async throws(RunError) { _ = await error() }
}
