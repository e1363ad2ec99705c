/// Replies that are paid for and not yet in a recorded decision, by step.
///
/// A reply leaves it with the decision of its step, whatever it was good for: as a sample of the decision, or as
/// one that was asked at a state the run did not come to. So each is charged to the record exactly once.
struct BatchPool {
  private struct Replies {
    var byID: [BatchItemID: Response] = [:]
    /// Replies to what was replied to already.
    var surplus = Ledger()
  }

  private var steps: [Int: Replies] = [:]

  var isEmpty: Bool { steps.isEmpty }

  /// Takes in a reply. Of several to one item the first counts.
  mutating func add(_ response: Response, to id: BatchItemID) {
    if steps[id.step]?.byID[id] == nil {
      steps[id.step, default: Replies()].byID[id] = response
    } else {
      steps[id.step]?.surplus.enter(response)
    }
  }

  func reply(to id: BatchItemID) -> Response? { steps[id.step]?.byID[id] }

  /// Lets go of a step that is decided.
  ///
  /// - Parameters:
  ///   - step: The step.
  ///   - used: The samples that are part of its decision.
  /// - Returns: What else was paid for at the step.
  mutating func close(_ step: Int, used: Set<BatchItemID>) -> Ledger {
    guard let replies = steps.removeValue(forKey: step) else { return Ledger() }
    var besides = replies.surplus
    for (id, response) in replies.byID where !used.contains(id) { besides.enter(response) }
    return besides
  }
}

extension Tally {
  /// Samples paid for that had no part in a decision: they were asked at a drafted state the run did not come to.
  public var voided: Int { ledger.total.samples - samples }
}
