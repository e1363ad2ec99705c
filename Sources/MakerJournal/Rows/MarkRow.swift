import GRDB
import Maker

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A row of table `mark`: where the run stood at one moment.
enum MarkRow {
  static func readAll(_ db: Database) throws -> [RunMark] {
    let row = try RawStatement(
      db, "SELECT number, session, time, wall_seconds, step, tally, checksum FROM mark ORDER BY number")
    defer { row.reset() }
    var marks: [RunMark] = []
    while try row.next() {
      let what = "mark \(marks.count + 1)"
      guard row.int(0) == marks.count + 1 else { throw DamagedRow("\(what) is missing") }
      let (time, text) = (row.double(2) ?? .nan, row.text(5) ?? "")
      let (session, wallSeconds, step) = (row.int(1), row.double(3) ?? .nan, row.int(4))
      guard checksum(row.int(0), session, time, wallSeconds, step, text) == row.int(6) else {
        throw DamagedRow("\(what) has changed")
      }
      try RowLimits.require(session, step, of: what)
      try RowLimits.require(RowLimits.isDate(time) && RowLimits.isAmount(wallSeconds), of: what)
      let tally = try JSONColumn.read(text, as: Tally.self)
      try tally.checkNumbers(of: what)
      marks.append(
        RunMark(
          session: session, time: Date(timeIntervalSince1970: time), wallSeconds: wallSeconds, step: step,
          tally: tally))
    }
    return marks
  }

  /// The number of the last one; 0 when there is none.
  static func last(_ db: Database) throws -> Int {
    let last = try Int.fetchOne(db, sql: "SELECT max(number) FROM mark") ?? 0
    try RowLimits.require(last, of: "mark \(last)")
    return last
  }

  static func write(_ mark: RunMark, number: Int, _ db: Database) throws {
    let (time, tally) = (mark.time.timeIntervalSince1970, try JSONColumn.of(mark.tally))
    let row = try RawStatement(
      db,
      """
      INSERT INTO mark (number, session, time, wall_seconds, step, tally, checksum) VALUES (?, ?, ?, ?, ?, ?, ?)
      """)
    row.bind(1, number)
    row.bind(2, mark.session)
    row.bind(3, time)
    row.bind(4, mark.wallSeconds)
    row.bind(5, mark.step)
    row.bind(6, tally)
    row.bind(7, checksum(number, mark.session, time, mark.wallSeconds, mark.step, tally))
    try row.run()
  }

  private static func checksum(
    _ number: Int, _ session: Int, _ time: Double, _ wallSeconds: Double, _ step: Int, _ tally: String
  ) -> Int {
    var sum = Checksum()
    sum.add(number)
    sum.add(session)
    sum.add(time)
    sum.add(wallSeconds)
    sum.add(step)
    sum.add(tally)
    return sum.value
  }
}
