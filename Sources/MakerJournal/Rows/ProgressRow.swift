import GRDB
import Maker

/// The one row of table `progress`: where to go on. Written in the transaction of the decisions it follows.
struct ProgressRow {
  var step = 0
  var state: [UInt8]?
  var tally = Tally()
  /// The samples of steps that are not decided, which were paid for before they were given up.
  var openSamples = 0
  /// The batches on record, settled ones included, so that none of them can go missing unnoticed.
  var batches = 0
  /// The changes of the lead on record, likewise.
  var leads = 0
  /// What the watch over the votes has seen; nil when nobody watched.
  var evidence: WatchEvidence?

  static func read(_ db: Database) throws -> ProgressRow {
    let row = try RawStatement(
      db, "SELECT step, state, tally, open_samples, batches, checksum, leads, evidence FROM progress")
    guard try row.next() else { throw DamagedRow("the row that says how far the run is, is gone") }
    defer { row.reset() }
    let (step, openSamples, tally, batches) = (row.int(0), row.int(3), row.text(2) ?? "", row.int(4))
    let (leads, evidence) = (row.int(6), row.text(7))
    let state = row.isNull(1) ? nil : row.bytes(1)
    let sum = checksum(step, state, tally, openSamples, batches: batches, leads: leads, evidence: evidence)
    guard sum == row.int(5) else {
      throw DamagedRow("the row that says how far the run is has changed")
    }
    let progress = ProgressRow(
      step: step, state: state, tally: try JSONColumn.read(tally, as: Tally.self), openSamples: openSamples,
      batches: batches, leads: leads,
      evidence: try evidence.map { try JSONColumn.read($0, as: WatchEvidence.self) })
    try progress.checkNumbers()
    return progress
  }

  /// Checks that every count is within its bounds.
  func checkNumbers() throws {
    let what = "the row that says how far the run is"
    try RowLimits.require(step, openSamples, batches, leads, of: what)
    try tally.checkNumbers(of: what)
    try evidence?.checkNumbers(of: what)
  }

  /// Checks in passing that the last decision is where the progress says; the rest is checked on request.
  func checkAgainstDecisions(_ db: Database) throws {
    let last = try Int.fetchOne(db, sql: "SELECT max(step) FROM decision") ?? -1
    guard last == step - 1 else {
      throw DamagedRow("its last decision is step \(last), and its next one step \(step)")
    }
  }

  /// The samples of steps that are not decided, by step, all of them.
  func readOpenSamples(_ db: Database) throws -> [Int: [Sample]] {
    let count =
      try Int.fetchOne(db, sql: "SELECT count(*) FROM sample WHERE step >= ?", arguments: [step]) ?? 0
    guard count == openSamples, count <= RowLimits.samples else {
      throw DamagedRow("of the \(openSamples) samples of steps that are not decided, \(count) are left")
    }
    guard count > 0 else { return [:] }
    let steps = try Int.fetchAll(
      db, sql: "SELECT DISTINCT step FROM sample WHERE step >= ? ORDER BY step", arguments: [step])
    var open: [Int: [Sample]] = [:]
    for step in steps { open[step] = try SampleRow.read(db, step: step) }
    return open
  }

  func write(_ db: Database) throws {
    let json = try JSONColumn.of(tally)
    let seen = try evidence.map { try JSONColumn.of($0) }
    let row = try RawStatement(
      db,
      """
      INSERT OR REPLACE INTO progress (id, step, state, tally, open_samples, batches, checksum, leads, evidence)
        VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    row.bind(1, step)
    row.bind(2, state)
    row.bind(3, json)
    row.bind(4, openSamples)
    row.bind(5, batches)
    row.bind(
      6, Self.checksum(step, state, json, openSamples, batches: batches, leads: leads, evidence: seen))
    row.bind(7, leads)
    row.bind(8, seen)
    try row.run()
  }

  static func checksum(
    _ step: Int, _ state: [UInt8]?, _ tally: String, _ openSamples: Int, batches: Int, leads: Int = 0,
    evidence: String? = nil
  ) -> Int {
    var sum = Checksum()
    sum.add(step)
    if let state { sum.add(state) }
    sum.add(tally)
    sum.add(openSamples)
    // As in the versions that had no such columns, where there is nothing in them.
    let isWatched = leads != 0 || evidence != nil
    if batches != 0 || isWatched { sum.add(batches) }
    if isWatched { sum.add(leads) }
    if let evidence { sum.add(evidence) }
    return sum.value
  }
}

extension WatchEvidence {
  /// Checks that every number is within its bounds.
  fileprivate func checkNumbers(of what: String) throws {
    try RowLimits.require(alarms, of: what)
    for sum in [slow, fast, broken] {
      try RowLimits.require(sum.votes, sum.wrong, sum.hardestVotes, sum.hardestWrong, of: what)
      let isPossible =
        sum.wrong <= sum.votes && sum.hardestWrong <= sum.hardestVotes && sum.hardestVotes <= sum.votes
        && sum.hardestWrong <= sum.wrong && sum.votes - sum.hardestVotes >= sum.wrong - sum.hardestWrong
      try RowLimits.require(RowLimits.isAmount(sum.evidence) && isPossible, of: what)
    }
  }
}

extension Tally {
  /// Checks that every count, and every sum of the ledger, is within its bounds.
  func checkNumbers(of what: String) throws {
    try RowLimits.require(decided, votes, samples, outvoted, contested, longestBallot, rulings, of: what)
    try RowLimits.require(votes <= samples, of: what)
    var flagged = 0
    for count in flags.values {
      try RowLimits.require(count, of: what)
      flagged += count
      try RowLimits.require(flagged, of: what)
    }
    var (paid, usage) = (0, Usage())
    for account in [ledger.unnamed] + ledger.named.values {
      try RowLimits.require(account.samples, of: what)
      paid += account.samples
      try RowLimits.require(paid, of: what)
      try RowLimits.add(account.usage, to: &usage, of: what)
    }
  }
}
