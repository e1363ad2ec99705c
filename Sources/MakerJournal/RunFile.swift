import GRDB
public import Maker

/// A run file, to read: while its run goes on, after it, and after a crash. Reading changes nothing in it.
public final class RunFile: Sendable {
  /// The absolute path of the file.
  public let path: String
  /// What the file says about its run.
  public let description: RunDescription
  /// The identity the run began with; nil when it has not begun.
  public let identity: RunIdentity?

  let source: RunFileSource

  /// Opens the file at `path`.
  ///
  /// - Throws: ``Maker/JournalError`` of code `missing`, `unreadable`, `corrupt` or `newer`.
  public convenience init(at path: String) throws(JournalError) {
    let path = try RunFileHeader.inspect(path)
    try self.init(RunFileSource(path))
  }

  package init(_ source: RunFileSource) throws(JournalError) {
    self.source = source
    path = source.path
    let row = try source.read { try RunRow.read($0) }
    (description, identity) = (row.description, row.identity)
  }

  /// The process that works on the run at `path`, in words; nil when none does.
  public static func holder(at path: String) -> String? {
    guard let path = try? RunFileHeader.resolved(path) else { return nil }
    return RunFileLock.holder(runPath: path)
  }

  /// How far the run is.
  ///
  /// - Throws: ``Maker/JournalError`` of code `corrupt` or `unreadable`.
  public func progress() throws(JournalError) -> RunFileProgress {
    let row = try source.read { try ProgressRow.read($0) }
    return RunFileProgress(step: row.step, state: row.state, tally: row.tally)
  }

  /// What the run has taken so far: the ledger of all its samples by model, and its time.
  ///
  /// - Throws: ``Maker/JournalError`` of code `corrupt` or `unreadable`.
  public func spending() throws(JournalError) -> RunSpending {
    try source.read { db in
      let progress = try ProgressRow.read(db)
      return RunSpending(
        progress.tally, open: try progress.readOpenSamples(db).inOrder, try SessionRow.readAll(db))
    }
  }

  /// The batches at providers, settled ones too, in the order of their first record.
  ///
  /// - Throws: ``Maker/JournalError`` of code `corrupt` or `unreadable`.
  public func batches() throws(JournalError) -> [BatchRecord] {
    try source.read { db in try BatchRow.readAll(db, count: ProgressRow.read(db).batches) }
  }

  /// Where the run stood over time, a second apart at first and further later on; empty for a file that no
  /// version of maker after 2 has worked on.
  ///
  /// - Throws: ``Maker/JournalError`` of code `corrupt` or `unreadable`.
  public func marks() throws(JournalError) -> [RunMark] { try source.read { try MarkRow.readAll($0) } }

  /// The replies of the run in outline, those of its last seconds perhaps not yet among them; nil when there is none.
  ///
  /// - Throws: ``Maker/JournalError`` of code `corrupt` or `unreadable`.
  public func sketch() throws(JournalError) -> RunSketch? { try source.read { try SketchRow.read($0) } }

  /// The changes of the lead, because p had fallen, in the order of their steps.
  ///
  /// - Throws: ``Maker/JournalError`` of code `corrupt` or `unreadable`.
  public func leads() throws(JournalError) -> [LeadChange] {
    try source.read { db in try LeadRow.readAll(db, upTo: ProgressRow.read(db)) }
  }

  /// The sessions: every process that worked on the run, in order.
  ///
  /// - Throws: ``Maker/JournalError`` of code `corrupt` or `unreadable`.
  public func sessions() throws(JournalError) -> [RunSession] {
    try source.read { try SessionRow.readAll($0) }
  }

  /// The decision of a step; nil when it is not decided.
  ///
  /// - Throws: ``Maker/JournalError`` of code `corrupt` or `unreadable`.
  public func decision(at step: Int) throws(JournalError) -> RecordedDecision? {
    guard RowLimits.counts.contains(step) else { return nil }
    return try source.read { db in
      var decision: RecordedDecision?
      try DecisionPage.read(db, from: step, to: step + 1, contestedOnly: false) { decision = $0 }
      return decision
    }
  }

  /// The samples that were kept of a step, in launch order, whether it is decided or not.
  ///
  /// - Throws: ``Maker/JournalError`` of code `corrupt` or `unreadable`.
  public func samples(of step: Int) throws(JournalError) -> [Sample] {
    try source.read { try SampleRow.read($0, step: step) }
  }

  /// The samples of the next step that were paid for before it was given up.
  ///
  /// - Throws: ``Maker/JournalError`` of code `corrupt` or `unreadable`.
  public func openSamples() throws(JournalError) -> [Sample] {
    try source.read { db in
      let progress = try ProgressRow.read(db)
      return try progress.readOpenSamples(db)[progress.step] ?? []
    }
  }

  /// The samples of every step that is not decided, those of the next one included, in the order of the steps.
  ///
  /// A run in lanes that stopped may have paid for samples of records after the next one.
  ///
  /// - Throws: ``Maker/JournalError`` of code `corrupt` or `unreadable`.
  public func allOpenSamples() throws(JournalError) -> [Sample] {
    try source.read { db in try ProgressRow.read(db).readOpenSamples(db).inOrder }
  }
}
