public import Maker
import Synchronization

/// A journal that cannot keep a chosen entry and is like another at the rest.
public final class FaultyJournal<Base: Journal>: Journal {
  /// The journal that keeps the other entries.
  public let base: Base
  private let failing: Set<Int>
  private let failsToFlush: Bool
  private let error: JournalError
  private let count = Mutex(0)

  /// Makes the journal.
  ///
  /// - Parameters:
  ///   - base: The journal that keeps the other entries.
  ///   - failing: The entries it cannot keep, from 0 in the order they come.
  ///   - failsToFlush: Whether it can never be made durable.
  ///   - error: What is thrown then.
  public init(
    _ base: Base, failingAt failing: Set<Int> = [], failsToFlush: Bool = false,
    error: JournalError = JournalError(.unwritable, "The disk is full.")
  ) {
    self.base = base
    self.failing = failing
    self.failsToFlush = failsToFlush
    self.error = error
  }

  /// How many entries came, those that could not be kept included.
  public var appendCount: Int { count.withLock { $0 } }

  /// Keeps the entry, unless it was chosen to fail.
  ///
  /// - Throws: The chosen error, else what the journal throws.
  public func append(_ entry: JournalEntry) async throws(JournalError) {
    let number = count.withLock { count in
      count += 1
      return count - 1
    }
    if failing.contains(number) { throw error }
    try await base.append(entry)
  }

  /// Opens the record of the other journal.
  ///
  /// - Throws: What the journal throws.
  public func begin(_ identity: RunIdentity) async throws(JournalError) -> ResumePoint? {
    try await base.begin(identity)
  }

  /// Makes the other journal durable, unless that was chosen to fail.
  ///
  /// - Throws: The chosen error, else what the journal throws.
  public func flush() async throws(JournalError) {
    if failsToFlush { throw error }
    try await base.flush()
  }
}

extension FaultyJournal: ReplayableJournal where Base: ReplayableJournal {
  /// Whether the run of the other journal is finished.
  public var isFinished: Bool { base.isFinished }

  /// Hands out the decisions of the other journal.
  ///
  /// - Throws: What the journal throws.
  public func forEachDecision(
    _ body: (ReplayedDecision) throws(JournalError) -> Void
  ) async throws(JournalError) {
    try await base.forEachDecision(body)
  }

  /// Keeps in the other journal that the run is finished.
  ///
  /// - Throws: What the journal throws.
  public func finish() async throws(JournalError) { try await base.finish() }
}
