import Maker
import MakerAgents
import Synchronization

/// Writes what became of records: a row of the output for each that was decided, one of the rejects for each other.
///
/// ```swift
/// let output = try RecordOutput(of: task, to: "out.jsonl", rejects: "rejects.jsonl", isResuming: true)
/// try file.forEachDecision { try output.append(RecordDecision(...)) }   // what is recorded
/// try output.catchUp()
/// // ... and every decision from then on
/// try output.finish()
/// ```
///
/// A run that goes on hands in every decision again, from the first on. What the files hold is compared and not written
/// again; so their end is, to the byte, that of an undisturbed run, wherever a crash cut either of them off. Hand in only
/// what the journal has made durable.
public final class RecordOutput: Sendable {
  /// What rows have besides the record and its answers.
  public struct Options: Sendable, Hashable {
    /// Whether they have the votes for the answer and against it, the samples and the flags.
    public var showsBallot: Bool
    /// Whether they have what the record cost, in dollars.
    public var showsCost: Bool
    /// The form of the output; nil for what its name says.
    public var outputFormat: RecordFormat?
    /// The form of the rejects; nil for what their name says.
    public var rejectsFormat: RecordFormat?

    /// Makes options; without them rows have neither votes nor costs.
    public init(
      showsBallot: Bool = false, showsCost: Bool = false, outputFormat: RecordFormat? = nil,
      rejectsFormat: RecordFormat? = nil
    ) {
      (self.showsBallot, self.showsCost) = (showsBallot, showsCost)
      (self.outputFormat, self.rejectsFormat) = (outputFormat, rejectsFormat)
    }
  }

  /// How many records became what; together they are the records that were decided.
  public struct Counts: Sendable, Hashable {
    /// The rows of the output.
    public var rows = 0
    /// The rows of the rejects.
    public var rejects = 0

    /// Counts so many.
    public init(rows: Int = 0, rejects: Int = 0) { (self.rows, self.rejects) = (rows, rejects) }
  }

  private struct State {
    let output: OutputFile
    let rejects: OutputFile
    var rows: RecordRows
    /// Why a row could not be written: no other is written after it.
    var failure: RecordFailure?
  }

  private let state: Mutex<State>

  /// Opens the files.
  ///
  /// - Parameters:
  ///   - task: The task of the run.
  ///   - output: Where the rows go; a name that ends in `.csv` or `.tsv` makes it a table, any other JSON Lines.
  ///   - rejects: Where the rejects go, likewise.
  ///   - options: What rows have besides the record and its answers.
  ///   - labels: The right answers to compare with; nil for none.
  ///   - isResuming: Whether the files may have something in them: what this run wrote earlier.
  /// - Throws: ``RecordFailure`` when a file cannot be written, or is there already.
  public init(
    of task: RecordTask, to output: String, rejects: String, options: Options = Options(),
    labels: LabelCounts? = nil, isResuming: Bool = false
  ) throws(RecordFailure) {
    let rows = try RecordRows(of: task, output: output, rejects: rejects, options: options, labels: labels)
    let files = (
      try OutputFile(output, head: rows.heads.output, isResuming: isResuming),
      try OutputFile(rejects, head: rows.heads.rejects, isResuming: isResuming)
    )
    let identities = [task.source.file.identity, files.0.identity, files.1.identity]
    guard Set(identities.compactMap(\.self)).count == identities.count else {
      throw RecordFailure(
        .unwritable,
        "Two of \(task.source.path), \(output) and \(rejects) are the same file. Name three different ones.")
    }
    try files.0.lock()
    try files.1.lock()
    state = Mutex(State(output: files.0, rejects: files.1, rows: rows))
  }

  /// The rows so far.
  public var counts: Counts { state.withLock { $0.rows.counts } }

  /// What the comparison with right answers came to so far; nil when there is none.
  public var labels: LabelCounts? { state.withLock { $0.rows.labels } }

  /// Takes the next decision; the last one of a record makes its row.
  ///
  /// - Parameter decision: The decision of the step after the one before, from step 0 on.
  /// - Throws: ``RecordFailure`` when a row cannot be made or written.
  public func append(_ decision: RecordDecision) throws(RecordFailure) {
    try state.withLock { state throws(RecordFailure) in
      if let failure = state.failure { throw failure }
      do throws(RecordFailure) {
        guard let row = try state.rows.take(decision) else { return }
        try (row.rejection == nil ? state.output : state.rejects).write(row.bytes)
      } catch {
        // A row that is written by half is completed by whoever opens the files anew.
        state.failure = error
        throw error
      }
    }
  }

  /// Says that every decision that is on record was handed in: what the files hold behind them is cut off.
  ///
  /// - Throws: ``RecordFailure`` when a file cannot be written.
  public func catchUp() throws(RecordFailure) {
    try state.withLock { state throws(RecordFailure) in
      try state.output.truncate()
      try state.rejects.truncate()
    }
  }

  /// Hands everything so far to the system, where others can read it.
  ///
  /// - Throws: ``RecordFailure`` when a file cannot be written.
  public func flush() throws(RecordFailure) {
    try state.withLock { state throws(RecordFailure) in
      try state.output.flush()
      try state.rejects.flush()
    }
  }

  /// Makes everything so far durable, and cuts off what the files hold behind it.
  ///
  /// - Throws: ``RecordFailure`` when a file cannot be written.
  public func finish() throws(RecordFailure) {
    try state.withLock { state throws(RecordFailure) in
      try state.output.synchronize()
      try state.rejects.synchronize()
    }
  }
}
