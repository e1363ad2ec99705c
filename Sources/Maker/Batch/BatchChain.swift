/// Round by round: the samples that the steps of a window lack go out in batches, their replies are counted, and
/// the decisions that follow on the last recorded one are recorded.
///
/// This is how the paper's runs were made: every step of a drafted trajectory is voted on at the same time.
struct BatchChain<Chain: DraftableTask> {
  private let run: BatchRun<Chain>
  private var chain: DecisionChain<Chain, LocalDecider<ErasedLanguageModel>>
  private var exchange: BatchExchange
  private var window: BatchWindow<Chain>
  private var pool = BatchPool()
  /// Everything paid for, recorded or not.
  private var spent = Ledger()
  private var fruitlessRounds = 0
  /// The step before which the run ends, or a cap ends it.
  private let end: Int

  init(_ run: BatchRun<Chain>) {
    self.run = run
    chain = DecisionChain(run.ordinary)
    exchange = BatchExchange(
      models: run.models, stepCount: run.task.stepCount, journal: run.journal, budget: run.budget,
      options: run.options, clock: run.clock, progress: run.batchProgress)
    let room = run.models.map(\.limits.requests).min() ?? 1
    let bytes = run.models.map(\.limits.bytes).min() ?? 1
    // Of a lane one step at a time can be asked.
    let stride = (run.task as? any LaneTask)?.laneLength ?? 1
    end = min(run.task.stepCount, run.budget?.caps.maximumSteps ?? .max)
    window = BatchWindow(
      of: run.task, readBy: run.ordinary.decider,
      largest: run.options.window ?? max(1, room / run.rules.k) * stride, promptBytes: bytes / run.rules.k,
      end: end)
  }

  /// Decides every step that is left.
  ///
  /// - Parameter isFetching: Whether to stop once all that came in batches is used up.
  /// - Returns: What it came to.
  /// - Throws: ``RunError``.
  mutating func finish(isFetching: Bool = false) async throws(RunError) -> RunSummary {
    try await chain.open()
    try await fetchWhatIsOut()
    while true {
      try await commitDecided()
      guard chain.step < run.task.stepCount else { break }
      try await stopAtLimits()
      if run.options.sendsBatches {
        try await vote()
      } else if pool.isEmpty {
        if isFetching { break }
        while try await chain.decideNext() != nil {}
      } else {
        try await voteDirectly()
      }
    }
    try await chain.flush()
    return chain.summary
  }

  /// Fetches the batches of earlier sessions before anything else is sent.
  private mutating func fetchWhatIsOut() async throws(RunError) {
    spent = chain.paid
    window.paid = chain.aheadSamples
    if chain.step < run.task.stepCount { window.move(to: chain.question, at: chain.state) }
    let records = chain.batchesOut
    chain.batchesOut = []
    var harvest = BatchExchange.Harvest()
    try await exchanging { exchange throws(BatchExchange.Fault) in
      try await exchange.takeOver(records)
      harvest = try await exchange.collect(atOnce: true)
    }
    var head = window.head
    let known = Set(chain.openSamples.compactMap { head?.id(of: $0.request) })
    harvest.replies.removeAll { known.contains($0.id) }
    take(harvest)
  }

  /// Sends what the window lacks and waits for it.
  private mutating func vote() async throws(RunError) {
    window.fill()
    window.advance(with: pool)
    // Prompts of a task that has failed meanwhile mean nothing.
    try await stopWithTask()
    let wanted = window.wanted(allowance)
    // Replies that were in the pool may have decided all there was.
    guard !wanted.isEmpty else { return }
    let (size, draftLeftAt) = (window.size, window.draftLeftAt)
    run.batchProgress.update {
      $0.round += 1
      ($0.window, $0.draftLeftAt) = (size, draftLeftAt)
    }
    var harvest = BatchExchange.Harvest()
    var refusal: LanguageModelError?
    try await exchanging { exchange throws(BatchExchange.Fault) in
      refusal = try await exchange.send(wanted)
      harvest = try await exchange.collect(atOnce: false)
    }
    run.batchProgress.update { $0.activity = .counting }
    take(harvest)
    guard harvest.replies.isEmpty else {
      fruitlessRounds = 0
      return
    }
    fruitlessRounds += 1
    let failure =
      refusal ?? harvest.failure ?? LanguageModelError(.unavailable, "The batches brought no reply.")
    guard fruitlessRounds < run.options.patience else { throw await stopped(.model(failure)) }
    let wait = min(run.options.longestPoll, run.options.firstPoll * (1 << min(fruitlessRounds, 20)))
    run.batchProgress.update { $0.activity = .retrying(failure.message) }
    try await exchanging { exchange throws(BatchExchange.Fault) in try await exchange.sleep(wait) }
  }

  /// Decides the next step without batches, from the votes it has.
  private mutating func voteDirectly() async throws(RunError) {
    chain.openSamples = window.head?.round.launchOrder ?? []
    let outcome = try await chain.outcome()
    try await stopWithTask()
    try await commit(outcome)
  }

  /// Stops where the task has failed: nothing that it said of late is recorded or sent.
  private func stopWithTask() async throws(RunError) {
    if let failure = run.task.failure { throw await stopped(.model(failure)) }
  }

  /// Takes in replies: they are paid for from now on.
  private mutating func take(_ harvest: BatchExchange.Harvest) {
    for (id, response) in harvest.replies where id.step >= chain.step {
      run.budget?.charge(response)
      spent.enter(response)
      pool.add(response, to: id)
    }
  }

  /// Records the decisions that follow on the last recorded one.
  private mutating func commitDecided() async throws(RunError) {
    window.advance(with: pool)
    while chain.step < end, let outcome = window.outcome {
      try await stopWithTask()
      try await commit(outcome)
    }
    try await stopWithTask()
    let step = chain.step
    try await exchanging { exchange throws(BatchExchange.Fault) in try await exchange.settle(before: step) }
  }

  private mutating func commit(_ outcome: StepOutcome<Chain.Answer>) async throws(RunError) {
    var head = window.head
    let used = Set(outcome.samples.compactMap { head?.id(of: $0.request) })
    let besides = pool.close(chain.step, used: used)
    switch outcome {
    case .decided(let decision): try await chain.commit(decision, besides: besides)
    case .settled(let settlement, let samples):
      try await chain.settle(settlement, samples, besides: besides)
    }
    guard chain.step < run.task.stepCount else {
      window.close()
      return
    }
    window.move(to: chain.question, at: chain.state)
    window.advanceHead(with: pool)
  }

  /// How many samples may be sent before it is known what they cost.
  private var allowance: Int {
    run.budget?.allowance(after: spent, probe: run.options.probe) ?? .max
  }

  /// Stops at a step that reached its limits, or at a cap. Nothing is out then: every round waits for its batches.
  private func stopAtLimits() async throws(RunError) {
    if Task.isCancelled { throw await stopped(.cancelled) }
    if let head = window.head, let limit = head.round.exhausted {
      // A person who decides it, or an ordinary run that takes it up, finds its samples in the record.
      try? await run.journal?.append(.open(step: chain.step, samples: head.round.launchOrder))
      throw await stopped(.limit(limit))
    }
    if let cap = run.budget?.reached {
      try? await run.journal?.flush()
      throw RunError(.cap(cap), chain.summary)
    }
  }

  /// Does something with the batches; what fails ends the run.
  private mutating func exchanging(
    _ body: (inout BatchExchange) async throws(BatchExchange.Fault) -> Void
  ) async throws(RunError) {
    do throws(BatchExchange.Fault) {
      try await body(&exchange)
    } catch {
      switch error {
      case .journal(let error): throw RunError(.journal(error), chain.summary)
      case .model(let error): throw await stopped(error.code == .cancelled ? .cancelled : .model(error))
      }
    }
  }

  private func stopped(_ reason: StepFailure.Reason) async -> RunError {
    try? await run.journal?.flush()
    guard let head = window.head else {
      return RunError(.step(StepFailure(reason, step: chain.step, prompt: Prompt(""))), chain.summary)
    }
    return RunError(
      .step(run.ordinary.decider.failure(reason, head.question, head.round)), chain.summary)
  }
}
