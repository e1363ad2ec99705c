import Maker
import MakerSolve

extension SolveFigures {
  private enum CodingKeys: String, CodingKey {
    case question, result, expected, failure, problems, depth, solved, undecided
    case differingProposals = "differing_proposals"
    case differingSolutions = "differing_solutions"
  }

  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encodeIfPresent(question, forKey: .question)
    try keys.encodeIfPresent(result, forKey: .result)
    try keys.encodeIfPresent(expected, forKey: .expected)
    try keys.encodeIfPresent(failure, forKey: .failure)
    try keys.encode(problems, forKey: .problems)
    try keys.encode(depth, forKey: .depth)
    try keys.encodeIfPresent(solved, forKey: .solved)
    try keys.encode(votes.differingProposals, forKey: .differingProposals)
    try keys.encode(votes.differingSolutions, forKey: .differingSolutions)
    try keys.encode(votes.undecided, forKey: .undecided)
  }

  /// Lines of a report on polls that did not decide: what differs is voted on, and is no fault.
  var rowsOfVotes: [(String, String)] {
    let differing = [
      ("proposals", votes.differingProposals), ("solutions", votes.differingSolutions),
    ]
    var rows = differing.filter { $0.1 > 0 }.map { name, count in
      (name, "differed \(Figures.count(count)) time\(count == 1 ? "" : "s"); discriminators voted")
    }
    if votes.undecided > 0 {
      let count = votes.undecided
      rows.append(
        (
          "undecided",
          "\(Figures.count(count)) vote\(count == 1 ? "" : "s") of discriminators: \(count == 1 ? "its problem is" : "their problems are") not solved"
        ))
    }
    return rows
  }

  /// Votes for another answer than the one decided; proposals are no votes against each other.
  var outvoted: Int { votes.outvoted }

  /// Whether results were compared with right ones.
  var knowsTruth: Bool { expected != nil || solved != nil }
}
