/// The way of a step, again and again: prompt, samples, ballot, decision, journal, next state.
///
/// This is algorithm 1 of the paper, with a record that is made before anything is built on it.
struct DecisionChain<Chain: ChainTask, Decider: StepDecider> {
  private let run: Run<Chain, Decider>
  private let clock = ContinuousClock()
  private let began: ContinuousClock.Instant
  private var isOpen = false
  /// The next step to decide, from 0.
  private(set) var step = 0
  /// The state before it.
  private(set) var state: Chain.State
  private(set) var tally = Tally()
  /// Samples of the next step that are paid for.
  var openSamples: [Sample] = []
  /// Samples of later steps that are paid for, by step.
  private(set) var aheadSamples: [Int: [Sample]] = [:]
  /// What was seen of the votes; nil before the run is open, and when nobody watches.
  private var seen: LiveVotes?
  /// The last change of the lead.
  private var lead: LeadChange?
  /// What the watch had seen after the last decision.
  private var evidence: WatchEvidence?
  /// Batches that are recorded and not settled.
  var batchesOut: [BatchRecord] = []

  init(_ run: Run<Chain, Decider>) {
    self.run = run
    began = clock.now
    state = run.task.initialState
  }

  /// Decides the next step that is voted on; nil when all steps are decided and recorded.
  ///
  /// Steps on the way to it that the task settles are recorded too.
  mutating func decideNext() async throws(RunError) -> Decision<Chain.Answer>? {
    if !isOpen { try await open() }
    guard batchesOut.isEmpty else { throw RunError(.journal(.batchesOut(batchesOut)), summary) }
    while step < run.task.stepCount {
      if let cap = run.budget?.reached {
        try? await run.journal?.flush()
        throw RunError(.cap(cap), summary)
      }
      switch try await outcome() {
      case .decided(let decision):
        try await commit(decision)
        return decision
      case .settled(let settlement, let samples): try await settle(settlement, samples)
      }
    }
    try await flush()
    return nil
  }

  /// Records a decision of the next step, and goes on to the state it leads to.
  ///
  /// - Parameters:
  ///   - decision: The decision.
  ///   - besides: What was paid for at this step and is no part of the decision.
  /// - Throws: ``RunError`` of the journal.
  mutating func commit(
    _ decision: Decision<Chain.Answer>, besides: Ledger? = nil
  ) async throws(RunError) {
    precondition(decision.step == step, "a decider decides the step it is given")
    let next = run.task.apply(decision.answer, to: state)
    var counted = tally
    counted.count(decision)
    if let besides { counted.ledger.enter(besides) }
    var kept = DecisionRecord(decision, state: next.record, tally: counted)
    // The lead that p asks for is on record with the decision that showed it, before any step is decided by it.
    let drift = step + 1 < run.task.stepCount ? seen?.count(decision) : nil
    if let drift { (lead, kept.lead) = (drift.change, drift.change) }
    if let seen { evidence = seen.evidence }
    try await record(kept, next: next)
    if let drift { run.watch?.tell(drift) }
  }

  /// Records a person's answer to the next step in place of a decision by vote.
  mutating func rule(_ answer: Chain.Answer, _ ruling: Ruling) async throws(RunError) -> Int {
    if !isOpen { try await open() }
    guard step < run.task.stepCount else { throw RunError(.nothingToRule, summary) }
    try await rule(answer, ruling, openSamples, besides: nil)
    try await flush()
    return step - 1
  }

  /// Records an answer that no votes vouch for, with the samples that were paid for.
  private mutating func rule(
    _ answer: Chain.Answer, _ ruling: Ruling, _ samples: [Sample], besides: Ledger?
  ) async throws(RunError) {
    let votes = samples.filter { $0.flag == nil }.compactMap {
      try? run.task.answer(in: $0.response.content, at: state)
    }
    let next = run.task.apply(answer, to: state)
    var counted = tally
    counted.count(ruled: answer, by: ruling, votes: votes, samples)
    if let besides { counted.ledger.enter(besides) }
    try await record(
      DecisionRecord(
        step: step, ruled: answer, ruling, votes: votes, samples: samples, state: next.record, tally: counted),
      next: next)
  }

  /// Records what the task itself makes of a step that is not voted or did not decide.
  ///
  /// - Parameters:
  ///   - settlement: The answer, and why it is one.
  ///   - samples: What was paid for at this step.
  ///   - besides: What else was paid for at it and is no sample of its question.
  /// - Throws: ``RunError`` of the journal.
  mutating func settle(
    _ settlement: Settlement<Chain.Answer>, _ samples: [Sample], besides: Ledger? = nil
  ) async throws(RunError) {
    let ruling = Ruling(by: Ruling.task, reason: settlement.reason, time: 0)
    try await rule(settlement.answer, ruling, samples, besides: besides)
  }

  /// Makes everything recorded as durable as it gets.
  func flush() async throws(RunError) {
    try await recording { journal throws(JournalError) in try await journal.flush() }
  }

  /// The lead of the next step, where it is not that of the rules.
  var k: Int? { lead?.k }

  /// The question of the next step.
  var question: Step<Chain.Answer> { run.task.question(step, at: state, k: k, prior: openSamples) }

  /// Keeps a decision, and only then goes on to the state it leads to.
  private mutating func record(_ decision: DecisionRecord, next: Chain.State) async throws(RunError) {
    var decision = decision
    decision.evidence = evidence
    try await recording { journal throws(JournalError) in try await journal.append(.decided(decision)) }
    (state, tally) = (next, decision.tally)
    step += 1
    openSamples = aheadSamples.removeValue(forKey: step) ?? []
    run.budget?.countStep()
    run.progress.update(step: step, of: run.task.stepCount, tally: tally)
  }

  /// What the run came to so far.
  var summary: RunSummary {
    RunSummary(steps: run.task.stepCount, tally: tally, wallSeconds: (clock.now - began) / .seconds(1))
  }

  /// Takes up the recorded run where it left off, or starts at the initial state.
  mutating func open() async throws(RunError) {
    var point: ResumePoint?
    try await recording { journal throws(JournalError) in point = try await journal.begin(run.identity) }
    if let point { try resume(at: point) }
    isOpen = true
    if let watch = run.watch { try await look(watch) }
    run.budget?.takeOver(paid, steps: tally.decided)
    run.progress.update(step: step, of: run.task.stepCount, tally: tally)
  }

  /// Begins to watch, and raises the lead first if only now it may be raised for what was seen before.
  private mutating func look(_ watch: LiveWatch) async throws(RunError) {
    if let last = lead, step < run.task.stepCount {
      let (needed, next) = watch.lead(after: last.k, p: last.p, steps: run.task.stepCount)
      if next > last.k {
        let drift = Drift(
          step: step, plannedP: watch.p, votes: nil, p: last.p, k: last.k, neededK: needed, nextK: next)
        lead = drift.change
        let change = drift.change
        try await recording { journal throws(JournalError) in try await journal.append(.lead(change)) }
        watch.tell(drift)
      }
    }
    seen = LiveVotes(watch, after: lead, evidence, steps: run.task.stepCount)
  }

  private mutating func resume(at point: ResumePoint) throws(RunError) {
    guard (0...run.task.stepCount).contains(point.step), point.step == 0 || point.state != nil else {
      throw corrupt("The record leaves off at step \(point.step) of \(run.task.stepCount) without its state.")
    }
    // A place in the launch order that no run reaches would make the ballot reserve room for it.
    let open = point.openSamples + point.aheadSamples.values.joined()
    guard open.allSatisfy({ (0..<1 << 20 ~= $0.request.slot) && (0..<1 << 20 ~= $0.request.attempt) }) else {
      throw corrupt("A recorded sample of a step that is not decided has no place in the launch order.")
    }
    step = point.step
    (lead, evidence) = (point.lead, point.evidence)
    tally = point.tally
    (openSamples, aheadSamples) = (point.openSamples, point.aheadSamples)
    batchesOut = point.batches
    guard let record = point.state else { return }
    do throws(MalformedRecord) {
      state = try Chain.State(record: record)
    } catch {
      throw corrupt("The recorded state before step \(step) is no state: \(error).")
    }
  }

  private func corrupt(_ message: String) -> RunError {
    RunError(.journal(JournalError(.corrupt, message)), summary)
  }

  /// What the next step comes to. What was paid for is recorded when that is nothing.
  func outcome() async throws(RunError) -> StepOutcome<Chain.Answer> {
    do throws(StepFailure) {
      return try await run.outcome(of: step, at: state, k: k, prior: openSamples)
    } catch {
      throw await stopped(error)
    }
  }

  /// Everything that is paid for, decided or not.
  var paid: Ledger { tally.ledger(with: openSamples + aheadSamples.values.joined()) }

  /// Records what was paid for at a later step than the next one, before the run stops.
  func keep(_ samples: [Sample], of step: Int) async {
    guard !samples.isEmpty else { return }
    try? await run.journal?.append(.open(step: step, samples: samples))
  }

  /// Records what was paid for at a step that stopped; a journal that fails now must not hide why it stopped.
  func stopped(_ failure: StepFailure) async -> RunError {
    if !failure.samples.isEmpty {
      try? await run.journal?.append(.open(step: failure.step, samples: failure.samples))
    }
    try? await run.journal?.flush()
    return RunError(.step(failure), summary)
  }

  /// Does something with the journal, if the run has one.
  private func recording(
    _ body: (any Journal) async throws(JournalError) -> Void
  ) async throws(RunError) {
    guard let journal = run.journal else { return }
    do throws(JournalError) {
      try await body(journal)
    } catch {
      throw RunError(.journal(error), summary)
    }
  }
}
