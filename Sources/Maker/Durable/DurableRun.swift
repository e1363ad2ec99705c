import Synchronization

/// A run of *durable code*: ordinary code that asks for a judgement wherever it needs one.
///
/// Every decision is voted on, and recorded under its key before the code goes on. When the code is run again, after a
/// crash or on another day, it gets the recorded decisions back without sampling and goes on from the first that is
/// missing. For that it has to ask for the same things in the same order: everything else that it depends on, such as
/// files, clocks and chance, must be the same or be kept out of what is asked.
///
/// ```swift
/// try await withDurableRun("desk", model: model, rules: VotingRules(k: 3), journal: journal) { run in
///   let team = try await run.decide("team", routing(ticket))
///   if team == "billing" { try await run.decide("refund", refund(ticket)) }
/// }
/// ```
public final class DurableRun: Sendable {
  /// The name of the run, which is part of its identity.
  public let name: String
  /// Counts while it goes on; there are as many steps as decisions so far.
  public let progress: RunProgress
  let rules: VotingRules
  let budget: Budget?
  let writer: DurableWriter
  let book: Mutex<DurableBook>
  let gate: Gate
  private let model: any LanguageModel
  private let others: [any LanguageModel]

  /// Opens a run, and takes up what is recorded of it. Nothing is sampled yet.
  ///
  /// - Parameters:
  ///   - name: Its name. A record of another name is refused.
  ///   - facts: What else makes it the run it is, such as its inputs. A record with others is refused.
  ///   - model: What is asked.
  ///   - others: More models, for an ensemble or a ladder.
  ///   - rules: How its samples are voted on, where a question does not say otherwise.
  ///   - journal: Where decisions are recorded; nothing is recorded by default.
  ///   - budget: What may be spent; nil for a run without caps.
  ///   - width: The most decisions that are made at once, 1 or more; further ones wait.
  /// - Throws: ``DurableError`` of the journal, naming every fact that changed, when the record is of another run.
  public init(
    _ name: String, facts: [String: String] = [:], model: any LanguageModel,
    others: [any LanguageModel] = [], rules: VotingRules = VotingRules(),
    journal: (any ReplayableJournal)? = nil, budget: Budget? = nil, width: Int = 64
  ) async throws(DurableError) {
    (self.name, self.model, self.others, self.rules, self.budget) = (name, model, others, rules, budget)
    progress = RunProgress()
    gate = Gate(width: width)
    writer = DurableWriter(journal, budget: budget, progress: progress)
    let chain = DurableChain(name: name, facts: facts)
    do throws(JournalError) {
      let identity = Self.identity(of: chain, model, others, rules)
      book = Mutex(try await writer.begin(identity, as: chain))
    } catch {
      throw DurableError(.journal(error), key: "")
    }
  }

  /// The outermost scope, where code begins to ask.
  public var root: DurableScope { DurableScope(run: self, path: "") }

  /// What it came to so far, earlier sessions included.
  public var summary: RunSummary { get async { await writer.summary } }

  /// Ends the run: the code has come to its end.
  ///
  /// - Returns: What it came to.
  /// - Throws: ``DurableError`` when recorded decisions were not asked for, when a decision that the code went on
  ///   without did not come about, and when the journal fails.
  @discardableResult
  public func finish() async throws(DurableError) -> RunSummary {
    try book.withLock { book throws(DurableError) in try book.finish() }
    do throws(JournalError) { try await writer.flush(isFinished: true) } catch {
      throw DurableError(.journal(error), key: "")
    }
    return await writer.summary
  }

  /// Makes everything that is recorded as durable as it gets, on a way out other than ``finish()``.
  ///
  /// A failure to do so is told by the next session, which finds less.
  public func flush() async { try? await writer.flush() }

  /// The facts of the run, in the same form as those of any other.
  private static func identity(
    of chain: DurableChain, _ model: some LanguageModel, _ others: [any LanguageModel], _ rules: VotingRules
  ) -> RunIdentity {
    Run(chain, decider: LocalDecider(model: model, others: others, rules: rules)).identity
  }

  /// Votes on one step.
  func vote<Answer>(
    on step: Step<Answer>, _ rules: VotingRules
  ) async throws(StepFailure) -> Decision<Answer> {
    try await vote(on: step, rules, model)
  }

  private func vote<Answer>(
    on step: Step<Answer>, _ rules: VotingRules, _ model: some LanguageModel
  ) async throws(StepFailure) -> Decision<Answer> {
    try await LocalDecider(model: model, others: others, rules: rules, budget: budget).decide(step)
  }
}

/// Opens a run of durable code, hands its outermost scope to `body`, and finishes it when the code comes to its end.
///
/// - Parameters:
///   - name: The name of the run. A record of another name is refused.
///   - model: What is asked.
///   - others: More models, for an ensemble or a ladder.
///   - rules: How its samples are voted on, where a question does not say otherwise.
///   - journal: Where decisions are recorded; nothing is recorded by default. What is recorded is durable on every way
///     out; it is not closed.
///   - budget: What may be spent; nil for a run without caps.
///   - width: The most decisions that are made at once, 1 or more.
///   - body: The code.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws; ``DurableError`` when the run cannot be opened or finished.
@discardableResult
public func withDurableRun<Result>(
  _ name: String, model: any LanguageModel, others: [any LanguageModel] = [],
  rules: VotingRules = VotingRules(), journal: (any ReplayableJournal)? = nil, budget: Budget? = nil,
  width: Int = 64, _ body: (DurableScope) async throws -> Result
) async throws -> Result {
  let run = try await DurableRun(
    name, model: model, others: others, rules: rules, journal: journal, budget: budget, width: width)
  do {
    let result = try await body(run.root)
    try await run.finish()
    return result
  } catch {
    // The first failure is the one to tell; a flush that fails too adds nothing to it.
    await run.flush()
    throw error
  }
}
