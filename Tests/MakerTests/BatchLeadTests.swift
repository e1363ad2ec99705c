import Maker
import MakerTesting
import Testing

/// Steps of a window that are voted on already take a raised k as well, and none of their samples is paid twice.
@Suite struct BatchLeadTests {
  private let task = SketchedWalk(200)

  @Test(arguments: [1, 7, 200])
  func `a run in batches raises k where the ordinary run does, vote for vote`(window: Int) async throws {
    var bench = BatchBench()
    bench.noise = Noise(
      errorRate: 0.3, wrongAnswers: 1, malformedRate: 0.1, usage: Usage(inputTokens: 7, outputTokens: 2))
    let watch = LiveWatch(k: 3, p: 0.99, raisesK: true)
    let service = bench.service(limits: BatchLimits(requests: 2_000, bytes: 1 << 20))
    let run = BatchRun(
      task, models: [service], rules: bench.rules, journal: bench.journal,
      options: bench.options(window: window), clock: RunClock(bench.clock), watch: watch)
    #expect(await run.error(bench.clock) == nil)

    let ordinary = InMemoryJournal()
    try await Run(task, model: bench.model, rules: bench.rules, journal: ordinary, watch: watch).finish()
    #expect(bench.journal.votes == ordinary.votes)
    #expect(leads(bench.journal) == leads(ordinary))
    #expect(leads(ordinary).first.map { $0.step < 60 && $0.k > 3 } == true)
    #expect(service.paid.values.allSatisfy { $0 == 1 })
  }

  private func leads(_ journal: InMemoryJournal) -> [LeadChange] {
    journal.decisions.compactMap(\.lead)
  }
}
