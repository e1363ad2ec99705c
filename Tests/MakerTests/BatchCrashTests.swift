import Maker
import MakerTesting
import Testing

/// A run that is killed at any moment, and gone on with by the next process, loses nothing and pays for nothing twice.
@Suite struct BatchCrashTests {
  /// Kills a run at one moment after the other, and lets a new one finish it.
  private func killEverywhere(
    _ task: SketchedWalk, grouped: Bool, window: Int, killsAgain: Int? = nil
  ) async throws -> Int {
    var undisturbed: (votes: [DecisionRecord], ledger: Ledger, paid: [String: Int])?
    var moment = 0
    while true {
      let bench = BatchBench()
      let mortality = Mortality()
      let service = bench.service(limits: BatchLimits(requests: 30, bytes: 1 << 20), fault: mortality.fault)
      let options = bench.options(window: window)
      func session(killedAt moment: Int?) async -> RunError? {
        mortality.die(after: moment)
        let journal = MortalJournal(bench.journal, of: mortality, grouped: grouped)
        return await bench.run(task, service, journal: journal, options: options).error(bench.clock)
      }
      // The first time round nobody is killed: that is what the others are to come to.
      let first = await session(killedAt: undisturbed == nil ? nil : moment)
      if undisturbed != nil {
        guard first != nil else { return moment }
        #expect(mortality.isDead)
        if let killsAgain { _ = await session(killedAt: killsAgain) }
        let last = await session(killedAt: nil)
        #expect(last == nil, "\(last?.description ?? "")")
        moment += 1
      }
      let found = (
        votes: bench.journal.votes, ledger: bench.journal.decisions.last?.tally.ledger ?? Ledger(),
        paid: service.paid
      )
      if let undisturbed {
        #expect(found.votes == undisturbed.votes)
        #expect(found.ledger == undisturbed.ledger, "killed at moment \(moment - 1)")
        #expect(found.paid == undisturbed.paid, "killed at moment \(moment - 1)")
      }
      #expect(found.paid.values.allSatisfy { $0 == 1 })
      #expect(bench.journal.isSettled)
      undisturbed = undisturbed ?? found
    }
  }

  @Test(arguments: [false, true])
  func `at every moment`(grouped: Bool) async throws {
    let moments = try await killEverywhere(SketchedWalk(12), grouped: grouped, window: 20)
    #expect(moments > 80)
  }

  @Test(arguments: [false, true])
  func `at every moment of a run whose draft is wrong here and there`(grouped: Bool) async throws {
    let task = SketchedWalk(12, wrongAt: { $0 == 3 || $0 == 8 })
    let moments = try await killEverywhere(task, grouped: grouped, window: 20)
    #expect(moments > 80)
  }

  @Test(arguments: [0, 3, 7, 20])
  func `at every moment, and the next process as well`(later: Int) async throws {
    _ = try await killEverywhere(SketchedWalk(8), grouped: true, window: 4, killsAgain: later)
  }

  @Test func `a cancelled run leaves its batch with the provider, and the next one fetches it`() async throws
  {
    let bench = BatchBench()
    let task = SketchedWalk(10)
    let service = bench.service()
    let run = bench.run(task, service)
    let running = Task { await run.finishing() }
    await bench.clock.sleepers(1)
    running.cancel()
    let error = try #require(await running.value)
    #expect(error.isCancellation)
    #expect(error.description == "Stopped before step 0 was decided.")
    #expect(service.accepted.count == 1)
    #expect(service.count(of: .cancel) == 0)
    #expect(bench.journal.batches.map(\.id) == ["batch-0"])
    #expect(!bench.journal.isSettled)

    #expect(await bench.run(task, service).error(bench.clock) == nil)
    #expect(service.paid.values.allSatisfy { $0 == 1 })
    #expect(bench.journal.decisions.map(\.timeless) == (try await bench.ordinary(task)))
    #expect(bench.journal.isSettled)
  }

  @Test func `a batch is recorded durably before it is sent`() async throws {
    let bench = BatchBench()
    let journal = bench.journal
    let service = bench.service(fault: { moment throws(LanguageModelError) in
      guard moment.call == .submit, !moment.isDone else { return }
      let record = journal.batches.last
      #expect(record != nil && record?.id == nil && record?.isSettled == false)
      #expect(journal.flushCount > 0)
    })
    #expect(await bench.run(SketchedWalk(5), service).error(bench.clock) == nil)
    #expect(service.count(of: .submit) > 0)
  }
}

extension BatchRun {
  /// The error a run ends in, or nil when it finishes; somebody else lets time pass.
  func finishing() async -> RunError? {
    do throws(RunError) {
      try await finish()
      return nil
    } catch {
      return error
    }
  }
}
