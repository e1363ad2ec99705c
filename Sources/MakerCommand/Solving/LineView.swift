import Maker
import MakerSolve

/// A problem that was solved in a line, as `show --tree` prints it.
struct LineView: Encodable {
  let problem: String
  let result: String?
  let plans: TreeView.Vote?
  let choice: TreeView.Vote?
  let steps: [TreeView]
  /// What the plans and the vote on them took, without the steps.
  let samples: Int
  let flags: [String: Int]
  /// Nil where samples were not kept, or a price is not known.
  let costUSD: Double?

  private enum CodingKeys: String, CodingKey {
    case problem, result, plans, choice, steps, samples, flags
    case costUSD = "cost_usd"
  }

  /// A line with what is recorded of its decisions.
  init(_ line: SolvedLine, _ expenses: TreeExpenses) {
    (problem, result) = (line.problem, line.result)
    let words = { (plan: WorkPlan) in plan.steps.joined(separator: " | ") }
    plans = line.plans.map { TreeView.Vote($0, words) }
    choice = line.choice.map { TreeView.Vote($0, words) }
    let own = expenses.own(of: line)
    (samples, flags, costUSD) = (own.samples, own.flags, own.costUSD)
    steps = line.steps.map { TreeView($0, expenses) }
  }

  /// The line for a person.
  var lines: [String] {
    var lines = [
      "\(PlainText.short(problem, 200)) = \(result.map { PlainText.short($0, 80) } ?? "not solved")"
    ]
    for (name, vote) in [("plans", plans), ("vote", choice)] {
      for candidate in vote?.candidates ?? [] {
        lines.append("   \(name) (\(candidate.votes))  \(PlainText.short(candidate.answer, 200))")
      }
    }
    for (index, step) in steps.enumerated() {
      lines += step.lines.enumerated().map { ($0.offset == 0 ? "\(index + 1). " : "   ") + $0.element }
    }
    return lines
  }
}
