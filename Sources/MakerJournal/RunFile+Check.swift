import GRDB
public import Maker

extension RunFile {
  /// Checks the whole file: SQLite's own structure, that every decided step is there, once and unchanged, and that
  /// every kept sample is unchanged and as much of a vote as its decision says.
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
            + (SELECT count(*) FROM ruling WHERE step NOT IN (SELECT step FROM contest))
            + (SELECT count(*) FROM sample WHERE step < 0)
            + (SELECT count(*) FROM decision WHERE step < 0)
          """)
      guard orphans == 0 else { throw DamagedRow("it holds ballots of steps that were not decided") }
      _ = try SessionRow.readAll(db)
      let progress = try ProgressRow.read(db)
      try progress.checkAgainstDecisions(db)
      _ = try progress.readOpenSamples(db)
      _ = try BatchRow.readAll(db, count: progress.batches)
      _ = try LeadRow.readAll(db, upTo: progress)
      _ = try MarkRow.readAll(db)
      _ = try SketchRow.read(db)
    }
    try checkSamples()
    do {
      try forEachDecision { _ in }
    } catch {
      throw error as? JournalError ?? FileFailure.damaged(path, "\(error)")
    }
  }

  /// Reads every kept sample of a decided step, some thousand steps in a snapshot and one step in memory.
  private func checkSamples() throws(JournalError) {
    var next = 0
    while let last = try checkSamples(from: next) { next = last + 1 }
  }

  /// Checks the samples of a page of steps from `first` on; returns the last of them, nil when there was none.
  private func checkSamples(from first: Int) throws(JournalError) -> Int? {
    try source.read { db in
      // The samples of steps that are not decided were checked with the progress.
      let kept = try RawStatement(
        db,
        """
        SELECT DISTINCT step FROM sample WHERE step >= ? AND step < (SELECT step FROM progress)
          ORDER BY step LIMIT \(DecisionPage.size)
        """)
      let decided = try RawStatement(db, "SELECT samples, votes FROM decision WHERE step = ?")
      kept.bind(1, first)
      defer { kept.reset() }
      var last: Int?
      while try kept.next() {
        let step = kept.int(0)
        let samples = try SampleRow.read(db, step: step)
        decided.bind(1, step)
        defer { decided.reset() }
        guard try decided.next(), decided.int(0) == samples.count,
          decided.int(1) == samples.count(where: { $0.flag == nil })
        else {
          throw DamagedRow("the kept samples of step \(step) are not those of its decision")
        }
        last = step
      }
      return last
    }
  }
}
