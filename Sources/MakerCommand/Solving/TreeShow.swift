import Maker
import MakerAgents
import MakerJournal
import MakerSolve

/// What `show --tree` prints of a run of a solver.
struct TreeShow {
  private let file: RunFile
  private let settings: SolveSettings
  private let isJSON: Bool

  /// The trees of a run.
  ///
  /// - Parameters:
  ///   - file: The run file.
  ///   - isJSON: Whether it is for a program.
  /// - Throws: A failure for a run of anything else.
  init(_ file: RunFile, isJSON: Bool) throws(CommandFailure) {
    guard case .solve(let settings)? = TaskSettings(file.description) else {
      throw CommandFailure(
        .usage, "\(ShownPath.of(file.path)) has no tree: it is no run of `maker solve` or `maker bench`.")
    }
    (self.file, self.settings, self.isJSON) = (file, settings, isJSON)
  }

  /// Prints the tree of a problem.
  ///
  /// - Parameters:
  ///   - id: Which problem of a set; nil for the question, or the first one of a set.
  ///   - print: Prints a line.
  /// - Throws: A failure when there is no such problem, or its record cannot be read.
  func show(_ id: String?, _ print: (String) throws -> Void) throws {
    let decisions = try RecordedDecisions(file)
    let (question, path) = try problem(id)
    let told = settings.told(question: question)
    let expenses = try TreeExpenses(file)
    switch try solved(told, in: path, from: decisions) {
    case .tree(let tree):
      let view = TreeView(tree, expenses)
      try isJSON ? print(JSONLine.of(view)) : view.lines.forEach(print)
    case .line(let line):
      let view = LineView(line, expenses)
      try isJSON ? print(JSONLine.of(view)) : view.lines.forEach(print)
    }
  }

  private func solved(
    _ problem: String, in path: String, from decisions: RecordedDecisions
  ) throws(CommandFailure) -> SolvedProblem {
    do throws(MalformedRecord) {
      return try SolvedProblem(problem, in: path, of: settings, from: decisions)
    } catch {
      throw CommandFailure(.data, "The decisions in \(file.path) are none of a solver's: \(error).")
    }
  }

  private func problem(_ id: String?) throws(CommandFailure) -> (question: String, path: String) {
    if case .question(let question, _) = settings.problems { return (question, "") }
    let problems = try settings.problems.read()
    guard let problem = id.map({ id in problems.first { $0.id == id } }) ?? problems.first else {
      throw CommandFailure(
        .usage,
        "There is no problem \(id ?? ""); they are \(problems[0].id) to \(problems[problems.count - 1].id).")
    }
    return (problem.question, problem.id)
  }
}
