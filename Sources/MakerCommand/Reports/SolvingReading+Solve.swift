import Maker
import MakerJournal
import MakerReport
import MakerSolve

extension SolvingReading {
  /// The most trees of a set of problems.
  private static let mostTrees = 20

  /// What a report has to know of a run of a solver.
  ///
  /// - Parameters:
  ///   - file: The run file.
  ///   - settings: What it is a run of.
  /// - Throws: A failure when its decisions cannot be read, or are none of a solver's.
  init(_ file: RunFile, _ settings: SolveSettings) throws(CommandFailure) {
    let decisions = try RecordedDecisions(file)
    let expenses = try TreeExpenses(file)
    let figures = try SolveFigures(file, settings)
    var (trees, choice, note): ([ShownTree], String?, String?) = ([], nil, nil)
    do throws(MalformedRecord) {
      if case .question(let question, _) = settings.problems {
        let tree = try SolvedProblem(settings.told(question: question), in: "", of: settings, from: decisions)
        trees = [ShownTree(ReportTree(tree, expenses, oracle: settings.problems.oracle))]
      } else {
        let problems: [SolverProblem]
        do throws(CommandFailure) { problems = try settings.problems.read() } catch {
          (problems, note) = ([], "The problems are not known any more: \(error.message ?? "")")
        }
        let chosen = try ChosenTrees(of: problems, settings, decisions, most: Self.mostTrees)
        trees = chosen.trees.map {
          ShownTree(
            id: $0.problem.id, expected: $0.problem.answer, failure: $0.failure?.words,
            ReportTree($0.tree, expenses, oracle: settings.problems.oracle))
        }
        choice = chosen.words
      }
    } catch {
      throw CommandFailure(.data, "The decisions in \(file.path) are none of a solver's: \(error).")
    }
    self.init(
      title: settings.problems.title, problems: settings.problems.label, way: settings.wayWords,
      manner: settings.manner,
      outcome: SolvingOutcome(figures, isOpen: file.description.steps == DurableChain.openStepCount),
      trees: trees, choice: choice, note: note,
      place: Place.init(record:))
  }
}

extension SolvingReading.Place {
  /// Where a recorded decision of a solver stands; nil for any other record.
  fileprivate init?(record: [UInt8]) {
    guard let key = (try? KeyedAnswer(record: record))?.key, let about = SolverDecision(key: key) else {
      return nil
    }
    let matter: SolvingReading.Matter =
      switch about {
      case .proposals: .proposals
      case .solutions: .solutions
      case .choice: .choice
      }
    self.init(key, matter)
  }
}

extension SolvingOutcome {
  /// What a run of a solver came to.
  fileprivate init(_ figures: SolveFigures, isOpen: Bool) {
    // A question that may still come to a result has not failed.
    let failure = isOpen && figures.result == nil ? nil : figures.failure
    let failures = figures.solved?.failures ?? failure.map { [$0.rawValue: 1] } ?? [:]
    self.init(
      question: figures.question, result: figures.result, expected: figures.expected,
      right: figures.solved?.right,
      failures: failures.map { Failure($0.key, FailureClass(rawValue: $0.key)?.words ?? $0.key, $0.value) },
      problems: figures.problems, depth: figures.depth)
    differingProposals = figures.votes.differingProposals
    differingSolutions = figures.votes.differingSolutions
    undecided = figures.votes.undecided
  }
}

extension SolveSettings {
  /// The way of solving, in a word: one of those of a bench, or `linear`.
  var wayWords: String {
    switch way {
    case .linear: way.rawValue
    case .recursive:
      (depth > 0
        ? candidates > 1 ? BenchWay.recursive : .splitting : candidates > 1 ? .voting : .single).rawValue
    }
  }

  /// How far it goes and who is asked.
  fileprivate var manner: String {
    let most = way == .linear ? "" : depth > 0 ? "at most \(depth) deep, " : "nothing taken apart, "
    return "\(most)\(candidates) candidate\(candidates == 1 ? "" : "s"), agents \(ShownPath.of(agents))"
  }
}
