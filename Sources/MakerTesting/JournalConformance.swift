public import Maker

/// A suite that every journal must pass, one of your own included.
///
/// ```swift
/// @Test(arguments: JournalConformance.Check.allCases)
/// func conforms(_ check: JournalConformance.Check) async throws {
///   let path = newTemporaryPath()
///   try await JournalConformance(
///     make: { try MyJournal(path) },
///     reopen: { _ in try MyJournal(path) }
///   ).verify(check)
/// }
/// ```
public struct JournalConformance: Sendable {
  /// One thing that must hold.
  public enum Check: String, Sendable, Hashable, CaseIterable {
    /// A new journal has nothing to resume.
    case newJournalHasNothing = "a new journal has nothing to resume"
    /// A decision is found again, with the state and the counts after it.
    case decisionIsFoundAgain = "a decision is found again"
    /// Bytes of every value and number, none at all included, come back as they were.
    case everyByteComesBack = "every byte comes back"
    /// Of many decisions the last one says where to go on.
    case manyDecisions = "after many decisions the last one counts"
    /// The samples of a step that was given up come back, every part of them.
    case openSamplesComeBack = "samples of an undecided step come back whole"
    /// Samples of a step that was given up again take the place of those before.
    case openSamplesAreReplaced = "later samples of an undecided step replace earlier ones"
    /// Samples of later steps than the next one come back by step, and are those of the next one once it is reached.
    case aheadSamplesComeBack = "samples of later steps come back"
    /// Once the step is decided, its samples are no longer open.
    case decisionClosesTheStep = "a decision closes the step"
    /// A step that a person decided, with votes or without any, is a decision like any other.
    case rulingIsFoundAgain = "a step that a person decided is found again"
    /// A batch that is not settled comes back, every part of it, though nothing was decided before it.
    case batchesComeBack = "batches come back whole and in order"
    /// A later record of a batch takes the place of the one before, and keeps its place in the order.
    case batchesAreReplaced = "a later record of a batch replaces the earlier one"
    /// A batch that is settled is no longer there to be fetched, whatever was recorded around it.
    case settledBatchesAreGone = "a settled batch does not come back"
    /// The last change of the lead comes back, whatever was recorded around it.
    case leadsComeBack = "the last change of the lead comes back"
    /// A run of another identity is refused, and named are all the facts that changed.
    case otherIdentityIsRefused = "another identity is refused by name"
    /// The refusal changes nothing: the run itself can still resume.
    case refusalChangesNothing = "a refusal changes nothing"
    /// Nothing is lost when the task that appends is cancelled.
    case cancelledTaskAppends = "a cancelled task loses nothing"
    /// A run that is stopped again and again comes to what an undisturbed one comes to.
    case stoppedRunEqualsUndisturbed = "a run stopped and resumed equals an undisturbed one"
  }

  let make: @Sendable () async throws -> any Journal
  let reopen: @Sendable (any Journal) async throws -> any Journal

  /// Makes a suite.
  ///
  /// - Parameters:
  ///   - make: Makes a journal with nothing in it. Called once a check.
  ///   - reopen: Closes a journal and opens its record again, as the next process would. A journal that lives in
  ///     memory may return itself.
  public init(
    make: @escaping @Sendable () async throws -> any Journal,
    reopen: @escaping @Sendable (any Journal) async throws -> any Journal
  ) {
    self.make = make
    self.reopen = reopen
  }

  /// Makes sure that every check holds.
  ///
  /// - Throws: ``ConformanceFailure`` for the first that does not; whatever the journal throws.
  public func verifyAll() async throws {
    for check in Check.allCases { try await verify(check) }
  }

  /// Makes sure that one check holds.
  ///
  /// - Parameter check: What must hold.
  /// - Throws: ``ConformanceFailure`` when it does not; whatever the journal throws.
  public func verify(_ check: Check) async throws {
    let subject = Subject(suite: self, check: check)
    switch check {
    case .newJournalHasNothing: try await subject.newJournalHasNothing()
    case .decisionIsFoundAgain: try await subject.decisionsAreFoundAgain(1)
    case .everyByteComesBack: try await subject.everyByteComesBack()
    case .manyDecisions: try await subject.decisionsAreFoundAgain(500)
    case .openSamplesComeBack: try await subject.openSamplesComeBack()
    case .openSamplesAreReplaced: try await subject.openSamplesAreReplaced()
    case .aheadSamplesComeBack: try await subject.aheadSamplesComeBack()
    case .decisionClosesTheStep: try await subject.decisionClosesTheStep()
    case .rulingIsFoundAgain: try await subject.rulingIsFoundAgain()
    case .batchesComeBack: try await subject.batchesComeBack()
    case .batchesAreReplaced: try await subject.batchesAreReplaced()
    case .settledBatchesAreGone: try await subject.settledBatchesAreGone()
    case .leadsComeBack: try await subject.leadsComeBack()
    case .otherIdentityIsRefused: try await subject.otherIdentityIsRefused()
    case .refusalChangesNothing: try await subject.refusalChangesNothing()
    case .cancelledTaskAppends: try await subject.cancelledTaskAppends()
    case .stoppedRunEqualsUndisturbed: try await subject.stoppedRunEqualsUndisturbed()
    }
  }
}

/// What a journal does not do as it should.
public struct ConformanceFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// What must hold.
  public let check: JournalConformance.Check
  /// What was found instead.
  public let finding: String

  /// The check and the finding in one sentence.
  public var description: String { "It must hold that \(check.rawValue): \(finding)." }
}
