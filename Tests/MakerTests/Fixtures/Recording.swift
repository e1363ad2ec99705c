import Maker
import MakerTesting
import Synchronization

/// What a run asked and recorded, in the order in which it happened.
final class OrderLog: Sendable {
  private let lines = Mutex<[String]>([])

  var all: [String] { lines.withLock { $0 } }

  func note(_ line: String) { lines.withLock { $0.append(line) } }
}

/// A journal that notes every entry once it is kept.
struct NotingJournal: Journal {
  let base = InMemoryJournal()
  let log: OrderLog

  func append(_ entry: JournalEntry) async throws(JournalError) {
    // Room for the run to go on too early, if it did not wait.
    for _ in 0..<3 { await Task.yield() }
    try await base.append(entry)
    switch entry {
    case .decided(let record): log.note("recorded \(record.step)")
    case .open(let step, let samples): log.note("open \(step) with \(samples.count)")
    case .batch(let batch): log.note("batch \(batch.key)")
    case .lead(let change): log.note("k \(change.k) from \(change.step)")
    }
  }

  func begin(_ identity: RunIdentity) async throws(JournalError) -> ResumePoint? {
    let point = try await base.begin(identity)
    log.note("begun")
    return point
  }

  func flush() async throws(JournalError) {
    try await base.flush()
    log.note("flushed")
  }
}

extension Run {
  /// The error a run ends in, or nil when it finishes.
  func error() async -> RunError? {
    do throws(RunError) {
      try await finish()
      return nil
    } catch {
      return error
    }
  }
}

extension DecisionRecord {
  /// The record without how long its samples took, which is no part of the decision.
  var timeless: DecisionRecord {
    var record = self
    for place in record.samples.indices { record.samples[place].latency = .zero }
    return record
  }
}
