public import Maker
public import MakerAgents

/// A problem of a tree and what became of it.
public struct SolvedNode: Sendable {
  /// What was to be solved.
  public let problem: String
  /// Where it stands: empty for the question, `1/2` for the second part of its first part.
  public let path: String
  /// What the decomposers proposed; nil at the depth limit, where none is asked.
  public internal(set) var proposals: Poll<Proposal>?
  /// The vote of the decomposition discriminators; nil where all proposals were alike.
  public internal(set) var split: Poll<Proposal>?
  /// The parts, solved; empty for a problem that was left whole.
  public internal(set) var children: [SolvedNode] = []
  /// The problem that the parts' results make; nil for a problem that was left whole.
  public internal(set) var composed: String?
  /// What the solvers said; nil where it did not come to that.
  public internal(set) var solutions: Poll<AgentAnswer>?
  /// The vote of the solution discriminators; nil where the solvers agreed by k.
  public internal(set) var choice: Poll<AgentAnswer>?

  // The keys of its decisions, in the order in which they are made.
  static let proposalsKey = "proposals"
  static let splitKey = "split"
  static let solutionsKey = "solutions"
  static let choiceKey = "solution"
  /// The scopes of its parts.
  static let partScopes = ["1", "2"]

  init(_ problem: String, path: String) { (self.problem, self.path) = (problem, path) }

  /// The proposal that was chosen: the only one, or the one that discriminators voted for; nil where none was ahead by k.
  ///
  /// A problem of which every proposal was red-flagged is left whole: nobody could take it apart.
  public var chosen: Proposal? {
    guard let proposals else { return nil }
    if proposals.candidates.isEmpty { return .whole }
    return split?.answer ?? proposals.sole
  }

  /// Whether everything is decided that there is to decide: a result, or that the votes did not come to one.
  public var isSettled: Bool {
    if let solutions {
      return !solutions.isContested || choice != nil
    }
    guard chosen != nil else { return split != nil }
    // Without a part's result there is nothing to compose.
    return isSplit && composed == nil && children.allSatisfy(\.isSettled)
  }

  /// The result; nil when it is not solved.
  public var result: String? { (choice?.answer ?? solutions?.answer)?.result }

  /// Whether its parts were solved apart.
  public var isSplit: Bool { !children.isEmpty }

  /// How many times the question was taken apart to come to the deepest problem under it.
  public var height: Int { children.map { $0.height + 1 }.max() ?? 0 }

  /// How many problems there are, this one included.
  public var count: Int { children.reduce(1) { $0 + $1.count } }

  /// The keys of its own decisions, as far as they were made.
  public var ownKeys: [String] {
    let made = [
      (Self.proposalsKey, proposals != nil), (Self.splitKey, split != nil),
      (Self.solutionsKey, solutions != nil), (Self.choiceKey, choice != nil),
    ]
    return made.filter(\.1).map { DurableKey(scope: path, name: $0.0).path }
  }

  /// The keys of its decisions and of those under it, as far as they were made.
  public var keys: Set<String> {
    children.reduce(into: Set(ownKeys)) { $0.formUnion($1.keys) }
  }
}

extension Poll {
  /// Whether discriminators are to choose among what was said.
  var isContested: Bool { answer == nil && candidates.count > 1 }

  /// What everybody said who said anything readable, also when fewer did than were to; nil when they differ.
  var sole: Answer? { answer ?? (candidates.count == 1 ? candidates[0].answer : nil) }
}
