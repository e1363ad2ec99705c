import Synchronization

/// How the steps of a lane are decided, apart from all other lanes.
final class LaneWork<Chain: LaneTask, Decider: StepDecider>: Sendable {
  private let run: Run<Chain, Decider>
  /// The step before which the run ends, or a cap ends it.
  private let end: Int
  /// Where the run was taken up: perhaps in the middle of a lane, and of a step.
  private let begun: (step: Int, state: Chain.State, samples: [Sample])
  /// Samples of later steps that an earlier session paid for, by step.
  private let paid: [Int: [Sample]]
  /// The lead that those were taken under.
  private let firstLead: Int?
  private let state: Mutex<State>

  private struct State {
    /// The lead of the lanes to come; nil for that of the rules.
    var lead: Int?
    /// What lanes came to under an earlier lead.
    var stale: [Int: LaneOutcome<Chain>] = [:]
  }

  /// Takes up a run where its chain is.
  init(_ run: Run<Chain, Decider>, end: Int, from chain: DecisionChain<Chain, Decider>) {
    (self.run, self.end) = (run, end)
    begun = (chain.step, chain.state, chain.openSamples)
    (paid, firstLead) = (chain.aheadSamples, chain.k)
    state = Mutex(State(lead: chain.k))
  }

  /// The lead of the lanes to come; nil for that of the rules.
  var lead: Int? {
    get { state.withLock { $0.lead } }
    set { state.withLock { $0.lead = newValue } }
  }

  /// Whether two leads are the same; that of the rules is the one the watch begins with.
  func isSame(_ one: Int?, _ other: Int?) -> Bool { (one ?? run.watch?.k) == (other ?? run.watch?.k) }

  /// Whether what a lane came to still holds.
  func isCurrent(_ outcome: LaneOutcome<Chain>) -> Bool { isSame(outcome.k, lead) }

  /// Keeps what a lane came to, for when it is worked on once more.
  func keep(_ stale: LaneOutcome<Chain>, of lane: Int) { state.withLock { $0.stale[lane] = stale } }

  /// What lanes came to that were not worked on once more.
  var left: [LaneOutcome<Chain>] { state.withLock { Array($0.stale.values) } }

  /// Decides the steps of a lane, as far as it goes.
  func outcome(of lane: Int) async -> LaneOutcome<Chain> {
    let length = run.task.laneLength
    let stale = state.withLock { $0.stale.removeValue(forKey: lane) }
    var outcome =
      if lane == begun.step / length {
        await self.outcome(from: begun.step, begun.state, after: stale)
      } else {
        await self.outcome(from: lane * length, run.task.state(beforeLane: lane), after: stale)
      }
    // The lead was raised meanwhile: what is paid for is counted again.
    while !isCurrent(outcome), outcome.failure == nil {
      let state =
        outcome.first == begun.step ? begun.state : run.task.state(beforeLane: outcome.first / length)
      outcome = await self.outcome(from: outcome.first, state, after: outcome)
    }
    return outcome
  }

  /// Decides the steps of a lane from one of them on.
  ///
  /// - Parameters:
  ///   - first: The step.
  ///   - state: The state before it.
  ///   - stale: What the lane came to under an earlier lead: its samples are paid for.
  /// - Returns: What it came to.
  func outcome(
    from first: Int, _ state: Chain.State, after stale: LaneOutcome<Chain>? = nil
  ) async -> LaneOutcome<Chain> {
    let length = run.task.laneLength
    var outcome = LaneOutcome<Chain>(first: first, k: lead)
    var state = state
    // Later samples were taken at states that earlier answers lead to; another answer makes them samples of nothing.
    var isSameWay = true
    for step in first..<max(first, min(end, (first / length + 1) * length)) {
      let known = stale.map { $0.samples(of: step) } ?? samples(of: step, in: outcome)
      do throws(StepFailure) {
        let result = try await run.outcome(
          of: step, at: state, k: outcome.k, prior: isSameWay ? known : [])
        outcome.results.append(result)
        outcome.voided.append(isSameWay || known.isEmpty ? nil : Ledger(of: known))
        if let stale { isSameWay = isSameWay && stale.answer(at: step) == result.answer }
        state = run.task.apply(result.answer, to: state)
      } catch {
        outcome.failure = error
        break
      }
    }
    return outcome
  }

  /// What an earlier session paid for at a step.
  private func samples(of step: Int, in outcome: LaneOutcome<Chain>) -> [Sample] {
    if step == begun.step { return begun.samples }
    // Under another lead the steps before may be decided otherwise.
    guard step == outcome.first || isSame(outcome.k, firstLead) else { return [] }
    return paid[step] ?? []
  }
}

/// What the steps of a lane came to.
struct LaneOutcome<Chain: LaneTask>: Sendable {
  /// The first of its steps.
  var first: Int
  /// The lead that its steps were decided by; nil for that of the rules.
  var k: Int?
  /// The steps that have an answer, in order.
  var results: [StepOutcome<Chain.Answer>] = []
  /// For each of them what was paid for at it besides, at a state that it did not come to.
  var voided: [Ledger?] = []
  /// Why the next one has none; nil when all have.
  var failure: StepFailure?

  /// What was paid for at a step.
  func samples(of step: Int) -> [Sample] {
    if results.indices.contains(step - first) { return results[step - first].samples }
    return failure?.step == step ? failure?.samples ?? [] : []
  }

  /// The answer of a step; nil when it has none.
  func answer(at step: Int) -> Chain.Answer? {
    results.indices.contains(step - first) ? results[step - first].answer : nil
  }

  /// The rest of it, once its first step is recorded.
  var dropped: LaneOutcome<Chain> {
    var rest = self
    rest.first += 1
    rest.results.removeFirst()
    rest.voided.removeFirst()
    return rest
  }
}
