import Maker

/// What a run came to that solved problems, as the data of a report has it.
struct SolutionFacts: Encodable {
  private let solving: SolvingReading
  private let shown: ShownTrees

  /// The facts of a run.
  ///
  /// - Parameters:
  ///   - solving: What it solved.
  ///   - shown: Its trees, as far as there is room for them.
  init(_ solving: SolvingReading, _ shown: ShownTrees) { (self.solving, self.shown) = (solving, shown) }

  private enum CodingKeys: String, CodingKey {
    case way, question, result, expected, failure, right, failures, problems, depth, undecided, trees, omitted
    case differingProposals = "differing_proposals"
    case differingSolutions = "differing_solutions"
  }

  func encode(to encoder: any Encoder) throws {
    let outcome = solving.outcome
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(solving.way, forKey: .way)
    try keys.encodeIfPresent(outcome.question, forKey: .question)
    try keys.encodeIfPresent(outcome.result, forKey: .result)
    try keys.encodeIfPresent(outcome.expected, forKey: .expected)
    if let right = outcome.right {
      try keys.encode(right, forKey: .right)
      let failures = outcome.failures.map { ($0.name, $0.count) }
      try keys.encode(Dictionary(failures) { $0 + $1 }, forKey: .failures)
    } else {
      try keys.encodeIfPresent(outcome.failures.first?.name, forKey: .failure)
    }
    try keys.encode(outcome.problems, forKey: .problems)
    try keys.encode(outcome.depth, forKey: .depth)
    try keys.encode(outcome.differingProposals, forKey: .differingProposals)
    try keys.encode(outcome.differingSolutions, forKey: .differingSolutions)
    try keys.encode(outcome.undecided, forKey: .undecided)
    try keys.encode(shown.trees, forKey: .trees)
    try keys.encode(shown.omitted, forKey: .omitted)
  }
}
