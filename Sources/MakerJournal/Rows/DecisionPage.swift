import GRDB
import Maker

/// Decisions read back from the tables `decision`, `contest`, `candidate` and `ruling`.
struct DecisionPage {
  /// The rows of a page: enough to make a transaction cheap, few enough to fit in a megabyte or two.
  static let size = 4_096

  /// Whole decisions in order.
  var decisions: [RecordedDecision] = []
  /// What ended the page early, if something did.
  var damage: JournalError?

  var isFull: Bool { decisions.count == Self.size }

  private static let columns =
    "d.step, d.answer, d.votes, d.samples, d.checksum, c.launch_order, c.flags, c.checksum"
  private static let all =
    "SELECT \(columns) FROM decision d LEFT JOIN contest c ON c.step = d.step"
    + " WHERE d.step >= ? AND d.step < ? ORDER BY d.step"
  private static let contested =
    "SELECT \(columns) FROM contest c CROSS JOIN decision d ON d.step = c.step"
    + " WHERE c.step >= ? AND c.step < ? ORDER BY c.step"

  /// Hands out up to ``size`` decisions from step `first` on and before step `end`, each checked.
  static func read(
    _ db: Database, from first: Int, to end: Int, contestedOnly: Bool, _ body: (RecordedDecision) -> Void
  ) throws {
    let row = try RawStatement(db, contestedOnly ? contested : all)
    let candidate = try RawStatement(db, "SELECT answer FROM candidate WHERE step = ? ORDER BY number")
    let ruling = try RulingRow.statement(db)
    defer { row.reset() }
    row.bind(1, first)
    row.bind(2, end)
    var (left, expected) = (size, first)
    while left > 0, try row.next() {
      let step = row.int(0)
      guard contestedOnly ? step >= expected : step == expected else {
        throw DamagedRow("step \(expected) is missing")
      }
      var decision = RecordedDecision(
        step: step, answer: row.bytes(1), votes: row.int(2), samples: row.int(3))
      guard DecisionRow.checksum(step, decision.answer, decision.votes, decision.samples) == row.int(4) else {
        throw DamagedRow("the decision of step \(step) has changed")
      }
      let (votes, samples) = (decision.votes, decision.samples)
      try RowLimits.require(
        RowLimits.counts.contains(step) && 0 <= votes && votes <= samples && samples <= RowLimits.samples,
        of: "the decision of step \(step)")
      if row.isNull(7) {
        guard samples == votes, votes > 0 else {
          throw DamagedRow("the ballot of step \(step) is gone")
        }
      } else {
        decision.ruling = try readContest(of: &decision, row, candidate, ruling)
      }
      body(decision)
      expected = step + 1
      left -= 1
    }
  }

  /// Reads what was said at a contested step; returns the ruling of a step that voting did not decide.
  private static func readContest(
    of decision: inout RecordedDecision, _ row: RawStatement, _ candidate: RawStatement,
    _ ruling: RawStatement
  ) throws -> Ruling? {
    let (order, flags) = (row.text(5), row.text(6))
    candidate.bind(1, decision.step)
    while try candidate.next() {
      // Every candidate has a vote.
      guard decision.candidates.count < decision.votes else {
        candidate.reset()
        throw DamagedRow("the ballot of step \(decision.step) has more candidates than votes")
      }
      decision.candidates.append(candidate.bytes(0))
    }
    let ruled = try RulingRow.read(ruling, step: decision.step)
    let sum = DecisionRow.checksum(
      decision.step, order, flags, decision.candidates, ruling: ruled?.checksum)
    guard sum == row.int(7) else {
      throw DamagedRow("the ballot of step \(decision.step) has changed")
    }
    if let order {
      guard let numbers = DecisionRow.order(order) else {
        throw DamagedRow("the launch order of step \(decision.step) is not a list of numbers")
      }
      decision.order = numbers
    }
    if let flags { decision.flags = try JSONColumn.read(flags, as: [FlagKind: Int].self) }
    try checkBallot(of: decision, isRuled: ruled != nil)
    return ruled?.ruling
  }

  /// Checks that the votes are for the candidates, and that every sample is a vote or has a flag.
  private static func checkBallot(of decision: RecordedDecision, isRuled: Bool) throws {
    let step = decision.step
    // A person may decide before anybody voted, and is not bound to what was voted for.
    guard isRuled ? decision.candidates.isEmpty == (decision.votes == 0) : decision.votes > 0 else {
      throw DamagedRow("the votes of step \(step) are not for its candidates")
    }
    guard decision.order.allSatisfy({ decision.candidates.indices.contains($0) }) else {
      throw DamagedRow("the ballot of step \(step) names a candidate that is not there")
    }
    guard decision.order.count == (decision.candidates.isEmpty ? 0 : decision.votes) else {
      throw DamagedRow("the ballot of step \(step) has \(decision.order.count) votes, not \(decision.votes)")
    }
    var flagged = 0
    for count in decision.flags.values {
      try RowLimits.require(
        (0...RowLimits.samples).contains(count) && flagged <= RowLimits.samples,
        of: "the ballot of step \(step)")
      flagged += count
    }
    guard flagged == decision.samples - decision.votes else {
      throw DamagedRow("the samples of step \(step) are not its votes and flags")
    }
  }
}

extension RunFile {
  /// One page in one snapshot. One that is not full ends at `end`, or where the progress of the snapshot says.
  func page(from first: Int, to end: Int, contestedOnly: Bool) throws(JournalError) -> DecisionPage {
    try source.read { db in
      var page = DecisionPage()
      let read = {
        try DecisionPage.read(db, from: first, to: end, contestedOnly: contestedOnly) {
          page.decisions.append($0)
        }
        if !page.isFull, !contestedOnly {
          let reached = (page.decisions.last?.step ?? first - 1) + 1
          let expected = min(end, try ProgressRow.read(db).step)
          guard reached >= expected else {
            throw DamagedRow("the steps from \(reached) to \(expected - 1) are missing")
          }
        }
      }
      do throws(JournalError) { try FileFailure.mapped(path, read) } catch { page.damage = error }
      return page
    }
  }
}
