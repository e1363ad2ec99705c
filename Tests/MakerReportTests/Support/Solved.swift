import Maker
import MakerJournal
import MakerReport

/// Runs of a solver as a report meets them.
enum Solved {
  /// A problem with two parts, of which the first is contested.
  static func tree(_ text: String = "12*34", path: String = "") -> ReportTree {
    var first = ReportTree("10*34", path: "1", result: "340")
    first.proposals = .init(decided: "left whole", [.init("left whole", 5)])
    first.solutions = .init(decided: nil, [.init("34", 1), .init("340", 3), .init("304", 1)])
    first.choice = .init(decided: "340", [.init("34", 1), .init("340", 4)])
    (first.samples, first.flags, first.costUSD) = (16, ["malformed": 1], 0.25)
    var second = ReportTree("2*34", path: "2", result: "68")
    second.solutions = .init(decided: "68", [.init("68", 3)])
    second.samples = 3
    var root = ReportTree(text, path: path, result: "408", children: [first, second])
    root.proposals = .init(decided: nil, [.init("left whole", 2), .init("10*34 | 2*34 | A+B", 3)])
    root.split = .init(decided: "10*34 | 2*34 | A+B", [.init("10*34 | 2*34 | A+B", 3)])
    root.composed = "340+68"
    root.solutions = .init(decided: "408", [.init("408", 3)])
    root.samples = 11
    return root
  }

  /// A tree of so many problems, each but the last with one part.
  static func chain(_ count: Int, text: String = "a problem") -> ReportTree {
    (1..<count).reduce(ReportTree(text, result: "0")) { tree, _ in
      ReportTree(text, result: "1", children: [tree])
    }
  }

  /// What a question came to.
  static let outcome: SolvingOutcome = {
    var outcome = SolvingOutcome(
      question: "What is 12 x 34?", result: "408", expected: "408", problems: 3, depth: 1)
    (outcome.differingProposals, outcome.differingSolutions) = (1, 1)
    return outcome
  }()

  /// A reading of a run; every third decision is of proposals.
  static func reading(
    _ outcome: SolvingOutcome = outcome, trees: [ShownTree] = [ShownTree(tree())],
    problems: String = "question",
    way: String = "recursive", choice: String? = nil
  ) -> TaskReading {
    TaskReading(
      json: { String(decoding: $0, as: UTF8.self) },
      solving: SolvingReading(
        title: "\"What is 12 x 34?\"", problems: problems, way: way, manner: "5 candidates", outcome: outcome,
        trees: trees, choice: choice,
        place: { record in
          let step = Int(String(decoding: record, as: UTF8.self).split(separator: " ").last ?? "") ?? 0
          return SolvingReading.Place("\(step)/key", step % 3 == 0 ? .proposals : .solutions)
        }))
  }

  /// A run of a set of problems.
  static func bench(
    _ name: String, problems: String = "5x5", way: String = "recursive", solved: Int = 40, of count: Int = 50,
    trees: [ShownTree] = []
  ) -> RunSurvey {
    let failures = [
      SolvingOutcome.Failure("wrong_atom", "wrong atom", 1),
      SolvingOutcome.Failure("dependent_parts", "dependent parts", count - solved - 1),
    ]
    let outcome = SolvingOutcome(
      right: Proportion(hits: solved, trials: count), failures: solved < count ? failures : [], problems: 400,
      depth: 4)
    return DrawnDecisions(30).survey(
      name: name,
      reading: reading(
        outcome, trees: trees, problems: problems, way: way, choice: "Those that were not solved."))
  }
}
