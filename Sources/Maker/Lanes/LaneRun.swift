/// A run that decides many lanes at a time and records them in order.
///
/// ```swift
/// let summary = try await LaneRun(Routing(tickets: tickets), model: model, width: 50, journal: journal).finish()
/// ```
///
/// It is the same run as the ordinary one of the same task, model and rules: same samples, same decisions, same record,
/// whatever its width. What a crash takes back is at most what the lanes of one window had in flight or waiting.
public struct LaneRun<Chain: LaneTask, Decider: StepDecider>: Sendable {
  /// The same run, one step at a time.
  public let run: Run<Chain, Decider>
  /// How many lanes are worked on at once.
  public let width: Int

  /// A run in lanes.
  ///
  /// - Parameters:
  ///   - run: The run, one step at a time.
  ///   - width: How many lanes are worked on at once, 1 or more.
  public init(_ run: Run<Chain, Decider>, width: Int = 16) {
    precondition(width >= 1, "a run without lanes would never end")
    let length = run.task.laneLength
    precondition(length >= 1 && run.task.stepCount % length == 0, "lanes are all of one length")
    (self.run, self.width) = (run, width)
  }

  /// A run of a model, sampled in this process.
  ///
  /// - Parameters:
  ///   - task: What is done.
  ///   - model: What is asked.
  ///   - rules: How its samples are voted on.
  ///   - width: How many lanes are worked on at once, 1 or more.
  ///   - journal: Where decisions are recorded; nothing is recorded by default.
  ///   - budget: What may be spent; nil for a run without caps.
  ///   - watch: Whether votes are still as right as k was chosen for.
  public init<Model: LanguageModel>(
    _ task: Chain, model: Model, rules: VotingRules = VotingRules(), width: Int = 16,
    journal: (any Journal)? = nil, budget: Budget? = nil, watch: LiveWatch? = nil
  ) where Decider == LocalDecider<Model> {
    self.init(
      Run(task, model: model, rules: rules, journal: journal, budget: budget, watch: watch), width: width)
  }

  /// Decides every step that is left, and says what it came to.
  ///
  /// - Throws: ``RunError``; its ``RunError/summary`` tells how far the run got.
  @discardableResult
  public func finish() async throws(RunError) -> RunSummary {
    var chain = DecisionChain(run)
    try await chain.open()
    let length = run.task.laneLength
    // A lane that a cap on steps cuts short is worked on as far as the cap.
    let end = min(run.task.stepCount, max(chain.step, run.budget?.caps.maximumSteps ?? .max))
    let work = LaneWork(run, end: end, from: chain)
    let lanes = chain.step / length..<max(chain.step / length, (end + length - 1) / length)
    if chain.batchesOut.isEmpty, let error = await decide(lanes, work, &chain) { throw error }
    // Nothing is left, or a cap says why there is.
    while try await chain.decideNext() != nil {}
    return chain.summary
  }

  /// Works on all lanes, and records them as they come.
  private func decide(
    _ lanes: Range<Int>, _ work: LaneWork<Chain, Decider>, _ chain: inout DecisionChain<Chain, Decider>
  ) async -> RunError? {
    let queue = LaneQueue<LaneOutcome<Chain>>(lanes, window: 4 * width)
    return await withTaskGroup(returning: RunError?.self) { group in
      for _ in 0..<min(width, lanes.count) {
        group.addTask {
          while let lane = await queue.next() { queue.deliver(lane, await work.outcome(of: lane)) }
        }
      }
      do throws(RunError) {
        while let outcome = await queue.take() {
          try await record(outcome, work, queue, in: &chain)
          queue.advance()
        }
        return nil
      } catch {
        // At a cap nothing is cut off: what is out is paid for whether it is waited for or not.
        queue.stop()
        if error.reachedCap == nil { group.cancelAll() }
        queue.advance()
        while let outcome = await queue.take() {
          await keep(outcome, chain)
          queue.advance()
        }
        for outcome in work.left { await keep(outcome, chain) }
        return error
      }
    }
  }

  /// Records what was paid for at a lane behind the one that stopped the run: a run that goes on takes it up again.
  private func keep(_ outcome: LaneOutcome<Chain>, _ chain: DecisionChain<Chain, Decider>) async {
    for (offset, result) in outcome.results.enumerated() {
      await chain.keep(result.samples, of: outcome.first + offset)
    }
    if let failure = outcome.failure { await chain.keep(failure.samples, of: failure.step) }
  }

  /// Records what a lane came to.
  private func record(
    _ outcome: LaneOutcome<Chain>, _ work: LaneWork<Chain, Decider>, _ queue: LaneQueue<LaneOutcome<Chain>>,
    in chain: inout DecisionChain<Chain, Decider>
  ) async throws(RunError) {
    var outcome = outcome
    while let result = outcome.results.first {
      guard work.isSame(outcome.k, chain.k) else {
        outcome = await work.outcome(from: chain.step, chain.state, after: outcome)
        continue
      }
      let besides = outcome.voided[0]
      switch result {
      case .decided(let decision): try await chain.commit(decision, besides: besides)
      case .settled(let settlement, let samples):
        try await chain.settle(settlement, samples, besides: besides)
      }
      outcome = outcome.dropped
      guard !work.isSame(work.lead, chain.k) else { continue }
      // The lead was raised: all that waits is counted again, many lanes at a time.
      work.lead = chain.k
      let stale = queue.recall { !work.isCurrent($0) }
      for (lane, outcome) in stale { work.keep(outcome, of: lane) }
      queue.again(stale.keys)
    }
    if let failure = outcome.failure { throw await chain.stopped(failure) }
  }
}
