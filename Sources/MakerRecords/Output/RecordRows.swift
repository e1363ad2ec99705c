import Maker
import MakerAgents

/// Makes rows out of decisions that come in order: one of the output or of the rejects for each record.
struct RecordRows {
  /// What became of a record.
  struct Row {
    /// Why it has no row of the output; nil where it has one.
    let rejection: String?
    /// The row with its line end.
    let bytes: [UInt8]
  }

  private let task: RecordTask
  private let layout: OutputLayout
  private let rejectLayout: RejectLayout
  /// How many records became what so far.
  private(set) var counts = RecordOutput.Counts()
  /// What the comparison with right answers came to so far; nil when there is none.
  private(set) var labels: LabelCounts?
  /// The next step.
  private var step = 0
  /// The decisions of the record at hand.
  private var decisions: [RecordDecision] = []

  /// No rows yet.
  init(
    of task: RecordTask, output: String, rejects: String, options: RecordOutput.Options, labels: LabelCounts?
  ) throws(RecordFailure) {
    (self.task, self.labels) = (task, labels)
    layout = try OutputLayout(options.outputFormat ?? RecordFormat(path: output) ?? .jsonl, options, task)
    rejectLayout = RejectLayout(format: options.rejectsFormat ?? RecordFormat(path: rejects) ?? .jsonl)
  }

  /// What the files begin with.
  var heads: (output: [UInt8], rejects: [UInt8]) { (layout.head, rejectLayout.head) }

  /// Takes the next decision.
  ///
  /// - Parameter decision: The decision of the step after the one before, from step 0 on.
  /// - Returns: The row of its record; nil when another agent of it is to come.
  /// - Throws: ``RecordFailure`` when it cannot be made.
  mutating func take(_ decision: RecordDecision) throws(RecordFailure) -> Row? {
    precondition(decision.step == step, "decisions come in the order of their steps")
    step += 1
    decisions.append(decision)
    guard decisions.count == task.laneLength else { return nil }
    defer { decisions.removeAll(keepingCapacity: true) }
    let index = decision.step / task.laneLength
    let source = try task.source.row(at: index)
    let (row, record, answers) = try row(of: source, at: index, decisions)
    if row.rejection == nil, let record {
      counts.rows += 1
      labels?.count(source, record, decisions, answers)
    } else {
      counts.rejects += 1
      labels?.countReject()
    }
    return row
  }

  /// The row of a record by its place, counting nothing.
  func row(
    at index: Int, _ decisions: [RecordDecision]
  ) throws(RecordFailure) -> (Row, AgentRecord?, [RecordAnswer]) {
    try row(of: task.source.row(at: index), at: index, decisions)
  }

  /// The row of a record, counting nothing.
  func row(
    of row: RecordRow, at index: Int, _ decisions: [RecordDecision]
  ) throws(RecordFailure) -> (Row, AgentRecord?, [RecordAnswer]) {
    let answers: [RecordAnswer]
    do throws(MalformedRecord) {
      answers = try decisions.map { decision throws(MalformedRecord) in
        try RecordAnswer(record: decision.answer)
      }
    } catch {
      throw RecordFailure(.corrupt, "What is recorded of record \(index + 1) is no answer: \(error).")
    }
    let values = answers.compactMap { $0.answer?.value }
    if values.count == answers.count, case .success(let record) = row.record {
      return (Row(rejection: nil, bytes: layout.row(record, values, decisions)), record, answers)
    }
    let reason = answers.lazy.compactMap(\.rejection).first ?? "it was decided, and cannot be read"
    return (Row(rejection: reason, bytes: rejectLayout.row(row, reason)), nil, answers)
  }
}
