import GRDB
import Maker

/// Writes what was appended into a run file, each time in one transaction with the progress and the ledger.
///
/// Used from one queue only, which is what makes it safe to share.
final class RunFileWriter: @unchecked Sendable {
  /// What the file says about its run.
  private(set) var description: RunDescription
  /// How far the run is.
  private(set) var progress: ProgressRow
  /// What was spent before this process took the run up.
  let earlier: RunSpending
  private let path: String
  private let database: DatabaseQueue
  private let lock: RunFileLock
  private var identity: RunIdentity?
  /// The samples of steps that are not decided, by step.
  private var openSamples: [Int: [Sample]]
  private var leads: [LeadChange]
  private var outline: RunOutline
  private var session: CurrentSession?
  private var isClosed = false

  /// Opens the run file at `path` and reads where its run left off.
  init(_ path: String, _ lock: RunFileLock, synchronous: JournalOptions.Synchronous) throws {
    self.path = path
    self.lock = lock
    database = try RunFileConnection.writing(path, synchronous: synchronous)
    let read = try database.read { db in
      let progress = try ProgressRow.read(db)
      try progress.checkAgainstDecisions(db)
      _ = try BatchRow.readAll(db, count: progress.batches)
      return (
        run: try RunRow.read(db), progress: progress, open: try progress.readOpenSamples(db),
        sessions: try SessionRow.readAll(db), leads: try LeadRow.readAll(db, upTo: progress),
        outline: try RunOutline.read(db)
      )
    }
    (description, identity) = (read.run.description, read.run.identity)
    (progress, openSamples, leads, outline) = (read.progress, read.open, read.leads, read.outline)
    earlier = RunSpending(read.progress.tally, open: read.open.inOrder, read.sessions)
  }

  /// Compares the identity with the recorded one, or records it; nothing is written before they agree.
  func begin(_ current: RunIdentity) throws -> ResumePoint? {
    if let recorded = identity, recorded != current {
      let changes = current.changes(since: recorded).map(\.description).joined(separator: "; ")
      throw JournalError(
        .mismatched,
        "The run \(path) is another run: \(changes). Resume with what was recorded, or start a new run.")
    }
    let isNew = identity == nil
    var batches: [BatchRecord] = []
    try transaction { db in
      if isNew { try RunRow(description: description, identity: current).write(db) }
      try keepSession(db, marks: .always)
      batches = try BatchRow.readAll(db, count: progress.batches).filter { !$0.isSettled }
    }
    identity = current
    guard progress.step > 0 || !openSamples.isEmpty || !batches.isEmpty else { return nil }
    return ResumePoint(
      step: progress.step, state: progress.state, tally: progress.tally,
      openSamples: openSamples[progress.step] ?? [],
      aheadSamples: openSamples.filter { $0.key != progress.step }, batches: batches, lead: leads.last,
      evidence: progress.evidence)
  }

  /// Writes what waits. When it fails, nothing of it is in the file.
  func commit(_ entries: PendingEntries) throws {
    var (next, open) = (progress, openSamples)
    if let last = entries.rows.last, let after = entries.after {
      (next.step, next.state, next.tally) = (last.step + 1, after.state, after.tally)
      next.evidence = after.evidence
      open = open.filter { $0.key > last.step }
    }
    for (step, samples) in entries.open { open[step] = samples.isEmpty ? nil : samples }
    next.openSamples = open.values.reduce(0) { $0 + $1.count }
    try check(entries, next)
    try transaction { db in
      for step in openSamples.keys where step < next.step || entries.open[step] != nil {
        try SampleRow.delete(step: step, db)
      }
      try DecisionRow.write(entries.rows, db)
      for (step, samples) in entries.open { try SampleRow.write(samples, step: step, db) }
      for batch in entries.batches { next.batches = try BatchRow.write(batch, db, count: next.batches) }
      for change in entries.leads {
        leads.append(change)
        try LeadRow.write(change, number: leads.count, db)
      }
      next.leads = leads.count
      try next.write(db)
      (progress, openSamples) = (next, open)
      outline.add(entries.sketch)
      try keepSession(db)
    }
  }

  /// Refuses what could not be read again: a run that stops is better than a file that is taken for damaged.
  private func check(_ entries: PendingEntries, _ next: ProgressRow) throws {
    do {
      try next.checkNumbers()
      for index in entries.rows.indices where entries.rows[index].hasDetails {
        try entries.rows[index].checkNumbers()
      }
      for (step, samples) in entries.open {
        try RowLimits.require(step, of: "the samples of step \(step)")
        try SampleLimits.check(samples, step: step)
      }
      for change in entries.leads { try LeadRow.check(change, "the lead of step \(change.step)") }
      for batch in entries.batches { try BatchRow.check(batch, "batch \(batch.key)") }
    } catch let error as DamagedRow {
      throw JournalError(
        .unwritable,
        "The run file \(path) cannot keep what it was given (\(error)). Nothing of it was written; resume the run."
      )
    }
  }

  /// Puts new values in the place of old ones in the run's configuration; nil removes one.
  func amend(_ changes: [String: String?]) throws -> RunDescription {
    var amended = description
    for (name, value) in changes { amended.configuration[name] = value }
    try transaction { db in try RunRow(description: amended, identity: identity).write(db) }
    description = amended
    return amended
  }

  /// Keeps that the run has the steps it has decided, and no more.
  func finish() throws -> RunDescription {
    var finished = description
    finished.steps = progress.step
    try transaction { db in try RunRow(description: finished, identity: identity).write(db) }
    description = finished
    return finished
  }

  /// Ends the session in the ledger.
  func end(_ outcome: RunSession.Outcome, costUSD: Double?) throws {
    guard session != nil else { return }
    try transaction { db in
      session?.end(outcome, costUSD: costUSD)
      try keepSession(db, marks: .always)
    }
  }

  deinit { try? close() }

  /// Closes the file and gives the lock up, so that it is one plain file unless somebody reads it just now.
  func close() throws {
    guard !isClosed else { return }
    isClosed = true
    defer { lock.release() }
    // A disk that is full or gone fails here too; what was committed is in the log all the same.
    _ = try? database.inDatabase { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
    try database.close()
  }

  /// The sentence for whoever comes after the end.
  static func closed(_ path: String) -> JournalError {
    JournalError(.unwritable, "The journal of \(path) is closed. Open the run file again to go on.")
  }

  /// Runs `body` in one transaction; when it fails, neither the file nor what is known of it has changed.
  private func transaction(_ body: (Database) throws -> Void) throws {
    guard !isClosed else { throw Self.closed(path) }
    let before = (progress, openSamples, session, leads, outline)
    do {
      try database.inTransaction(.immediate) { db in
        try body(db)
        return .commit
      }
    } catch {
      (progress, openSamples, session, leads, outline) = before
      throw error
    }
  }

  /// When a mark is written: now, or when it is time.
  private enum Marks { case always, inTime }

  /// Brings the session's line of the ledger up to date, making it first if this is the session's first sign.
  private func keepSession(_ db: Database, marks: Marks = .inTime) throws {
    if session == nil {
      var earlier = try SessionRow.readAll(db)
      for index in earlier.indices where earlier[index].outcome == .running {
        earlier[index].outcome = .died
        try SessionRow.write(earlier[index], db)
      }
      session = CurrentSession(number: (earlier.last?.number ?? 0) + 1, progress, openSamples.inOrder)
    }
    session?.update(progress, openSamples.inOrder)
    guard let row = session?.row else { return }
    try SessionRow.write(row, db)
    try outline.write(
      progress, row, earlierSeconds: earlier.wallSeconds, isLast: marks == .always, db)
  }
}

extension [Int: [Sample]] {
  /// The samples of all steps, in the order of the steps.
  var inOrder: [Sample] { isEmpty ? [] : sorted { $0.key < $1.key }.flatMap(\.value) }
}
