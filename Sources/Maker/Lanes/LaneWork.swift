import Synchronization

/// How the steps of a lane are decided, apart from all other lanes.
final class LaneWork<Chain: LaneTask, Decider: StepDecider>: Sendable {
  private let run: Run<Chain, Decider>
  /// The step before which the run ends, or a cap ends it.
  private let end: Int
  /// Where the run was taken up: perhaps in the middle of a lane, and of a step.
  private let begun: (step: Int, state: Chain.State, samples: [Sample])
  private let leadInForce = Mutex<Int?>(nil)

  init(
    run: Run<Chain, Decider>, end: Int, begun: (step: Int, state: Chain.State, samples: [Sample])
  ) {
    (self.run, self.end, self.begun) = (run, end, begun)
  }

  /// The lead of the lanes to come; nil for that of the rules.
  var lead: Int? {
    get { leadInForce.withLock { $0 } }
    set { leadInForce.withLock { $0 = newValue } }
  }

  /// Decides the steps of a lane, as far as it goes.
  func outcome(of lane: Int) async -> LaneOutcome<Chain> {
    let length = run.task.laneLength
    if lane == begun.step / length { return await outcome(from: begun.step, begun.state, begun.samples) }
    return await outcome(from: lane * length, run.task.state(beforeLane: lane), [])
  }

  /// Decides the steps of a lane from one of them on, of which samples are paid for.
  func outcome(
    from first: Int, _ state: Chain.State, _ samples: [Sample]
  ) async -> LaneOutcome<Chain> {
    let length = run.task.laneLength
    var outcome = LaneOutcome<Chain>(k: lead)
    var (state, samples) = (state, samples)
    for step in first..<max(first, min(end, (first / length + 1) * length)) {
      do throws(StepFailure) {
        let result = try await run.outcome(of: step, at: state, k: outcome.k, prior: samples)
        outcome.results.append(result)
        state = run.task.apply(result.answer, to: state)
      } catch {
        outcome.failure = error
        break
      }
      samples = []
    }
    return outcome
  }
}

/// What the steps of a lane came to.
struct LaneOutcome<Chain: LaneTask>: Sendable {
  /// The lead that its steps were decided by; nil for that of the rules.
  var k: Int?
  /// The steps that have an answer, in order.
  var results: [StepOutcome<Chain.Answer>] = []
  /// Why the next one has none; nil when all have.
  var failure: StepFailure?
}
