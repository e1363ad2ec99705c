/// The way of a step, again and again: prompt, samples, ballot, decision, journal, next state.
///
/// This is algorithm 1 of the paper, with a record that is made before anything is built on it.
struct DecisionChain<Chain: ChainTask, Decider: StepDecider> {
  private let run: Run<Chain, Decider>
  private let clock = ContinuousClock()
  private let began: ContinuousClock.Instant
  private var isOpen = false
  private var step = 0
  private var state: Chain.State
  private var tally = Tally()
  private var openSamples: [Sample] = []

  init(_ run: Run<Chain, Decider>) {
    self.run = run
    began = clock.now
    state = run.task.initialState
  }

  /// Decides the next step; nil when all steps are decided and recorded.
  mutating func decideNext() async throws(RunError) -> Decision<Chain.Answer>? {
    if !isOpen { try await open() }
    guard step < run.task.stepCount else {
      try await recording { journal throws(JournalError) in try await journal.flush() }
      return nil
    }
    let task = run.task
    let question = Step(
      index: step, prompt: task.prompt(for: state), prior: openSamples,
      answer: { reply throws(Flagged) in try task.answer(in: reply) })

    let decision = try await decided(question)
    precondition(decision.step == step, "a decider decides the step it is given")
    let next = task.apply(decision.answer, to: state)
    var counted = tally
    counted.count(decision)
    try await recording { journal throws(JournalError) in
      try await journal.append(.decided(DecisionRecord(decision, state: next.record, tally: counted)))
    }

    (state, tally) = (next, counted)
    step += 1
    openSamples = []
    run.progress.update(step: step, of: task.stepCount, tally: tally)
    return decision
  }

  /// What the run came to so far.
  var summary: RunSummary {
    RunSummary(steps: run.task.stepCount, tally: tally, wallSeconds: (clock.now - began) / .seconds(1))
  }

  /// Takes up the recorded run where it left off, or starts at the initial state.
  private mutating func open() async throws(RunError) {
    var point: ResumePoint?
    try await recording { journal throws(JournalError) in point = try await journal.begin(run.identity) }
    if let point { try resume(at: point) }
    isOpen = true
    run.progress.update(step: step, of: run.task.stepCount, tally: tally)
  }

  private mutating func resume(at point: ResumePoint) throws(RunError) {
    guard (0...run.task.stepCount).contains(point.step), point.step == 0 || point.state != nil else {
      throw corrupt("The record leaves off at step \(point.step) of \(run.task.stepCount) without its state.")
    }
    // A place in the launch order that no run reaches would make the ballot reserve room for it.
    guard
      point.openSamples.allSatisfy({ (0..<1 << 20 ~= $0.request.slot) && (0..<1 << 20 ~= $0.request.attempt) }
      )
    else {
      throw corrupt("A recorded sample of step \(point.step) has no place in the launch order.")
    }
    step = point.step
    tally = point.tally
    openSamples = point.openSamples
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

  private func decided(_ question: Step<Chain.Answer>) async throws(RunError) -> Decision<Chain.Answer> {
    do throws(StepFailure) {
      return try await run.decider.decide(question)
    } catch {
      // What was paid for is recorded first; a journal that fails now must not hide why the step stopped.
      if !error.samples.isEmpty {
        try? await run.journal?.append(.open(step: error.step, samples: error.samples))
      }
      try? await run.journal?.flush()
      throw RunError(.step(error), summary)
    }
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
