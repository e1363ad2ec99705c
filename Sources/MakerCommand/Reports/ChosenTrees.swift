import Maker
import MakerSolve

/// The trees of a set of problems that are worth looking at: of those that were not solved, or else of the most contested.
struct ChosenTrees {
  /// A problem and what became of it.
  struct Entry {
    let problem: SolverProblem
    let tree: SolvedProblem
    let failure: FailureClass?
  }

  /// The trees.
  let trees: [Entry]
  /// Which they are, in one sentence.
  let words: String

  /// Looks through all trees of a run.
  ///
  /// - Parameters:
  ///   - problems: The problems.
  ///   - settings: How they were solved.
  ///   - decisions: What was decided.
  ///   - most: How many trees are wanted at most.
  /// - Throws: `MalformedRecord` when a decision is none of a solver's.
  init(
    of problems: [SolverProblem], _ settings: SolveSettings, _ decisions: RecordedDecisions, most: Int
  ) throws(MalformedRecord) {
    var (unsolved, count): ([Entry], Int) = ([], 0)
    var contested: [(dissent: Int, entry: Entry)] = []
    let begun = decisions.scopes
    for problem in problems where begun.contains(problem.id) {
      let tree = try SolvedProblem(
        settings.told(question: problem.question), in: problem.id, of: settings, from: decisions)
      let failure = tree.failure(answer: problem.answer, oracle: settings.problems.oracle)
      let entry = Entry(problem: problem, tree: tree, failure: failure)
      count += failure == nil ? 0 : 1
      if failure != nil, unsolved.count < most { unsolved.append(entry) }
      let dissent = tree.dissent
      guard count == 0, dissent > 0 else { continue }
      // The first of equals stays first.
      let place = contested.firstIndex { $0.dissent < dissent } ?? contested.count
      contested.insert((dissent, entry), at: place)
      if contested.count > most { contested.removeLast() }
    }
    guard count == 0 else {
      trees = unsolved
      words =
        count > most
        ? "Of the \(Figures.count(count)) that were not solved, the first \(Figures.count(most))."
        : "Those that were not solved."
      return
    }
    trees = contested.map(\.entry)
    words =
      contested.isEmpty
      ? "Every one that was tried is solved, and nothing else was said of any of them."
      : "Every one that was tried is solved. These are the most contested."
  }
}

extension SolvedProblem {
  /// How contested it is: everything that was said of it and of what is under it beside what was decided.
  fileprivate var dissent: Int {
    switch self {
    case .tree(let tree): tree.dissent
    case .line(let line):
      (line.plans?.dissent ?? 0) + (line.choice?.dissent ?? 0) + line.steps.reduce(0) { $0 + $1.dissent }
    }
  }
}

extension SolvedNode {
  /// The same of a problem of a tree.
  fileprivate var dissent: Int {
    let own = [proposals?.dissent, split?.dissent, solutions?.dissent, choice?.dissent]
    return children.reduce(own.reduce(0) { $0 + ($1 ?? 0) }) { $0 + $1.dissent }
  }
}

extension Poll {
  /// Votes for another candidate than the one with the most.
  fileprivate var dissent: Int {
    candidates.reduce(0) { $0 + $1.votes } - (candidates.map(\.votes).max() ?? 0)
  }
}
