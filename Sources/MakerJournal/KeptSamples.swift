import Maker

/// The samples that a run file kept, as an audit meets them.
struct KeptSamples: Sendable {
  /// How many there were.
  private(set) var samples = 0
  /// What they cost.
  private(set) var ledger = Ledger()

  /// Enters the samples of a step; false once their tokens are more than can be counted.
  mutating func enter(_ more: [Sample]) -> Bool {
    // Each step is within bounds by itself, so one more cannot overflow what was within them.
    guard RowLimits.holds(ledger.total.usage) else { return false }
    samples += more.count
    ledger.enter(Ledger(of: more))
    return RowLimits.holds(ledger.total.usage)
  }

  /// What keeps the samples of a step, in launch order, from being those of its decision; nil when they are.
  ///
  /// - Parameters:
  ///   - samples: The samples.
  ///   - decision: The decision.
  ///   - read: Reads the answer out of a reply; nil where nobody here can, and only the counts are compared.
  /// - Returns: The problem.
  static func problem<Answer: Hashable & Recordable>(
    _ samples: [Sample], of decision: RecordedDecision, read: ((String) throws(Flagged) -> Answer)?
  ) -> String? {
    var flags: [FlagKind: Int] = [:]
    for case let flag? in samples.lazy.map(\.flag) { flags[flag.kind, default: 0] += 1 }
    let votes = samples.count(where: { $0.flag == nil })
    guard samples.count == decision.samples, votes == decision.votes, flags == decision.flags else {
      return "The kept samples of step \(decision.step) are not its votes and flags."
    }
    guard let read else { return nil }
    var vote = 0
    // Replies of one step are nearly all the same text, and the same text is read the same way.
    var last: (reply: String, record: [UInt8], answer: Answer)?
    for sample in samples where sample.flag == nil {
      let reply = sample.response.content
      if last?.reply != reply {
        guard let answer = try? read(reply) else {
          return "A kept reply of step \(decision.step) voted, and there is no answer in it."
        }
        last = (reply, answer.record, answer)
      }
      guard let last, let cast = decision.vote(vote), isSame(cast, last.record, last.answer) else {
        return "The kept replies of step \(decision.step) are not its votes."
      }
      vote += 1
    }
    return nil
  }

  /// Whether a recorded vote is for this answer. Equal answers may have different records.
  private static func isSame<Answer: Hashable & Recordable>(
    _ cast: [UInt8], _ record: [UInt8], _ answer: Answer
  ) -> Bool {
    cast == record || (try? Answer(record: cast)) == answer
  }
}

extension RecordedDecision {
  /// The record of the answer that a vote was for, by its place in launch order; nil when there is none.
  fileprivate func vote(_ place: Int) -> [UInt8]? {
    guard !candidates.isEmpty else { return answer }
    guard order.indices.contains(place), candidates.indices.contains(order[place]) else { return nil }
    return candidates[order[place]]
  }
}
