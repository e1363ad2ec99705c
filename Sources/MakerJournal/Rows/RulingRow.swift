import GRDB
import Maker

/// A row of table `ruling`: who decided a step that voting did not.
enum RulingRow {
  /// The statement that ``read(_:step:)`` runs.
  static func statement(_ db: Database) throws -> RawStatement {
    try RawStatement(db, "SELECT by, reason, time, checksum FROM ruling WHERE step = ?")
  }

  /// The ruling of a step and its checksum; nil when the step was voted.
  static func read(_ row: RawStatement, step: Int) throws -> (ruling: Ruling, checksum: Int)? {
    row.bind(1, step)
    defer { row.reset() }
    guard try row.next() else { return nil }
    let ruling = Ruling(by: row.text(0) ?? "", reason: row.text(1) ?? "", time: row.double(2) ?? .nan)
    let sum = checksum(ruling, step: step)
    guard sum == row.int(3) else { throw DamagedRow("the ruling of step \(step) has changed") }
    try check(ruling, step: step)
    return (ruling, sum)
  }

  /// Checks that the time of a ruling is within its bounds.
  static func check(_ ruling: Ruling, step: Int) throws {
    try RowLimits.require(RowLimits.isDate(ruling.time), of: "the ruling of step \(step)")
  }

  static func write(_ ruling: Ruling, step: Int, _ db: Database) throws {
    let row = try RawStatement(
      db, "INSERT INTO ruling (step, by, reason, time, checksum) VALUES (?, ?, ?, ?, ?)")
    row.bind(1, step)
    row.bind(2, ruling.by)
    row.bind(3, ruling.reason)
    row.bind(4, ruling.time)
    row.bind(5, checksum(ruling, step: step))
    try row.run()
  }

  /// The checksum of the row, which the checksum of the step's ballot covers too.
  static func checksum(_ ruling: Ruling, step: Int) -> Int {
    var sum = Checksum()
    sum.add(step)
    sum.add(ruling.by)
    sum.add(ruling.reason)
    sum.add(ruling.time)
    return sum.value
  }
}
