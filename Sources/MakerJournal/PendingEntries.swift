import Maker

/// What was appended and is not on disk yet.
struct PendingEntries: Sendable {
  /// Decisions in order.
  var rows: [DecisionRow] = []
  /// The state, the counts and what the watch saw after the last of them; nil when there is none.
  var after: (state: [UInt8], tally: Tally, evidence: WatchEvidence?)?
  /// Samples of steps after the last decision, which were given up for now, by step.
  var open: [Int: [Sample]] = [:]
  /// Batches of a provider in order, each in the place of an earlier one of its key.
  var batches: [BatchRecord] = []
  /// Changes of the lead in order.
  var leads: [LeadChange] = []
  /// The samples of the decisions in outline.
  var sketch = RunSketch()
  /// The bytes that wait, about.
  var weight = 0

  var isEmpty: Bool { rows.isEmpty && open.isEmpty && batches.isEmpty && leads.isEmpty }

  mutating func add(_ row: DecisionRow, _ record: DecisionRecord) {
    weight += row.weight
    rows.append(row)
    after = (record.state, record.tally, record.evidence)
    if let change = record.lead { leads.append(change) }
    sketch.add(record)
    // The step has been decided after all; its samples came with the decision.
    open[row.step] = nil
  }
}
