import Maker
import MakerJournal
import MakerSolve

/// What a solver came to: the result of a question, or how many problems of a set it solved.
struct SolveFigures: Encodable, Sendable {
  /// How a set of problems came out.
  struct Solved: Encodable, Sendable {
    /// The problems that were solved rightly, of those that were tried.
    var right: Proportion
    /// Those that were not, by why.
    var failures: [String: Int]
  }

  let question: String?
  let result: String?
  let expected: String?
  /// Why the result is wrong, where the truth is known.
  let failure: FailureClass?
  /// How many problems there were in all trees.
  let problems: Int
  /// How deep the deepest tree is.
  let depth: Int
  let solved: Solved?
  /// How problems were solved.
  let way: SolveSettings.Way
  /// How the votes went.
  let votes: SolverVotes

  /// Whether a question was asked and has no result.
  var isUnsolved: Bool { question != nil && result == nil }

  /// Looks through the decisions of a run.
  ///
  /// - Parameters:
  ///   - file: The run file.
  ///   - settings: What it is a run of.
  /// - Throws: A failure when its decisions are none of a solver's.
  init(_ file: RunFile, _ settings: SolveSettings) throws(CommandFailure) {
    let decisions = try RecordedDecisions(file)
    (votes, way) = (decisions.votes, settings.way)
    do throws(MalformedRecord) {
      switch settings.problems {
      case .question(let question, let answer):
        let tree = try SolvedProblem(settings.told(question: question), in: "", of: settings, from: decisions)
        let oracle = settings.problems.oracle
        let expected = answer ?? oracle?.result(of: question)
        (self.question, result, self.expected) = (question, tree.result, expected)
        failure = tree.isSettled ? expected.flatMap { tree.failure(answer: $0, oracle: oracle) } : nil
        (problems, depth, solved) = (tree.count, tree.height, nil)
      case .products, .lists, .file:
        var (right, tried, count, height) = (0, 0, 0, 0)
        var failures: [FailureClass: Int] = [:]
        let begun = decisions.scopes
        for problem in (try? settings.problems.read()) ?? [] where begun.contains(problem.id) {
          let tree = try SolvedProblem(
            settings.told(question: problem.question), in: problem.id, of: settings, from: decisions)
          (count, height) = (count + tree.count, max(height, tree.height))
          // Of a run that was stopped some are begun: nobody knows yet whether they will be solved.
          guard tree.isSettled else { continue }
          tried += 1
          if let failure = tree.failure(answer: problem.answer, oracle: settings.problems.oracle) {
            failures[failure, default: 0] += 1
          } else {
            right += 1
          }
        }
        (question, result, expected, failure) = (nil, nil, nil, nil)
        (problems, depth) = (count, height)
        solved = Solved(
          right: Proportion(hits: right, trials: tried),
          failures: Dictionary(uniqueKeysWithValues: failures.map { ($0.key.rawValue, $0.value) }))
      }
    } catch {
      throw CommandFailure(.data, "The decisions in \(file.path) are none of a solver's: \(error).")
    }
  }

  /// Lines of a report: a name and its text.
  var rowsOfReport: [(String, String)] {
    var rows: [(String, String)] = []
    if question != nil {
      rows.append(("result", result.map { PlainText.of($0) } ?? "none yet"))
      if let expected, result != nil {
        rows.append(
          (
            "truth",
            failure == nil
              ? "the result is right" : "\(expected), and the result is not: \(failure?.words ?? "")"
          ))
      }
    }
    if let solved, solved.right.trials > 0 {
      rows.append(("solved", Figures.share(solved.right)))
      for (name, count) in solved.failures.sorted(by: { $0.key < $1.key }) {
        rows.append(("not", "\(Figures.count(count)): \(FailureClass(rawValue: name)?.words ?? name)"))
      }
    }
    let count = "\(Figures.count(problems)) \(way == .linear ? "step" : "problem")\(problems == 1 ? "" : "s")"
    rows.append(way == .linear ? ("line", count) : ("tree", "\(count), \(depth) deep"))
    return rows
  }
}

/// A problem as it was solved, in either way.
enum SolvedProblem {
  case tree(SolvedNode)
  case line(SolvedLine)

  init(
    _ problem: String, in path: String, of settings: SolveSettings, from decisions: RecordedDecisions
  ) throws(MalformedRecord) {
    switch settings.way {
    case .recursive: self = .tree(try SolvedNode(problem, from: decisions, in: path))
    case .linear: self = .line(try SolvedLine(problem, from: decisions, in: path))
    }
  }

  var result: String? {
    switch self {
    case .tree(let tree): tree.result
    case .line(let line): line.result
    }
  }

  var count: Int {
    switch self {
    case .tree(let tree): tree.count
    case .line(let line): line.steps.count
    }
  }

  var height: Int {
    switch self {
    case .tree(let tree): tree.height
    case .line: 1
    }
  }

  /// Whether everything is decided that there is to decide.
  var isSettled: Bool {
    switch self {
    case .tree(let tree): tree.isSettled
    case .line(let line): line.isSettled
    }
  }

  /// The first thing that no solver would have recorded; nil when there is none.
  func finding(_ check: TreeCheck) -> String? {
    switch self {
    case .tree(let tree): check.finding(in: tree)
    case .line(let line): check.finding(in: line)
    }
  }

  /// The keys of its decisions, as far as they were made.
  var keys: Set<String> {
    switch self {
    case .tree(let tree): tree.keys
    case .line(let line): line.keys
    }
  }

  func failure(answer: String, oracle: (any Oracle)?) -> FailureClass? {
    switch self {
    case .tree(let tree): tree.failure(answer: answer, oracle: oracle)
    case .line(let line):
      line.result.map { $0.isSameResult(as: answer) ? nil : .unknown } ?? .malformedFinal
    }
  }
}

extension SolveSettings {
  /// A question as its agents were told it; as it is where they would not have understood it.
  func told(question: String) -> String { (try? told(question)) ?? question }
}

extension RecordedDecisions {
  /// The decisions of a run file.
  ///
  /// - Throws: A failure when the file cannot be read.
  init(_ file: RunFile) throws(CommandFailure) {
    self.init()
    do {
      let end = try file.progress().step
      try file.forEachDecision(to: end) { try add($0.replayed) }
    } catch let error as JournalError {
      throw CommandFailure(error)
    } catch {
      throw CommandFailure(.data, "A decision in \(file.path) cannot be read: \(error).")
    }
  }
}
