/// A run that votes in batches: on many steps of a drafted trajectory at once, for half the price and in hours.
///
/// ```swift
/// let summary = try await BatchRun(TowersOfHanoi(disks: 20), model: model, journal: journal).finish()
/// ```
///
/// It is the same run as the ordinary one of the same task, models and rules: same samples, same decisions, same
/// record. It may be stopped and gone on with in batches or, with ``BatchOptions/sendsBatches`` off, without.
public struct BatchRun<Chain: DraftableTask>: Sendable {
  /// What is done.
  public let task: Chain
  /// What is asked; ``SampleRequest/model`` counts them from 0.
  public let models: [any BatchLanguageModel]
  /// How samples are voted on. The time limit of a step is not kept: a batch takes as long as it takes.
  public let rules: VotingRules
  /// Where decisions and batches are recorded; a run without it pays again for what a crash leaves behind.
  public let journal: (any Journal)?
  /// What may be spent; nil for a run without caps.
  public let budget: Budget?
  /// How it goes about it.
  public let options: BatchOptions
  /// What it waits for.
  public let batchProgress = BatchProgress()
  let clock: RunClock
  /// The same run, one step at a time.
  let ordinary: Run<Chain, LocalDecider<ErasedLanguageModel>>

  /// A run of several models.
  ///
  /// - Parameters:
  ///   - task: What is done.
  ///   - models: What is asked, at least one.
  ///   - rules: How samples are voted on.
  ///   - journal: Where decisions and batches are recorded.
  ///   - budget: What may be spent; nil for a run without caps.
  ///   - options: How it goes about it.
  ///   - clock: What it waits by.
  ///   - watch: Whether votes are still as right as k was chosen for.
  public init(
    _ task: Chain, models: [any BatchLanguageModel], rules: VotingRules = VotingRules(),
    journal: (any Journal)? = nil, budget: Budget? = nil, options: BatchOptions = BatchOptions(),
    clock: RunClock = .continuous, watch: LiveWatch? = nil
  ) {
    precondition(!models.isEmpty, "at least one model is asked")
    self.task = task
    self.models = models
    self.rules = rules
    self.journal = journal
    self.budget = budget
    self.options = options
    self.clock = clock
    let erased = models.map { ErasedLanguageModel(base: $0) }
    ordinary = Run(
      task,
      decider: LocalDecider(
        model: erased[0], others: Array(erased.dropFirst()), rules: rules, budget: budget, clock: clock),
      journal: journal, budget: budget, watch: watch)
  }

  /// A run of one model.
  ///
  /// - Parameters:
  ///   - task: What is done.
  ///   - model: What is asked.
  ///   - rules: How samples are voted on.
  ///   - journal: Where decisions and batches are recorded.
  ///   - budget: What may be spent; nil for a run without caps.
  ///   - options: How it goes about it.
  ///   - clock: What it waits by.
  ///   - watch: Whether votes are still as right as k was chosen for.
  public init(
    _ task: Chain, model: any BatchLanguageModel, rules: VotingRules = VotingRules(),
    journal: (any Journal)? = nil, budget: Budget? = nil, options: BatchOptions = BatchOptions(),
    clock: RunClock = .continuous, watch: LiveWatch? = nil
  ) {
    self.init(
      task, models: [model], rules: rules, journal: journal, budget: budget, options: options, clock: clock,
      watch: watch)
  }

  /// Counts while it goes on, for whoever wants to look.
  public var progress: RunProgress { ordinary.progress }

  /// Every fact that makes this run the run it is: those of the ordinary run.
  public var identity: RunIdentity { ordinary.identity }

  /// Decides every step that is left, and says what it came to.
  ///
  /// A cancelled run leaves its batches with the provider; they are recorded, and the next session fetches them.
  ///
  /// - Throws: ``RunError``; its ``RunError/summary`` tells how far the run got.
  @discardableResult
  public func finish() async throws(RunError) -> RunSummary {
    var chain = BatchChain(self)
    return try await chain.finish()
  }

  /// Fetches the batches that an earlier session left behind, decides with them what they decide, and leaves the rest to a
  /// run without batches.
  ///
  /// - Returns: What it came to so far.
  /// - Throws: ``RunError``.
  @discardableResult
  public func fetch() async throws(RunError) -> RunSummary {
    var chain = BatchChain(self)
    return try await chain.finish(isFetching: true)
  }
}
