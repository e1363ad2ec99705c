public import Maker
import Synchronization

/// The durable record of a run: one SQLite file, written by one process at a time.
///
/// ```swift
/// let journal = try SQLiteJournal.create(at: "runs/count.run", description: description)
/// try await Run(task, model: model, journal: journal).finish()
/// try await journal.close()
/// ```
///
/// What was appended is committed in order, by a queue of the journal's own. After a failed commit nothing later
/// is ever written: the run can be resumed from what is in the file.
public final class SQLiteJournal: Journal {
  /// The absolute path of the run file.
  public let path: String
  /// How the file is written.
  public let options: JournalOptions
  /// What earlier sessions paid for and how long they took: what a cap has to count from.
  public let earlier: RunSpending

  private let commits: CommitQueue
  private let amended: Mutex<RunDescription>

  /// What the file says about its run.
  public var description: RunDescription { amended.withLock { $0 } }

  /// Makes the file of a new run. Folders on the way are made too.
  ///
  /// - Parameters:
  ///   - path: Where the file shall be; nothing may be there.
  ///   - description: What the run is.
  ///   - options: How the file is written.
  /// - Returns: The journal, which holds the lock of the file until it is closed.
  /// - Throws: ``Maker/JournalError`` of code `exists`, `locked` or `unwritable`.
  public static func create(
    at path: String, description: RunDescription, options: JournalOptions = JournalOptions()
  ) throws(JournalError) -> SQLiteJournal {
    let path = try RunFilePlace.prepare(path)
    try RunFilePlace.checkIsFree(path)
    let lock = try RunFileLock(runPath: path)
    try RunFilePlace.checkIsFree(path)
    RunFilePlace.removeDrafts(of: path)
    try FileFailure.mapped(path) { try RunFileConnection.create(path, description) }
    return try SQLiteJournal(path, lock, options)
  }

  /// Opens the file of a run to go on with it. Nothing in it changes before ``begin(_:)``, unless an earlier version
  /// of maker made it: its tables are brought to this version first.
  ///
  /// - Parameters:
  ///   - path: Where the file is.
  ///   - options: How the file is written from now on.
  /// - Returns: The journal, which holds the lock of the file until it is closed.
  /// - Throws: ``Maker/JournalError`` of any code but `exists` and `mismatched`.
  public static func open(
    at path: String, options: JournalOptions = JournalOptions()
  ) throws(JournalError) -> SQLiteJournal {
    let path = try RunFileHeader.inspect(path)
    try RunFilePlace.checkIsWritable(path)
    let lock = try RunFileLock(runPath: path)
    RunFilePlace.removeDrafts(of: path)
    return try SQLiteJournal(path, lock, options)
  }

  private init(_ path: String, _ lock: RunFileLock, _ options: JournalOptions) throws(JournalError) {
    (self.path, self.options) = (path, options)
    let writer = try FileFailure.mapped(path) {
      try RunFileWriter(path, lock, synchronous: options.synchronous)
    }
    amended = Mutex(writer.description)
    earlier = writer.earlier
    commits = CommitQueue(writer, path: path, commit: options.commit)
  }

  /// Compares the identity with the recorded one, or records it; then begins the session's line in the ledger.
  ///
  /// - Parameter identity: The identity of the run that wants to go on.
  /// - Returns: Where the run left off; nil when nothing was decided or paid for yet.
  /// - Throws: ``Maker/JournalError`` of code `mismatched`, naming every changed fact, before anything is written;
  ///   any code of a file that cannot be written.
  public func begin(_ identity: RunIdentity) async throws(JournalError) -> ResumePoint? {
    if commits.isClosed { throw commits.closed }
    try await flush()
    return try await commits.withWriter { try $0.begin(identity) }
  }

  /// Takes an entry into the record; see ``JournalOptions/Commit`` for when it is on disk.
  ///
  /// A batch is on disk before this returns however the file is written, and everything appended before it too: it
  /// is money, and whoever submits one that is not on record may pay for it twice.
  ///
  /// - Parameter entry: The decision of the next step, its samples when it was given up for now, or a batch.
  /// - Throws: ``Maker/JournalError`` of code `mismatched` for any other step; `unwritable` for numbers that no
  ///   reader would believe; the failure of an earlier commit.
  public func append(_ entry: JournalEntry) async throws(JournalError) {
    switch entry {
    case .decided(let record):
      try await commits.append(DecisionRow.of(record, keeping: options.record), of: record)
    case .open(let step, let samples):
      try await commits.append(samples, of: step)
    case .batch(let batch):
      try commits.append(batch)
      return try await flush()
    case .lead(let change):
      try commits.append(change)
    }
    if options.commit == .everyDecision { try await flush() }
  }

  /// Puts new values into the run's configuration, on disk before this returns. What the run is stays as it was.
  ///
  /// - Parameter changes: The new values by name; nil removes one. Never a secret: the file is plain to read.
  /// - Throws: ``Maker/JournalError`` when the journal is closed or the file cannot be written; nothing has changed
  ///   then.
  public func amend(configuration changes: [String: String?]) async throws(JournalError) {
    if commits.isClosed { throw commits.closed }
    try await flush()
    let description = try await commits.withWriter { try $0.amend(changes) }
    amended.withLock { $0 = description }
  }

  /// Keeps, on disk before this returns, that a run of durable code is finished: it has the steps that are decided.
  ///
  /// - Throws: ``Maker/JournalError`` when the journal is closed or the file cannot be written.
  public func finish() async throws(JournalError) {
    if commits.isClosed { throw commits.closed }
    guard !isFinished else { return }
    try await flush()
    let description = try await commits.withWriter { try $0.finish() }
    amended.withLock { $0 = description }
  }

  /// Returns once everything appended is on disk.
  ///
  /// - Throws: ``Maker/JournalError`` when something appended could not be written.
  public func flush() async throws(JournalError) { try await commits.flush() }

  /// Writes what waits, ends the session in the ledger, closes the file and gives the lock up. Closing twice does
  /// nothing.
  ///
  /// - Parameters:
  ///   - outcome: How the session ended; nil stands for `done` when every step is decided and else `stopped`.
  ///   - costUSD: What the session cost in US dollars, when known.
  /// - Throws: ``Maker/JournalError`` when something appended could not be written. The file is closed then too.
  public func close(
    _ outcome: RunSession.Outcome? = nil, costUSD: Double? = nil
  ) async throws(JournalError) {
    guard !commits.isClosed else { return }
    commits.close()
    var failure: JournalError?
    do throws(JournalError) { try await flush() } catch { failure = error }
    let steps = description.steps
    do throws(JournalError) {
      try await commits.withWriter { writer in
        let ended = Result {
          try writer.end(outcome ?? (writer.progress.step >= steps ? .done : .stopped), costUSD: costUSD)
        }
        try writer.close()
        try ended.get()
      }
    } catch {
      failure = failure ?? error
    }
    if let failure { throw failure }
  }
}
