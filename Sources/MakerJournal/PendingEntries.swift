import Maker

/// What was appended and is not on disk yet.
struct PendingEntries: Sendable {
  /// Decisions in order.
  var rows: [DecisionRow] = []
  /// The state and the counts after the last of them; nil when there is none.
  var after: (state: [UInt8], tally: Tally)?
  /// Samples of the step after the last decision, which was given up for now.
  var open: (step: Int, samples: [Sample])?
  /// Batches of a provider in order, each in the place of an earlier one of its key.
  var batches: [BatchRecord] = []
  /// The bytes that wait, about.
  var weight = 0

  var isEmpty: Bool { rows.isEmpty && open == nil && batches.isEmpty }

  mutating func add(_ row: DecisionRow, state: [UInt8], tally: Tally) {
    weight += row.weight
    rows.append(row)
    after = (state, tally)
    // The step has been decided after all; its samples came with the decision.
    open = nil
  }
}
