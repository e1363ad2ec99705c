import GRDB
import Maker

/// A row of table `lead`: the lead that holds from some step on.
enum LeadRow {
  /// All of them, which are as many as the progress says, in the order of their steps.
  static func readAll(_ db: Database, upTo progress: ProgressRow) throws -> [LeadChange] {
    let row = try RawStatement(db, "SELECT number, step, k, p, checksum FROM lead ORDER BY number")
    defer { row.reset() }
    var changes: [LeadChange] = []
    while try row.next() {
      let what = "change \(changes.count + 1) of the lead"
      let change = LeadChange(step: row.int(1), k: row.int(2), p: row.double(3) ?? .nan)
      guard row.int(0) == changes.count + 1 else { throw DamagedRow("\(what) is missing") }
      guard checksum(row.int(0), change) == row.int(4) else { throw DamagedRow("\(what) has changed") }
      try check(change, what)
      guard change.step >= changes.last?.step ?? 0, change.k >= changes.last?.k ?? 1 else {
        throw DamagedRow("\(what) goes back behind the one before")
      }
      changes.append(change)
    }
    guard changes.count == progress.leads else {
      throw DamagedRow("of the \(progress.leads) changes of the lead, \(changes.count) are left")
    }
    if let last = changes.last, last.step > progress.step {
      throw DamagedRow("the lead of step \(last.step) was changed before it was reached")
    }
    return changes
  }

  /// Checks that the numbers of a change are within their bounds.
  static func check(_ change: LeadChange, _ what: String) throws {
    try RowLimits.require(change.step, of: what)
    try RowLimits.require(1...RowLimits.samples ~= change.k && (0...1).contains(change.p), of: what)
  }

  static func write(_ change: LeadChange, number: Int, _ db: Database) throws {
    let row = try RawStatement(db, "INSERT INTO lead (number, step, k, p, checksum) VALUES (?, ?, ?, ?, ?)")
    row.bind(1, number)
    row.bind(2, change.step)
    row.bind(3, change.k)
    row.bind(4, change.p)
    row.bind(5, checksum(number, change))
    try row.run()
  }

  private static func checksum(_ number: Int, _ change: LeadChange) -> Int {
    var sum = Checksum()
    sum.add(number)
    sum.add(change.step)
    sum.add(change.k)
    sum.add(change.p)
    return sum.value
  }
}
