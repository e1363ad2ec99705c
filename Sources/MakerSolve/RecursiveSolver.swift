public import Maker
import MakerAgents

/// Solves a problem whose decomposition is not given, with agents of four kinds (Meyerson et al. 2025, appendix F).
///
/// At each problem *decomposers* propose ways to take it apart, and *decomposition discriminators* vote for one of them. The
/// parts are solved in the same way, each with only its own text. A problem that is left whole, and the problem that
/// the results of two parts make, is given to *problem solvers*; where they do not agree by k, *solution
/// discriminators* vote for one of their solutions. Every vote is first-to-ahead-by-k.
///
/// ```swift
/// let solver = RecursiveSolver(agents: try StandardAgents.multiply.agents(), bounds: SolverBounds(depth: 5))
/// let tree = try await withDurableRun("product", model: model, journal: journal) { run in
///   try await solver.solve("46048*42098", in: run)
/// }
/// print(tree.result ?? "not solved")
/// ```
///
/// It is durable code: each decision is recorded under the path of its problem, and a run that is taken up again does
/// not sample a decided one.
public struct RecursiveSolver: Sendable {
  /// Who is asked.
  public let agents: SolverAgents
  /// How far it goes.
  public let bounds: SolverBounds

  /// Makes a solver.
  ///
  /// - Parameters:
  ///   - agents: Who is asked.
  ///   - bounds: How far it goes.
  public init(agents: SolverAgents, bounds: SolverBounds = SolverBounds()) {
    (self.agents, self.bounds) = (agents, bounds)
  }

  /// Solves a problem.
  ///
  /// - Parameters:
  ///   - problem: What is to be solved.
  ///   - scope: Where its decisions are recorded. Nothing else may be asked in it.
  /// - Returns: The tree of what was decided; its ``SolvedNode/result`` is nil when the votes did not come to one.
  /// - Throws: `DurableError` when the run has to stop: a cap, a model that fails, and with
  ///   ``SolverBounds/stopsUndecided`` a vote that does not decide.
  public func solve(_ problem: String, in scope: DurableScope) async throws(DurableError) -> SolvedNode {
    try await solve(Subproblem(problem.collapsed), in: scope)
  }

  private func solve(
    _ problem: Subproblem, in scope: DurableScope
  ) async throws(DurableError) -> SolvedNode {
    var node = SolvedNode(problem.text, path: scope.path)
    guard problem.depth < bounds.depth else {
      try await settle(problem.text, in: scope, for: &node)
      return node
    }
    try await split(problem, in: scope, for: &node)
    switch node.chosen {
    case .parts(let parts):
      try await solve(parts, of: problem, in: scope, for: &node)
      if let composed = node.composed { try await settle(composed, in: scope, for: &node) }
    case .whole: try await settle(problem.text, in: scope, for: &node)
    case nil: break
    }
    return node
  }

  /// Proposals, and a vote on those that differ.
  private func split(
    _ problem: Subproblem, in scope: DurableScope, for node: inout SolvedNode
  ) async throws(DurableError) {
    let question = try scope.question(SolvedNode.proposalsKey) { () throws(AgentRecordFailure) in
      try DecomposerQuestion(agents.decomposer, about: problem, count: bounds.candidates)
    }
    let proposals = try await scope.poll(SolvedNode.proposalsKey, question)
    node.proposals = proposals
    node.split = try await DiscriminatorVote(agents.decompositionDiscriminator, bounds).vote(
      SolvedNode.splitKey, on: problem.text, among: proposals, listedAs: "proposals",
      in: scope
    ) { $0.promptFields }
  }

  /// The parts at the same time, each with only its own text, and the problem that their results make.
  private func solve(
    _ parts: Proposal.Parts, of problem: Subproblem, in scope: DurableScope, for node: inout SolvedNode
  ) async throws(DurableError) {
    let (one, other) = (problem.part(parts.first), problem.part(parts.second))
    let solved = try await both(
      { () async throws(DurableError) in try await solve(one, in: scope.scope(SolvedNode.partScopes[0])) },
      { () async throws(DurableError) in try await solve(other, in: scope.scope(SolvedNode.partScopes[1])) })
    node.children = [solved.0, solved.1]
    guard let first = solved.0.result, let second = solved.1.result else { return }
    node.composed = parts.composition.filled(first, second)
  }

  /// Solutions, and a vote on them where the solvers do not agree by k.
  private func settle(
    _ problem: String, in scope: DurableScope, for node: inout SolvedNode
  ) async throws(DurableError) {
    try await Settler(agents, bounds).settle(
      problem, by: agents.solver, told: AgentRecord(["problem": problem]), in: scope, for: &node)
  }
}
