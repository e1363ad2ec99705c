public import Maker
import MakerAgents

/// Solves a problem in a line: one list of steps is voted on, and then each is done with the result of the one before.
///
/// It suits problems that are a procedure. Every step is a problem of its own with solvers and discriminators, as in
/// ``RecursiveSolver``, and sees nothing but its own text and what the step before it gave.
public struct LinearSolver: Sendable {
  /// Who is asked; the three agents of solving in a line are among them.
  public let agents: SolverAgents
  /// How far it goes; the depth has no meaning here.
  public let bounds: SolverBounds
  private let line: (planner: Agent, planDiscriminator: Agent, worker: Agent)

  /// Makes a solver; nil when agents that it needs are missing.
  ///
  /// - Parameters:
  ///   - agents: Who is asked.
  ///   - bounds: How far it goes.
  public init?(agents: SolverAgents, bounds: SolverBounds = SolverBounds()) {
    guard let planner = agents.planner, let discriminator = agents.planDiscriminator,
      let worker = agents.worker
    else { return nil }
    (self.agents, self.bounds) = (agents, bounds)
    line = (planner, discriminator, worker)
  }

  /// Solves a problem.
  ///
  /// - Parameters:
  ///   - problem: What is to be solved.
  ///   - scope: Where its decisions are recorded. Nothing else may be asked in it.
  /// - Returns: What was planned and done.
  /// - Throws: `DurableError` when the run has to stop.
  public func solve(_ problem: String, in scope: DurableScope) async throws(DurableError) -> SolvedLine {
    let problem = problem.collapsed
    var solved = SolvedLine(problem, path: scope.path)
    try await plan(problem, in: scope, for: &solved)
    guard let plan = solved.plan else { return solved }
    var input = ""
    for (index, text) in plan.steps.enumerated() {
      let scope = scope.scope(SolvedLine.scope(ofStep: index))
      var step = SolvedNode(text, path: scope.path)
      try await Settler(agents, bounds).settle(
        input.isEmpty ? text : "\(text)\nResult of the step before: \(input)", by: line.worker,
        told: AgentRecord(["step": text, "input": input]), in: scope, for: &step)
      solved.steps.append(step)
      guard let result = step.result else { break }
      input = result
    }
    return solved
  }

  private func plan(
    _ problem: String, in scope: DurableScope, for solved: inout SolvedLine
  ) async throws(DurableError) {
    let question = try scope.question(SolvedLine.plansKey) { () throws(AgentRecordFailure) in
      try PlannerQuestion(line.planner, about: problem, count: bounds.candidates)
    }
    let plans = try await scope.poll(SolvedLine.plansKey, question)
    solved.plans = plans
    solved.choice = try await DiscriminatorVote(line.planDiscriminator, bounds).vote(
      SolvedLine.choiceKey, on: problem, among: plans, listedAs: "plans", in: scope
    ) { $0.promptFields }
  }
}

/// A problem that was solved in a line, and what became of it.
public struct SolvedLine: Sendable {
  static let plansKey = "plans"
  static let choiceKey = "plan"
  static func scope(ofStep index: Int) -> String { "step-\(index + 1)" }

  /// What was to be solved.
  public let problem: String
  /// Where it was solved: empty for the scope of the run.
  public let path: String
  /// What the planners proposed.
  public internal(set) var plans: Poll<WorkPlan>?
  /// The vote of the plan discriminators; nil where all plans were alike.
  public internal(set) var choice: Poll<WorkPlan>?
  /// The steps, as far as they were done.
  public internal(set) var steps: [SolvedNode] = []

  init(_ problem: String, path: String) { (self.problem, self.path) = (problem, path) }

  /// The keys of its decisions, as far as they were made.
  public var keys: Set<String> {
    let made = [(Self.plansKey, plans != nil), (Self.choiceKey, choice != nil)]
    let own = made.filter(\.1).map { DurableKey(scope: path, name: $0.0).path }
    return steps.reduce(into: Set(own)) { $0.formUnion($1.keys) }
  }

  /// The plan that was chosen: the only one, or the one that discriminators voted for; nil where none was ahead by k.
  public var plan: WorkPlan? { choice?.answer ?? plans?.sole }

  /// Whether everything is decided that there is to decide: a result, or that the votes did not come to one.
  public var isSettled: Bool {
    guard let plan else { return choice != nil || plans?.candidates.isEmpty == true }
    guard let last = steps.last, last.isSettled else { return false }
    return last.result == nil || steps.count == plan.steps.count
  }

  /// The result of the last step; nil when it is not solved.
  public var result: String? {
    guard let plan, steps.count == plan.steps.count else { return nil }
    return steps.last?.result
  }
}
