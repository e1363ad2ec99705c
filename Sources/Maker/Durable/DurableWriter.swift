/// Records the decisions of a durable run, one after another in the order in which they come about.
actor DurableWriter {
  private let journal: (any ReplayableJournal)?
  private let budget: Budget?
  private let progress: RunProgress
  private let clock = ContinuousClock()
  private let began: ContinuousClock.Instant
  private var state = DurableState()
  private var tally = Tally()
  /// Samples of decisions that did not come about yet, in launch order for each: they were paid for.
  private var open: [Sample] = []
  /// Why nothing more is recorded; nil as long as everything could be.
  private var failure: JournalError?
  private var isWriting = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(_ journal: (any ReplayableJournal)?, budget: Budget?, progress: RunProgress) {
    (self.journal, self.budget, self.progress) = (journal, budget, progress)
    began = clock.now
  }

  /// Opens the record and takes up what is in it.
  ///
  /// - Parameters:
  ///   - identity: The facts of the run.
  ///   - chain: The run as a chain, which tells whether the decisions lead to the recorded state.
  /// - Returns: What is recorded, as a book.
  /// - Throws: `JournalError` when it cannot be read, or is of another run.
  func begin(_ identity: RunIdentity, as chain: DurableChain) async throws(JournalError) -> DurableBook {
    guard let journal else { return DurableBook() }
    let point = try await journal.begin(identity)
    var book = DurableBook(isFinished: journal.isFinished)
    var reached = chain.initialState
    try await journal.forEachDecision { decision throws(JournalError) in
      let answer = try Self.answer(of: decision)
      reached = chain.apply(answer, to: reached)
      try book.enter(answer, decision)
    }
    guard reached.decisions == point?.step ?? 0, point?.state ?? reached.record == reached.record else {
      throw JournalError(
        .corrupt,
        "The recorded decisions do not lead to the recorded state; restore the run file from a copy.")
    }
    if let point { (tally, open) = (point.tally, point.openSamples) }
    state = reached
    budget?.takeOver(tally.ledger(with: open), steps: tally.decided)
    progress.update(step: state.decisions, of: state.decisions, tally: tally)
    return book
  }

  private static func answer(of decision: ReplayedDecision) throws(JournalError) -> KeyedAnswer {
    do throws(MalformedRecord) { return try KeyedAnswer(record: decision.answer) } catch {
      throw JournalError(.corrupt, "A recorded decision cannot be read: \(error).")
    }
  }

  /// The samples of a decision that were paid for and did not decide it, in launch order.
  ///
  /// - Parameters:
  ///   - index: The place of its key, see `DurableKey.index`.
  ///   - seed: The seed of the run: a sample's own seed tells which decision it is of.
  /// - Returns: The samples.
  func paid(for index: Int, seed: UInt64) -> [Sample] {
    open.filter { sample in
      let request = sample.request
      return request.seed
        == SampleSeed.of(run: seed, step: index, slot: request.slot, attempt: request.attempt)
    }
  }

  /// Records a decision.
  ///
  /// - Parameters:
  ///   - record: The decision; its step, state and counts are filled in here.
  ///   - count: Counts it.
  /// - Throws: `JournalError` when it cannot be kept; nothing is recorded after that.
  func commit(
    _ record: DecisionRecord, count: @Sendable (inout Tally) -> Void
  ) async throws(JournalError) {
    await takeTurn()
    defer { passTurn() }
    if let failure { throw failure }
    var (record, counted) = (record, tally)
    count(&counted)
    let next = state.adding(record.answer)
    (record.step, record.state, record.tally) = (state.decisions, next.record, counted)
    let left = open.without(record.samples)
    do throws(JournalError) {
      try await journal?.append(.decided(record))
      // An entry of a decision closes what was open before it.
      if !left.isEmpty { try await journal?.append(.open(step: next.decisions, samples: left)) }
    } catch {
      failure = error
      throw error
    }
    (state, tally, open) = (next, counted, left)
    budget?.countStep()
    progress.update(step: state.decisions, of: state.decisions, tally: tally)
  }

  /// Records what was paid for at a decision that did not come about. That it did not is told in any case, so a journal
  /// that fails now says nothing: it will at the next decision.
  func keep(_ samples: [Sample]) async {
    await takeTurn()
    defer { passTurn() }
    guard failure == nil, !samples.isEmpty else { return }
    open = open.without(samples) + samples
    try? await journal?.append(.open(step: state.decisions, samples: open))
    try? await journal?.flush()
  }

  /// Makes everything recorded as durable as it gets.
  ///
  /// - Parameter isFinished: Whether the run is finished with it.
  /// - Throws: `JournalError` when something could not be kept.
  func flush(isFinished: Bool = false) async throws(JournalError) {
    await takeTurn()
    defer { passTurn() }
    if let failure { throw failure }
    try await journal?.flush()
    if isFinished { try await journal?.finish() }
  }

  /// What the run came to so far.
  var summary: RunSummary {
    RunSummary(
      steps: state.decisions, tally: tally, wallSeconds: (clock.now - began) / .seconds(1))
  }

  // An actor lets others in while it waits for the journal, and the journal wants one decision after another.

  private func takeTurn() async {
    guard isWriting else {
      isWriting = true
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  private func passTurn() {
    if waiting.isEmpty { isWriting = false } else { waiting.removeFirst().resume() }
  }
}

extension [Sample] {
  /// The samples but for those at the places of others.
  fileprivate func without(_ others: [Sample]) -> [Sample] {
    guard !isEmpty else { return self }
    let places = Set(others.map(\.request))
    return filter { !places.contains($0.request) }
  }
}
