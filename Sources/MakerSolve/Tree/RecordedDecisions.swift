public import Maker

/// The decisions of a recorded run by their keys, to draw a tree of them without the models that made it.
public struct RecordedDecisions: Sendable {
  private var decisions: [String: ReplayedDecision] = [:]
  private var leads: [String: Int] = [:]
  /// How their votes went.
  public private(set) var votes = SolverVotes()

  /// None.
  public init() {}

  /// Takes a decision in.
  ///
  /// - Parameter decision: A decision of a durable run.
  /// - Throws: `MalformedRecord` when it is none.
  public mutating func add(_ decision: ReplayedDecision) throws(MalformedRecord) {
    let answer = try KeyedAnswer(record: decision.answer)
    guard decisions.updateValue(decision, forKey: answer.key) == nil else {
      throw MalformedRecord("a second decision \"\(answer.key)\"")
    }
    leads[answer.key] = answer.k
    votes.count(decision, answer)
  }

  /// The keys of all decisions, sorted.
  public var keys: [String] { decisions.keys.sorted() }

  /// The outermost scopes in which anything was decided.
  public var scopes: Set<String> {
    Set(decisions.keys.compactMap { key in key.firstIndex(of: "/").map { String(key[..<$0]) } })
  }

  /// The lead that decided; nil where there is no such decision.
  func lead(of key: String) -> Int? { leads[key] }

  func poll<Answer: Hashable & Recordable & Sendable>(
    _ name: String, in path: String
  ) throws(MalformedRecord) -> Poll<Answer>? {
    guard let decision = decisions[DurableKey(scope: path, name: name).path] else { return nil }
    return try Poll(decision)
  }
}

extension SolvedNode {
  /// The tree of a problem as far as it is recorded.
  ///
  /// - Parameters:
  ///   - problem: The problem.
  ///   - decisions: What was decided.
  ///   - path: The scope in which it was solved; empty for that of the run.
  /// - Throws: `MalformedRecord` when a decision is none of a solver's.
  public init(
    _ problem: String, from decisions: RecordedDecisions, in path: String = ""
  ) throws(MalformedRecord) {
    self.init(problem.collapsed, path: path)
    proposals = try decisions.poll(Self.proposalsKey, in: path)
    split = try decisions.poll(Self.splitKey, in: path)
    solutions = try decisions.poll(Self.solutionsKey, in: path)
    choice = try decisions.poll(Self.choiceKey, in: path)
    guard case .parts(let parts)? = chosen else { return }
    for (part, scope) in zip([parts.first, parts.second], Self.partScopes) {
      let inner = DurableKey(scope: path, name: scope).path
      children.append(try SolvedNode(part, from: decisions, in: inner))
    }
    if let first = children[0].result, let second = children[1].result {
      composed = parts.composition.filled(first, second)
    }
  }
}

extension SolvedLine {
  /// What was planned and done, as far as it is recorded.
  ///
  /// - Parameters:
  ///   - problem: The problem.
  ///   - decisions: What was decided.
  ///   - path: The scope in which it was solved; empty for that of the run.
  /// - Throws: `MalformedRecord` when a decision is none of a solver's.
  public init(
    _ problem: String, from decisions: RecordedDecisions, in path: String = ""
  ) throws(MalformedRecord) {
    self.init(problem.collapsed, path: path)
    plans = try decisions.poll(Self.plansKey, in: path)
    choice = try decisions.poll(Self.choiceKey, in: path)
    for (index, text) in (plan?.steps ?? []).enumerated() {
      let inner = DurableKey(scope: path, name: Self.scope(ofStep: index)).path
      let step = try SolvedNode(text, from: decisions, in: inner)
      guard step.solutions != nil else { break }
      steps.append(step)
    }
  }
}
