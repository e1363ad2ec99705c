public import Maker
import Synchronization

/// A journal that keeps everything in memory, resumes, and refuses a run of another identity.
public final class InMemoryJournal: ReplayableJournal {
  private struct Record {
    var identity: RunIdentity?
    var entries: [JournalEntry] = []
    var flushes = 0
    var isFinished = false
  }

  private let record: Mutex<Record>

  /// Makes a journal.
  ///
  /// - Parameters:
  ///   - identity: The run it belongs to; nil for a run that has not begun.
  ///   - entries: What was recorded so far.
  public init(identity: RunIdentity? = nil, entries: [JournalEntry] = []) {
    record = Mutex(Record(identity: identity, entries: entries))
  }

  /// The run it belongs to, once one has begun.
  public var identity: RunIdentity? { record.withLock { $0.identity } }

  /// Everything that was appended, in order.
  public var entries: [JournalEntry] { record.withLock { $0.entries } }

  /// How often it was made durable.
  public var flushCount: Int { record.withLock { $0.flushes } }

  /// The decisions that were appended, in order.
  public var decisions: [DecisionRecord] {
    entries.compactMap { if case .decided(let decision) = $0 { decision } else { nil } }
  }

  /// The journal as a crash would have left it after its first `count` entries.
  ///
  /// - Parameter count: How many entries were kept; more than there are keeps all.
  /// - Returns: A journal of its own.
  public func crashed(after count: Int) -> InMemoryJournal {
    record.withLock { InMemoryJournal(identity: $0.identity, entries: Array($0.entries.prefix(count))) }
  }

  /// Where the recorded run left off; nil when nothing is recorded that a run could go on from.
  public var resumePoint: ResumePoint? {
    var point: ResumePoint?
    var batches: [BatchRecord] = []
    var lead: LeadChange?
    var open: [Int: [Sample]] = [:]
    for entry in entries {
      switch entry {
      case .decided(let decision):
        point = ResumePoint(
          step: decision.step + 1, state: decision.state, tally: decision.tally, evidence: decision.evidence)
        lead = decision.lead ?? lead
        open[decision.step] = nil
      case .open(let step, let samples):
        if point == nil { point = ResumePoint(step: 0, state: nil, tally: Tally()) }
        open[step] = samples
      case .lead(let change): lead = change
      case .batch(let batch):
        if let index = batches.firstIndex(where: { $0.key == batch.key }) {
          batches[index] = batch
        } else {
          batches.append(batch)
        }
      }
    }
    batches.removeAll(where: \.isSettled)
    if point == nil, !batches.isEmpty { point = ResumePoint(step: 0, state: nil, tally: Tally()) }
    point?.batches = batches
    if let step = point?.step {
      point?.openSamples = open.removeValue(forKey: step) ?? []
      point?.aheadSamples = open.filter { $0.key > step && !$0.value.isEmpty }
    }
    point?.lead = lead
    return point
  }

  /// Keeps the entry.
  public func append(_ entry: JournalEntry) async throws(JournalError) {
    record.withLock { $0.entries.append(entry) }
  }

  /// Opens the record for a run.
  ///
  /// - Throws: `mismatched` with every fact that changed, when the record is of another run.
  public func begin(_ identity: RunIdentity) async throws(JournalError) -> ResumePoint? {
    let changes = record.withLock { record in
      let changes = record.identity.map { identity.changes(since: $0) } ?? []
      if record.identity == nil { record.identity = identity }
      return changes
    }
    guard changes.isEmpty else {
      let facts = changes.map(\.description).joined(separator: "; ")
      throw JournalError(.mismatched, "The record is of another run: \(facts).")
    }
    return resumePoint
  }

  /// Counts the call.
  public func flush() async throws(JournalError) {
    record.withLock { $0.flushes += 1 }
  }

  /// Whether a run of durable code came to its end.
  public var isFinished: Bool { record.withLock { $0.isFinished } }

  /// Hands out every decision in the order it was appended.
  public func forEachDecision(
    _ body: (ReplayedDecision) throws(JournalError) -> Void
  ) async throws(JournalError) {
    for decision in decisions {
      try body(
        ReplayedDecision(
          answer: decision.answer, votes: decision.votes, candidates: decision.candidates,
          order: decision.order))
    }
  }

  /// Keeps that the run is finished.
  public func finish() async throws(JournalError) {
    record.withLock { $0.isFinished = true }
  }
}
