import GRDB
import Maker

/// A row of table `batch`: samples that were paid for in one piece, and may be fetched by a later session.
enum BatchRow {
  /// All batches in the order of their first record; `count` says how many there must be.
  static func readAll(_ db: Database, count: Int) throws -> [BatchRecord] {
    let row = try RawStatement(
      db,
      """
      SELECT number, key, id, model, first_step, requests, time, is_settled, checksum FROM batch
        ORDER BY number
      """)
    defer { row.reset() }
    var batches: [BatchRecord] = []
    while try row.next() {
      let (number, isSettled) = (row.int(0), row.int(7))
      guard number == batches.count + 1 else { throw DamagedRow("batch \(batches.count + 1) is missing") }
      let batch = BatchRecord(
        key: row.text(1) ?? "", id: row.text(2), model: row.int(3), firstStep: row.int(4),
        requests: row.int(5), time: row.double(6) ?? .nan, isSettled: isSettled == 1)
      guard checksum(batch, number: number, isSettled: isSettled) == row.int(8) else {
        throw DamagedRow("batch \(number) has changed")
      }
      try RowLimits.require(isSettled == 0 || isSettled == 1, of: "batch \(number)")
      try check(batch, "batch \(number)")
      batches.append(batch)
    }
    guard batches.count == count else {
      throw DamagedRow("of the \(count) batches, \(batches.count) are left")
    }
    return batches
  }

  /// Checks that every number of a batch is within its bounds.
  static func check(_ batch: BatchRecord, _ what: String) throws {
    try RowLimits.require(batch.firstStep, batch.requests, of: what)
    try RowLimits.require(
      (0..<RowLimits.samples).contains(batch.model) && RowLimits.isDate(batch.time), of: what)
  }

  /// Writes a batch in the place of the record of its key, or behind all others, of which there are `count`; returns
  /// how many there are now.
  static func write(_ batch: BatchRecord, _ db: Database, count: Int) throws -> Int {
    let known = try RawStatement(db, "SELECT number FROM batch WHERE key = ?")
    known.bind(1, batch.key)
    let number = try known.next() ? known.int(0) : count + 1
    known.reset()
    let row = try RawStatement(
      db,
      """
      INSERT OR REPLACE INTO batch (number, key, id, model, first_step, requests, time, is_settled, checksum)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    let isSettled = batch.isSettled ? 1 : 0
    row.bind(1, number)
    row.bind(2, batch.key)
    row.bind(3, batch.id)
    row.bind(4, batch.model)
    row.bind(5, batch.firstStep)
    row.bind(6, batch.requests)
    row.bind(7, batch.time)
    row.bind(8, isSettled)
    row.bind(9, checksum(batch, number: number, isSettled: isSettled))
    try row.run()
    return max(count, number)
  }

  private static func checksum(_ batch: BatchRecord, number: Int, isSettled: Int) -> Int {
    var sum = Checksum()
    sum.add(number)
    sum.add(batch.key)
    sum.add(batch.id)
    for number in [batch.model, batch.firstStep, batch.requests] { sum.add(number) }
    sum.add(batch.time)
    sum.add(isSettled)
    return sum.value
  }
}
