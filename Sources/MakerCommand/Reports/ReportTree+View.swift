import MakerReport
import MakerSolve

extension ReportTree {
  /// A problem as it was solved, with what is recorded of its decisions.
  ///
  /// - Parameters:
  ///   - problem: The problem.
  ///   - expenses: What the decisions took.
  ///   - oracle: What knows the right results of its parts; nil when nobody does.
  init(_ problem: SolvedProblem, _ expenses: TreeExpenses, oracle: (any Oracle)?) {
    switch problem {
    case .tree(let tree): self.init(TreeView(tree, expenses), oracle)
    case .line(let line): self.init(LineView(line, expenses))
    }
  }

  private init(_ view: TreeView, _ oracle: (any Oracle)?) {
    self.init(
      view.problem, path: view.path, result: view.result,
      children: view.children.map { ReportTree($0, oracle) })
    if let result, let right = oracle?.result(of: problem), !result.isSameResult(as: right) {
      expected = right
    }
    (proposals, split) = (view.proposals.map(Vote.init), view.split.map(Vote.init))
    (solutions, choice) = (view.solutions.map(Vote.init), view.choice.map(Vote.init))
    (composed, samples, flags, costUSD) = (view.composed, view.samples, view.flags, view.costUSD)
  }

  private init(_ view: LineView) {
    self.init(
      view.problem, result: view.result, form: .steps, children: view.steps.map { ReportTree($0, nil) })
    (proposals, split) = (view.plans.map(Vote.init), view.choice.map(Vote.init))
    (samples, flags, costUSD) = (view.samples, view.flags, view.costUSD)
  }
}

extension ReportTree.Vote {
  fileprivate init(_ vote: TreeView.Vote) {
    self.init(decided: vote.decided, vote.candidates.map { Candidate($0.answer, $0.votes) })
  }
}
