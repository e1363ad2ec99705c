import Maker
import MakerAgents

/// Looks at recorded trees as whoever solved them would have: what nobody would have asked is none of a run's.
public struct TreeCheck: Sendable {
  private let bounds: SolverBounds
  private let k: Int
  private let decisions: RecordedDecisions

  /// A check of a run's trees.
  ///
  /// - Parameters:
  ///   - decisions: What was decided.
  ///   - bounds: How far its solver went.
  ///   - k: The lead that decided.
  public init(_ decisions: RecordedDecisions, bounds: SolverBounds, k: Int) {
    (self.decisions, self.bounds, self.k) = (decisions, bounds, k)
  }

  /// The first thing of a tree that does not hold; nil when everything does.
  ///
  /// - Parameter node: The tree.
  /// - Returns: A sentence that names where it stands.
  public func finding(in node: SolvedNode) -> String? { finding(in: node, depth: 0) }

  /// The first thing of a line that does not hold; nil when everything does.
  ///
  /// - Parameter line: The line.
  /// - Returns: A sentence that names where it stands.
  public func finding(in line: SolvedLine) -> String? {
    leadFinding(line.path, SolvedLine.plansKey, bounds.candidates)
      ?? leadFinding(line.path, SolvedLine.choiceKey, k)
      ?? voteFinding(line.path, SolvedLine.choiceKey, line.choice, among: line.plans)
      ?? line.steps.lazy.compactMap { solutionFinding(of: $0) }.first
  }

  private func finding(in node: SolvedNode, depth: Int) -> String? {
    if depth == bounds.depth, node.proposals != nil {
      return "\(name(node.path, SolvedNode.proposalsKey)) is below the depth that the run has."
    }
    let isToSolve = depth == bounds.depth || node.chosen == .whole || node.composed != nil
    if node.solutions != nil, !isToSolve {
      return "\(name(node.path, SolvedNode.solutionsKey)) was solved before there was anything to solve."
    }
    return leadFinding(node.path, SolvedNode.proposalsKey, bounds.candidates)
      ?? leadFinding(node.path, SolvedNode.splitKey, k)
      ?? voteFinding(node.path, SolvedNode.splitKey, node.split, among: node.proposals)
      ?? solutionFinding(of: node)
      ?? node.children.lazy.compactMap { finding(in: $0, depth: depth + 1) }.first
  }

  private func solutionFinding(of node: SolvedNode) -> String? {
    leadFinding(node.path, SolvedNode.solutionsKey, k)
      ?? leadFinding(node.path, SolvedNode.choiceKey, k)
      ?? voteFinding(node.path, SolvedNode.choiceKey, node.choice, among: node.solutions)
  }

  /// Discriminators are asked where those before them differ, about what they said.
  private func voteFinding<Choice>(
    _ path: String, _ key: String, _ vote: Poll<Choice>?, among said: Poll<Choice>?
  ) -> String? {
    guard let vote else { return nil }
    guard let said, said.isContested else {
      return "\(name(path, key)) was voted on where nobody differed."
    }
    let choices = Set(said.candidates.map(\.answer))
    guard vote.candidates.allSatisfy({ choices.contains($0.answer) }),
      vote.answer.map(choices.contains) ?? true
    else { return "\(name(path, key)) is none of what was to be chosen from." }
    return nil
  }

  private func leadFinding(_ path: String, _ key: String, _ lead: Int) -> String? {
    guard let recorded = decisions.lead(of: DurableKey(scope: path, name: key).path), recorded != lead else {
      return nil
    }
    return "\(name(path, key)) was decided by a lead of \(recorded), and the run's is \(lead)."
  }

  private func name(_ path: String, _ key: String) -> String {
    "The decision \"\(DurableKey(scope: path, name: key).path)\""
  }
}
