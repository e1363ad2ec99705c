import Maker

/// What a decision of a solver was about.
public enum SolverDecision: Sendable, Hashable {
  /// Proposals, or plans, were collected. They need not agree.
  case proposals
  /// Solvers were asked for a result. Where they do not agree, discriminators are asked.
  case solutions
  /// Discriminators were asked which of several is right.
  case choice

  /// What a decision was about; nil for a key that no solver makes.
  ///
  /// - Parameter key: Its key: `1/2/split`.
  public init?(key: String) {
    let name = key.lastIndex(of: "/").map { key[key.index(after: $0)...] } ?? key[...]
    switch name {
    case SolvedNode.proposalsKey, SolvedLine.plansKey: self = .proposals
    case SolvedNode.solutionsKey: self = .solutions
    case SolvedNode.splitKey, SolvedNode.choiceKey, SolvedLine.choiceKey: self = .choice
    default: return nil
    }
  }
}

/// How the votes of a solver's run went.
///
/// A poll that ended without a decision is a matter of course: proposals are wanted different, and solvers that do not
/// agree are what discriminators are there for. Only a vote of discriminators that does not decide leaves a problem
/// unsolved.
public struct SolverVotes: Sendable, Hashable {
  /// How often proposals, or plans, differed, so that discriminators were asked.
  public private(set) var differingProposals = 0
  /// How often solvers did not agree by k, so that discriminators were asked.
  public private(set) var differingSolutions = 0
  /// How often discriminators were not ahead by k.
  public private(set) var undecided = 0
  /// Votes of solvers and discriminators for another answer than the one that was decided.
  public private(set) var outvoted = 0

  /// None yet.
  public init() {}

  /// Counts a decision.
  ///
  /// - Parameters:
  ///   - decision: The decision.
  ///   - answer: Its answer.
  mutating func count(_ decision: ReplayedDecision, _ answer: KeyedAnswer) {
    guard let about = SolverDecision(key: answer.key) else { return }
    guard answer.answer == nil else {
      if about != .proposals {
        outvoted += decision.order.count { decision.candidates[$0] != decision.answer }
      }
      return
    }
    switch about {
    case .proposals: differingProposals += decision.candidates.count > 1 ? 1 : 0
    case .solutions: differingSolutions += decision.candidates.count > 1 ? 1 : 0
    case .choice: undecided += 1
    }
  }
}
