import Maker
import MakerJournal
import MakerSolve

/// Problems that agents take apart and solve: durable code that the tool runs itself.
struct SolveTask: ToolTask {
  let settings: SolveSettings
  private let agents: SolverAgents
  private let problems: [SolverProblem]
  private let chain: DurableChain
  /// How many decisions are made at a time.
  private let width: Int

  /// The most decisions at a time of a model of this process: more would only wait for one another.
  private static let localWidth = 8
  /// How many problems of a set are worked on at a time for each decision that is.
  private static let problemsPerPlace = 2

  /// Reads the agents and the problems.
  ///
  /// - Parameters:
  ///   - settings: What is solved, and how.
  ///   - models: What is asked; nil where nobody is.
  /// - Throws: A failure that says what is wrong with a file.
  init(_ settings: SolveSettings, asking models: ModelSelection? = nil) throws(CommandFailure) {
    self.settings = settings
    width =
      models.map { $0.isLocal ? Self.localWidth : $0.connection.requestsAtOnce }
      ?? Self.localWidth
    agents = try settings.readAgents()
    problems = try settings.problems.read()
    var facts = agents.identity
    for (name, value) in settings.parameters where name != "name" && name != "agents" {
      facts["solve.\(name)"] = value
    }
    chain = DurableChain(name: settings.name, facts: facts)
    if case .question(let question, _) = settings.problems { _ = try settings.told(question) }
    for problem in problems { _ = try settings.told(problem.question) }
  }

  var title: String {
    "solving \(settings.problems.title), \(settings.way.rawValue), agents \(settings.agents)"
  }
  var otherWordings: Int { 0 }
  var stepCount: Int { chain.stepCount }
  var initialState: DurableState { chain.initialState }
  var identity: [String: String] { chain.identity }
  func prompt(for state: DurableState) -> Prompt { chain.prompt(for: state) }
  func answer(in reply: String) throws(Flagged) -> KeyedAnswer { try chain.answer(in: reply) }
  func apply(_ answer: KeyedAnswer, to state: DurableState) -> DurableState { chain.apply(answer, to: state) }

  func finish<Model: LanguageModel>(
    _ run: Run<SolveTask, LocalDecider<Model>>, watching: (RunProgress) -> Void
  ) async throws(RunError) -> RunEnding {
    guard let journal = run.journal as? any ReplayableJournal else {
      preconditionFailure("a run file gives its decisions back")
    }
    let durable: DurableRun
    do throws(DurableError) {
      durable = try await DurableRun(
        settings.name, facts: chain.facts, model: run.decider.model, others: run.decider.others,
        rules: run.decider.rules, journal: journal, budget: run.budget, width: width)
    } catch {
      throw error.ofRun(RunSummary(steps: 0, tally: Tally(), wallSeconds: 0))
    }
    watching(durable.progress)
    do throws(DurableError) {
      let ending = try await solve(in: durable.root)
      try await durable.finish()
      return ending
    } catch {
      await durable.flush()
      return .stopped(error.ofRun(await durable.summary), key: error.key)
    }
  }

  private func solve(in scope: DurableScope) async throws(DurableError) -> RunEnding {
    guard case .question(let question, _) = settings.problems else {
      try await solveAll(in: scope)
      return .done
    }
    let result = try await solve(question, in: scope, stopsUndecided: true)
    return result == nil ? .unsolved : .done
  }

  /// Solves a problem; nil when the votes do not come to a result.
  private func solve(
    _ question: String, in scope: DurableScope, stopsUndecided: Bool
  ) async throws(DurableError) -> String? {
    let bounds = SolverBounds(
      depth: settings.depth, candidates: settings.candidates, stopsUndecided: stopsUndecided)
    // That it can be told was looked at before anything was asked.
    let told = (try? settings.told(question)) ?? question
    switch settings.way {
    case .recursive:
      return try await RecursiveSolver(agents: agents, bounds: bounds).solve(told, in: scope).result
    case .linear:
      return try await LinearSolver(agents: agents, bounds: bounds)?.solve(told, in: scope).result
    }
  }

  /// Solves every problem of a set, each in a scope of its own name.
  private func solveAll(in scope: DurableScope) async throws(DurableError) {
    let failure = await withTaskGroup(of: DurableError?.self) { group -> DurableError? in
      var failure: DurableError?
      for (index, problem) in problems.enumerated() {
        if index >= width * Self.problemsPerPlace, let ended = await group.next() {
          failure = failure ?? ended
        }
        if failure != nil { break }
        group.addTask {
          do throws(DurableError) {
            _ = try await solve(problem.question, in: scope.scope(problem.id), stopsUndecided: false)
            return nil
          } catch {
            return error
          }
        }
      }
      // At a cap nothing is cut off: what is out is paid for whether it is waited for or not.
      if failure?.endsOthers == true { group.cancelAll() }
      for await ended in group {
        if let ended, failure.map({ $0.isCancellation }) ?? true { failure = ended }
        if failure?.endsOthers == true { group.cancelAll() }
      }
      return failure
    }
    if let failure { throw failure }
  }
}

extension DurableError {
  /// The same as any other run tells it.
  func ofRun(_ summary: RunSummary) -> RunError {
    switch reason {
    case .step(let failure): RunError(.step(failure), summary)
    case .cap(let cap): RunError(.cap(cap), summary)
    case .journal(let error): RunError(.journal(error), summary)
    default: RunError(.journal(JournalError(.mismatched, "\(self)")), summary)
    }
  }
}
