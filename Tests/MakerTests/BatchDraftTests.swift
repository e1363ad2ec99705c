import Maker
import MakerTesting
import Testing

/// A draft is never trusted, and what a wrong one costs is told.
@Suite struct BatchDraftTests {
  /// What a run paid, as the provider sees it, is what its record says it paid.
  private func expectAllCounted(_ bench: BatchBench, _ service: InMemoryBatchService) throws {
    let tally = try #require(bench.journal.decisions.last?.tally)
    #expect(service.paid.values.allSatisfy { $0 == 1 })
    #expect(tally.ledger.total.samples == service.paid.count)
    #expect(tally.voided == service.paid.count - tally.samples)
    #expect(bench.journal.isSettled)
  }

  @Test(arguments: [[0], [17], [39], [3, 4, 5, 20], Array(1..<40), Array(0..<40)])
  func `steps drafted wrong are decided at the real state`(wrong: [Int]) async throws {
    var bench = BatchBench()
    bench.noise.errorRate = 0.02
    let task = SketchedWalk(40, wrongAt: { wrong.contains($0) })
    let service = bench.service()
    #expect(await bench.run(task, service).error(bench.clock) == nil)
    #expect(bench.journal.votes == (try await bench.ordinary(task)).map(\.unpriced))
    try expectAllCounted(bench, service)
    let tally = try #require(bench.journal.decisions.last?.tally)
    #expect((tally.voided > 0) == !wrong.contains(0), "a draft that is wrong at once is not followed")
  }

  @Test
  func `a vote at a drafted state counts when the decided answers lead there, even after a wrong draft`()
    async throws
  {
    var bench = BatchBench()
    bench.noise = Noise(errorRate: 0)
    let task = SketchedWalk(20, wrongAt: { $0 == 5 })
    let service = bench.service()
    #expect(await bench.run(task, service).error(bench.clock) == nil)
    let tally = try #require(bench.journal.decisions.last?.tally)
    #expect(tally.voided == 3, "only the three votes at the wrong state are void")
    #expect(service.paid.count == 63)
    #expect(service.accepted.map(\.items.count) == [60, 3])
  }

  @Test func `while the draft is wrong it is one step at a time, and then more again`() async throws {
    var bench = BatchBench()
    bench.noise = Noise(errorRate: 0)
    let task = SketchedWalk(60, wrongAt: { (20..<24).contains($0) })
    let service = bench.service(limits: BatchLimits(requests: 66, bytes: 1 << 20))
    #expect(await bench.run(task, service).error(bench.clock) == nil)
    // 22 steps, of which two are void; four alone; then 2, 4, 8, 16 and the rest.
    #expect(service.accepted.map { $0.items.count / 3 } == [22, 1, 1, 1, 1, 2, 4, 8, 16, 6])
    try expectAllCounted(bench, service)
  }

  @Test func `a wrong decision leaves the draft for good, and the run goes on without it`() async throws {
    // So noisy that some step is decided wrong.
    var bench = BatchBench()
    bench.rules.k = 1
    bench.noise.errorRate = 0.3
    let task = SketchedWalk(30)
    let run = bench.run(task, bench.service())
    #expect(await run.error(bench.clock) == nil)
    #expect(bench.journal.votes == (try await bench.ordinary(task)).map(\.unpriced))
    let truth = (0..<30).map { task.walk.rightAnswer(at: $0).record }
    let firstWrong = try #require(truth.indices.first { bench.journal.decisions[$0].answer != truth[$0] })
    #expect(run.batchProgress.snapshot.draftLeftAt == firstWrong + 1)
    #expect(run.batchProgress.snapshot.window == 1)
  }
}
