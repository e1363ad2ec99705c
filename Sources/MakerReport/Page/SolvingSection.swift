import Maker

/// What became of the problems of a run that solved some, and their trees, as the template asks for it.
struct SolvingSection {
  struct Fact { let solvingName, solvingText: String }
  struct Failure { let failureCount, failureText: String }
  struct Tree {
    let treeTitle: [TreeTitle]
    let treeMarkup: String
  }
  struct TreeTitle { let treeName, treeVerdict: String }

  let solvingTitle: String
  let solvingFacts: [Fact]
  let hasFailures: Bool
  let solvingFailures: [Failure]
  let treesTitle: String
  let treesText, treesOmission, treesCommand: [Line]
  let solvingTrees: [Tree]

  /// A text that may be missing: a list of one or none, as a nil would be looked for further out.
  struct Line { let lineText: String }

  /// The section of a run; nil for one that solved no problems.
  init?(_ run: RunSurvey, _ shown: ShownTrees, isOne: Bool) {
    guard let solving = run.solving else { return nil }
    let name = isOne ? "" : ": \(run.name)"
    solvingTitle = (solving.isOfSet ? "Problems" : "The problem") + name
    solvingFacts = Self.facts(solving)
    hasFailures = solving.isOfSet && !solving.outcome.failures.isEmpty
    solvingFailures = solving.outcome.failures.map {
      Failure(failureCount: NumberText.count($0.count), failureText: $0.words)
    }
    treesTitle = solving.isOfSet ? "Their trees" : solving.isLine ? "Its steps" : "Its tree"
    treesText = [solving.note ?? solving.choice].compactMap { $0.map(Line.init) }
    let markup = TreeMarkup(problems: shown.problems)
    solvingTrees = shown.trees.map { shown in
      Tree(treeTitle: Self.title(shown).map { [$0] } ?? [], treeMarkup: markup.text(of: shown.tree))
    }
    let isWhole = shown.omitted == 0
    treesOmission =
      isWhole
      ? [] : [Line(lineText: "There is no room here for \(NumberText.count(shown.omitted, "more problem")):")]
    let option = solving.isOfSet ? " --problem ID" : ""
    treesCommand =
      isWhole && !solving.isOfSet ? [] : [Line(lineText: "maker show \(run.path) --tree\(option)")]
  }

  private static func facts(_ solving: SolvingReading) -> [Fact] {
    let outcome = solving.outcome
    var facts: [Fact] = []
    if let question = outcome.question {
      facts.append(Fact(solvingName: "Question", solvingText: cut(question)))
      facts.append(Fact(solvingName: "Result", solvingText: outcome.result.map(cut) ?? "none"))
      if let expected = outcome.expected {
        facts.append(Fact(solvingName: "Truth", solvingText: truth(expected, outcome)))
      }
    }
    if let right = outcome.right {
      facts.append(Fact(solvingName: "Problems", solvingText: solving.title))
      facts.append(Fact(solvingName: "Solved", solvingText: SolvingRows.solved(right)))
    }
    facts.append(Fact(solvingName: "How", solvingText: "\(solving.way), \(solving.manner)"))
    facts.append(
      Fact(solvingName: outcome.right == nil ? "Tree" : "Trees", solvingText: SolvingRows.extent(solving)))
    return facts
  }

  /// Whether the result of a question is the right one.
  static func truth(_ expected: String, _ outcome: SolvingOutcome) -> String {
    guard let failure = outcome.failures.first else {
      return outcome.result == nil ? "there is no result yet" : "the result is right"
    }
    return "\(cut(expected)): \(outcome.result == nil ? "" : "the result is wrong, ")\(failure.words)"
  }

  private static func title(_ shown: ShownTree) -> TreeTitle? {
    guard let id = shown.id else { return nil }
    let right = shown.expected.map { "; the right result is \(cut($0))" } ?? ""
    return TreeTitle(treeName: id, treeVerdict: shown.failure.map { ": \($0)\(right)" } ?? ": solved")
  }

  private static func cut(_ text: String) -> String {
    text.utf8.count <= 1_000 ? text : String(text.prefix(1_000)) + " …"
  }
}
