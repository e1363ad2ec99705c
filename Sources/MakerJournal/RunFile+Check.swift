import GRDB
public import Maker

extension RunFile {
  /// Checks the whole file: SQLite's own structure, and that every decided step is there, once and unchanged.
  ///
  /// - Throws: ``Maker/JournalError`` of code `corrupt`, naming what is damaged.
  public func check() throws(JournalError) {
    try source.read { db in
      let findings = try String.fetchAll(db, sql: "PRAGMA quick_check(3)")
      guard findings == ["ok"] else {
        throw DamagedRow(findings.joined(separator: "; "))
      }
      let orphans = try Int.fetchOne(
        db,
        sql: """
          SELECT (SELECT count(*) FROM contest WHERE step NOT IN (SELECT step FROM decision))
            + (SELECT count(*) FROM candidate WHERE step NOT IN (SELECT step FROM contest))
            + (SELECT count(*) FROM sample WHERE step > (SELECT step FROM progress))
          """)
      guard orphans == 0 else { throw DamagedRow("it holds ballots of steps that were not decided") }
      _ = try SessionRow.readAll(db)
      _ = try ProgressRow.read(db).readOpenSamples(db)
    }
    do {
      try forEachDecision { _ in }
    } catch {
      throw error as? JournalError ?? FileFailure.damaged(path, "\(error)")
    }
  }
}
