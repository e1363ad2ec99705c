import GRDB

/// The one row of table `sketch`: the replies of the run in outline.
enum SketchRow {
  /// The sketch; nil when the run has none yet.
  static func read(_ db: Database) throws -> RunSketch? {
    let row = try RawStatement(db, "SELECT sketch, checksum FROM sketch")
    defer { row.reset() }
    guard try row.next() else { return nil }
    let text = row.text(0) ?? ""
    guard checksum(text) == row.int(1) else { throw DamagedRow("the sketch of the replies has changed") }
    return try JSONColumn.read(text, as: RunSketch.self)
  }

  static func write(_ sketch: RunSketch, _ db: Database) throws {
    let text = try JSONColumn.of(sketch)
    let row = try RawStatement(db, "INSERT OR REPLACE INTO sketch (id, sketch, checksum) VALUES (1, ?, ?)")
    row.bind(1, text)
    row.bind(2, checksum(text))
    try row.run()
  }

  private static func checksum(_ text: String) -> Int {
    var sum = Checksum()
    sum.add(text)
    return sum.value
  }
}
