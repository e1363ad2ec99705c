/// A run: one execution of one task with one configuration.
///
/// ```swift
/// let summary = try await Run(task, model: model).finish()
/// ```
///
/// To watch every decision, and to have a journal closed whatever happens, use
/// ``withRun(_:model:rules:journal:_:)``.
public struct Run<Chain: ChainTask, Decider: StepDecider>: Sendable {
  /// What is done.
  public let task: Chain
  /// What decides its steps.
  public let decider: Decider
  /// Where its decisions are recorded; nil for runs short enough to be made again.
  public let journal: (any Journal)?
  /// What may be spent; nil for runs without caps.
  public let budget: Budget?
  /// Whether votes are still as right as k was chosen for; nil for a run that nobody watches.
  public let watch: LiveWatch?
  /// Counts while it goes on, for whoever wants to look.
  public let progress = RunProgress()

  /// A run with a decider of your own.
  ///
  /// - Parameters:
  ///   - task: What is done.
  ///   - decider: What decides its steps.
  ///   - journal: Where decisions are recorded; nothing is recorded by default.
  ///   - budget: What may be spent, the same that the decider charges; nil for a run without caps.
  ///   - watch: Whether votes are still as right as k was chosen for.
  public init(
    _ task: Chain, decider: Decider, journal: (any Journal)? = nil, budget: Budget? = nil,
    watch: LiveWatch? = nil
  ) {
    self.task = task
    self.decider = decider
    self.journal = journal
    self.budget = budget
    self.watch = watch
  }

  /// A run of a model, sampled in this process.
  ///
  /// - Parameters:
  ///   - task: What is done.
  ///   - model: What is asked.
  ///   - rules: How its samples are voted on.
  ///   - journal: Where decisions are recorded; nothing is recorded by default.
  ///   - budget: What may be spent; nil for a run without caps.
  ///   - watch: Whether votes are still as right as k was chosen for.
  public init<Model: LanguageModel>(
    _ task: Chain, model: Model, rules: VotingRules = VotingRules(), journal: (any Journal)? = nil,
    budget: Budget? = nil, watch: LiveWatch? = nil
  ) where Decider == LocalDecider<Model> {
    self.init(
      task, decider: LocalDecider(model: model, rules: rules, budget: budget), journal: journal,
      budget: budget, watch: watch)
  }

  /// Every fact that makes this run the run it is; a journal of another run is refused.
  public var identity: RunIdentity {
    let wordings = [task.prompt(for: task.initialState)] + task.paraphrases(for: task.initialState)
    let text = wordings.map { ($0.instructions?.content ?? "") + "\u{0}" + $0.content }
    return RunIdentity(
      facts: [task.identity, decider.identity, ["prompt": FNV1a.digits(of: text.joined(separator: "\u{0}"))]]
        .reduce(into: [:]) { facts, more in
          // A name that two of them use holds both, so that a change of either is seen.
          facts.merge(more) { "\($0), \($1)" }
        })
  }

  /// Decides every step that is left, and says what it came to.
  ///
  /// - Throws: ``RunError``; its ``RunError/summary`` tells how far the run got.
  @discardableResult
  public func finish() async throws(RunError) -> RunSummary {
    var chain = DecisionChain(self)
    while try await chain.decideNext() != nil {}
    return chain.summary
  }

  /// Records a person's answer to the step that the run stopped at, and makes it durable.
  ///
  /// The run goes on from it as from any decision; an audit tells it apart from those that were voted.
  ///
  /// - Parameters:
  ///   - answer: The answer.
  ///   - ruling: Who gives it, and why.
  /// - Returns: The step that is decided by it.
  /// - Throws: ``RunError`` when the journal fails or there is no step left.
  @discardableResult
  public func rule(_ answer: Chain.Answer, _ ruling: Ruling) async throws(RunError) -> Int {
    var chain = DecisionChain(self)
    return try await chain.rule(answer, ruling)
  }

  /// The run as a sequence: each element is decided when it is asked for.
  public var events: RunEvents<Chain, Decider> { RunEvents(run: self) }
}

/// Opens a run, hands it to `body`, and makes its journal durable on every way out.
///
/// ```swift
/// try await withRun(task, model: model, journal: journal) { run in
///   for try await event in run.events {
///     if case .decided(let decision) = event, decision.isContested { print(decision.step) }
///   }
/// }
/// ```
///
/// - Parameters:
///   - task: What is done.
///   - model: What is asked.
///   - rules: How its samples are voted on.
///   - journal: Where decisions are recorded.
///   - body: What to do with the run.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws, else ``JournalError`` when the journal could not be made durable.
@discardableResult
public func withRun<Chain: ChainTask, Model: LanguageModel, Result>(
  _ task: Chain,
  model: Model,
  rules: VotingRules = VotingRules(),
  journal: (any Journal)? = nil,
  _ body: (Run<Chain, LocalDecider<Model>>) async throws -> Result
) async throws -> Result {
  let run = Run(task, model: model, rules: rules, journal: journal)
  do {
    let result = try await body(run)
    try await journal?.flush()
    return result
  } catch {
    // The first failure is the one to tell; a flush that fails too adds nothing to it.
    try? await journal?.flush()
    throw error
  }
}
