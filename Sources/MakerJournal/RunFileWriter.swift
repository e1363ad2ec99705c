import GRDB
import Maker

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Writes batches into a run file, each in one transaction with the progress and the ledger.
///
/// Used from one queue only, which is what makes it safe to share.
final class RunFileWriter: @unchecked Sendable {
  private let path: String
  private let database: DatabaseQueue
  private let lock: RunFileLock
  private let clock = ContinuousClock()
  private(set) var description: RunDescription
  private(set) var progress: ProgressRow
  private var identity: RunIdentity?
  private var openSamples: [Sample]
  private var session: RunSession?
  private var sessionBegan: ContinuousClock.Instant?
  private var paidBefore = Paid()

  /// What was paid for: decided steps and the samples of the undecided one.
  private struct Paid {
    var samples = 0
    var inputTokens = 0
    var outputTokens = 0

    init() {}

    init(_ tally: Tally, _ open: [Sample]) {
      samples = tally.samples + open.count
      inputTokens = open.reduce(tally.inputTokens) { $0 + $1.response.usage.inputTokens }
      outputTokens = open.reduce(tally.outputTokens) { $0 + $1.response.usage.outputTokens }
    }
  }

  /// Opens the run file at `path` and reads where its run left off.
  init(_ path: String, _ lock: RunFileLock, synchronous: JournalOptions.Synchronous) throws {
    self.path = path
    self.lock = lock
    database = try RunFileConnection.writing(path, synchronous: synchronous)
    let read = try database.read { db in
      let progress = try ProgressRow.read(db)
      try progress.checkAgainstDecisions(db)
      return (try RunRow.read(db), progress, try progress.readOpenSamples(db))
    }
    (description, identity, progress, openSamples) = (read.0.description, read.0.identity, read.1, read.2)
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
    try transaction { db in
      if isNew { try RunRow(description: description, identity: current).write(db) }
      try keepSession(db)
    }
    identity = current
    guard progress.step > 0 || !openSamples.isEmpty else { return nil }
    return ResumePoint(
      step: progress.step, state: progress.state, tally: progress.tally, openSamples: openSamples)
  }

  /// Writes a batch. When it fails, nothing of it is in the file.
  func commit(_ batch: PendingBatch) throws {
    var (next, open) = (progress, openSamples)
    if let last = batch.rows.last, let after = batch.after {
      (next.step, next.state, next.tally) = (last.step + 1, after.state, after.tally)
      open = []
    }
    if let given = batch.open { open = given.samples }
    next.openSamples = open.count
    try transaction { db in
      if !openSamples.isEmpty { try SampleRow.delete(step: progress.step, db) }
      try DecisionRow.write(batch.rows, db)
      try SampleRow.write(open, step: next.step, db)
      try next.write(db)
      (progress, openSamples) = (next, open)
      try keepSession(db)
    }
  }

  /// Ends the session in the ledger.
  func end(_ outcome: RunSession.Outcome, costUSD: Double?) throws {
    guard session != nil else { return }
    try transaction { db in
      session?.outcome = outcome
      // What no reader would believe is not known.
      session?.costUSD = costUSD.flatMap { RowLimits.isAmount($0) ? $0 : nil }
      try keepSession(db)
    }
  }

  deinit { try? close() }

  /// Closes the file and gives the lock up, so that it is one plain file unless somebody reads it just now.
  func close() throws {
    defer { lock.release() }
    // A disk that is full or gone fails here too; what was committed is in the log all the same.
    _ = try? database.inDatabase { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
    try database.close()
  }

  /// Runs `body` in one transaction; when it fails, neither the file nor what is known of it has changed.
  private func transaction(_ body: (Database) throws -> Void) throws {
    let before = (progress, openSamples, session, sessionBegan, paidBefore)
    do {
      try database.inTransaction(.immediate) { db in
        try body(db)
        return .commit
      }
    } catch {
      (progress, openSamples, session, sessionBegan, paidBefore) = before
      throw error
    }
  }

  /// Brings the session's line of the ledger up to date, making it first if this is the session's first sign.
  private func keepSession(_ db: Database) throws {
    if session == nil {
      var earlier = try SessionRow.readAll(db)
      for index in earlier.indices where earlier[index].outcome == .running {
        earlier[index].outcome = .died
        try SessionRow.write(earlier[index], db)
      }
      sessionBegan = clock.now
      session = RunSession(
        number: (earlier.last?.number ?? 0) + 1, started: Date(), ended: Date(), fromStep: progress.step,
        toStep: progress.step, wallSeconds: 0, samples: 0, inputTokens: 0, outputTokens: 0, outcome: .running)
      paidBefore = Paid(progress.tally, openSamples)
    }
    guard var session, let sessionBegan else { return }
    let paid = Paid(progress.tally, openSamples)
    session.ended = Date()
    session.toStep = progress.step
    session.wallSeconds = (clock.now - sessionBegan) / .seconds(1)
    // The counts of a careless caller may leave out samples that were given back to it; nothing paid is negative.
    session.samples = max(0, paid.samples - paidBefore.samples)
    session.inputTokens = max(0, paid.inputTokens - paidBefore.inputTokens)
    session.outputTokens = max(0, paid.outputTokens - paidBefore.outputTokens)
    try SessionRow.write(session, db)
    self.session = session
  }
}
