import GRDB
import Maker

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The one row of table `run`: what the run is.
struct RunRow {
  var description: RunDescription
  /// Nil until the run began.
  var identity: RunIdentity?

  static func read(_ db: Database) throws -> RunRow {
    let row = try RawStatement(
      db,
      """
      SELECT task, parameters, model, voting, steps, created, maker_version, configuration, identity,
        fingerprint, checksum FROM run
      """)
    guard try row.next() else { throw DamagedRow("the row that describes the run is gone") }
    defer { row.reset() }
    var texts: [String?] = [0, 1, 2, 3, 6, 7, 8, 9].map { row.text($0) }
    let (steps, created) = (row.int(4), row.double(5) ?? 0)
    guard checksum(texts, steps, created) == row.int(10) else {
      throw DamagedRow("the row that describes the run has changed")
    }
    try RowLimits.require(steps, of: "the row that describes the run")
    try RowLimits.require(RowLimits.isDate(created), of: "the row that describes the run")
    let fingerprint = texts.removeLast()
    let identity = try texts[6].map { RunIdentity(facts: try JSONColumn.read($0, as: [String: String].self)) }
    guard identity?.fingerprint == fingerprint else {
      throw DamagedRow("the identity of the run has changed")
    }
    return RunRow(
      description: RunDescription(
        task: texts[0] ?? "",
        parameters: try JSONColumn.read(texts[1], as: [String: String].self),
        model: texts[2] ?? "",
        voting: try JSONColumn.read(texts[3], as: [String: String].self),
        steps: steps,
        created: Date(timeIntervalSince1970: created),
        makerVersion: texts[4] ?? "",
        configuration: try JSONColumn.read(texts[5], as: [String: String].self)),
      identity: identity)
  }

  func write(_ db: Database) throws {
    let texts: [String?] = [
      description.task, try JSONColumn.of(description.parameters),
      description.model, try JSONColumn.of(description.voting),
      description.makerVersion, try JSONColumn.of(description.configuration),
      try identity.map { try JSONColumn.of($0.facts) }, identity?.fingerprint,
    ]
    let created = description.created.timeIntervalSince1970
    let row = try RawStatement(
      db,
      """
      INSERT OR REPLACE INTO run (id, task, parameters, model, voting, maker_version, configuration, identity,
        fingerprint, steps, created, checksum) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    for (index, text) in texts.enumerated() { row.bind(Int32(index + 1), text) }
    row.bind(9, description.steps)
    row.bind(10, created)
    row.bind(11, Self.checksum(texts, description.steps, created))
    try row.run()
  }

  private static func checksum(_ texts: [String?], _ steps: Int, _ created: Double) -> Int {
    var sum = Checksum()
    for text in texts { sum.add(text) }
    sum.add(steps)
    sum.add(created)
    return sum.value
  }
}
