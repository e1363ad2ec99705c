/// The durable record of a run. One decision is appended before the next step is built on it.
public protocol Journal: Sendable {
  /// Takes an entry into the record.
  ///
  /// A journal that commits each decision returns once the entry is on disk. One that commits in groups may
  /// return earlier; what a crash costs is then the group, never an entry out of order.
  ///
  /// - Throws: ``JournalError`` when the entry cannot be kept. The run stops and builds nothing on it.
  func append(_ entry: JournalEntry) async throws(JournalError)

  /// Opens the record for a run of this identity and says where it left off.
  ///
  /// - Returns: Nil for a run that has not decided anything yet.
  /// - Throws: ``JournalError`` of code `mismatched`, naming every fact that changed, when the record belongs to
  ///   a run of another identity.
  func begin(_ identity: RunIdentity) async throws(JournalError) -> ResumePoint?

  /// Returns once everything appended is as durable as it gets. Also called when a run stops for any reason.
  func flush() async throws(JournalError)
}

extension Journal {
  /// Starts a new run: by default there is nothing to resume.
  public func begin(_ identity: RunIdentity) async throws(JournalError) -> ResumePoint? { nil }
  /// Does nothing: by default an appended entry is as durable as it gets.
  public func flush() async throws(JournalError) {}
}
