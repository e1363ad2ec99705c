import Maker
import MakerTesting
import Synchronization
import Testing

extension Lanes: DraftableTask {}

/// Lanes of several steps in batches: the first steps of all lanes go out together, then the second ones.
@Suite struct LaneBatchTests {
  private func bench() -> BatchBench {
    var bench = BatchBench()
    bench.noise = Noise(errorRate: 0.2, wrongAnswers: 2, malformedRate: 0.1)
    bench.rules = VotingRules(k: 3, temperatures: .uniform(0.7), seed: 11)
    return bench
  }

  private func service(_ bench: BatchBench, requests: Int = 1_000) -> InMemoryBatchService {
    InMemoryBatchService(
      answeringWith: Lanes.model(bench.noise), limits: BatchLimits(requests: requests, bytes: 1 << 20),
      clock: RunClock(bench.clock))
  }

  private func ordinary(_ bench: BatchBench, _ lanes: Lanes) async throws -> InMemoryJournal {
    let journal = InMemoryJournal()
    try await Run(lanes, model: Lanes.model(bench.noise), rules: bench.rules, journal: journal).finish()
    return journal
  }

  @Test(arguments: [1, 3, 10, 1_000])
  func `lanes in batches come to what they come to one by one, vote for vote`(window: Int) async throws {
    let (bench, lanes) = (bench(), Lanes(broken: [0, 17, 39]))
    let service = service(bench)
    #expect(await bench.run(lanes, service, options: bench.options(window: window)).error(bench.clock) == nil)
    let expected = try await ordinary(bench, lanes)
    #expect(bench.journal.decisions.map(\.timeless) == expected.decisions.map(\.timeless))
    #expect(bench.journal.isSettled)
    #expect(service.paid.values.allSatisfy { $0 == 1 }, "no sample is asked for twice, and none in vain")
    #expect(service.paid.count == expected.decisions.last?.tally.samples)
  }

  @Test func `a batch holds the same step of every lane, so rounds are few`() async throws {
    let bench = bench()
    let service = service(bench)
    #expect(await bench.run(Lanes(), service).error(bench.clock) == nil)
    #expect(service.accepted.first?.items.count == 3 * 40, "three votes on the first step of each lane")
    #expect(service.accepted.count < 20, "and not a round for each of 120 steps")
  }

  @Test func `a step that does not decide is passed over where the task says so`() async throws {
    var bench = bench()
    bench.rules.limits = StepLimits(samplesPerStep: 4)
    let lanes = Lanes(passesOver: true)
    #expect(await bench.run(lanes, service(bench)).error(bench.clock) == nil)
    // A wave that would reach the limit is not sent; one by one, a part of it may be. What is decided is the same.
    let expected = try await ordinary(bench, lanes)
    #expect(bench.journal.decisions.map(\.answer) == expected.decisions.map(\.answer))
    #expect(bench.journal.decisions.contains { $0.ruling?.by == Ruling.task })
  }

  @Test(arguments: [1, 5, 20, 60])
  func `a process killed at any moment loses nothing and pays for nothing twice`(moment: Int) async throws {
    let (bench, lanes) = (bench(), Lanes(broken: [3]))
    let mortality = Mortality()
    mortality.die(after: moment)
    let service = InMemoryBatchService(
      answeringWith: Lanes.model(bench.noise), limits: BatchLimits(requests: 60, bytes: 1 << 20),
      clock: RunClock(bench.clock), fault: mortality.fault)
    let mortal = MortalJournal(bench.journal, of: mortality, grouped: false)
    #expect(await bench.run(lanes, service, journal: mortal).error(bench.clock) != nil)
    mortality.die(after: nil)
    #expect(await bench.run(lanes, service).error(bench.clock) == nil)
    #expect(bench.journal.votes == (try await ordinary(bench, lanes)).votes)
    #expect(service.paid.values.allSatisfy { $0 == 1 })
  }

  @Test func `a task that fails stops the run before anything is recorded by it`() async throws {
    let bench = bench()
    let error = await bench.run(FailingLanes(failsAt: 5), service(bench)).error(bench.clock)
    guard case .step(let failure)? = error?.reason, case .model(let reason) = failure.reason else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.message == "The program is gone.")
    #expect(bench.journal.decisions.count <= 15)
  }
}

/// Lanes whose task fails once a lane is reached.
private struct FailingLanes: LaneTask, DraftableTask {
  let lanes = Lanes()
  let failsAt: Int
  private let reached = Reached()

  init(failsAt: Int) { self.failsAt = failsAt }

  private final class Reached: Sendable {
    private let state = Mutex(false)
    var isSet: Bool { state.withLock { $0 } }
    func set() { state.withLock { $0 = true } }
  }

  var laneLength: Int { lanes.laneLength }
  var stepCount: Int { lanes.stepCount }
  var initialState: Lanes.State { lanes.initialState }
  func state(beforeLane lane: Int) -> Lanes.State { lanes.state(beforeLane: lane) }
  func prompt(for state: Lanes.State) -> Prompt { lanes.prompt(for: state) }
  func answer(in reply: String) throws(Flagged) -> Int { try lanes.answer(in: reply) }
  func apply(_ answer: Int, to state: Lanes.State) -> Lanes.State {
    if state.lane >= failsAt { reached.set() }
    return lanes.apply(answer, to: state)
  }
  var failure: LanguageModelError? {
    reached.isSet ? LanguageModelError(.unavailable, "The program is gone.") : nil
  }
}
