/// Why a tree did not come to the right result, where the truth is known.
public enum FailureClass: String, Sendable, Hashable, CaseIterable, Codable {
  /// There is no result, or none of the form that the truth has.
  case malformedFinal = "malformed_final"
  /// A part needs what only the other part gives.
  case dependentParts = "dependent_parts"
  /// The right results of the parts do not make the right result of the whole.
  case ambiguousComposition = "ambiguous_composition"
  /// A problem that was left whole was solved wrong.
  case wrongAtom = "wrong_atom"
  /// The problem that the parts' results make was solved wrong.
  case wrongComposition = "wrong_composition"
  /// The result is wrong, and nobody knows what the parts should have been.
  case unknown

  /// The class in words.
  public var words: String {
    switch self {
    case .malformedFinal: "no readable result"
    case .dependentParts: "dependent parts"
    case .ambiguousComposition: "ambiguous composition"
    case .wrongAtom: "wrong atom"
    case .wrongComposition: "wrong composition"
    case .unknown: "wrong, parts' truth unknown"
    }
  }
}

/// Knows right results of problems, to say what went wrong. It is never asked while a problem is solved.
public protocol Oracle: Sendable {
  /// The right result of a problem, or of a part of one; nil where it does not know.
  func result(of problem: String) -> String?

  /// Whether a result has the form that right ones have.
  func isReadable(_ result: String) -> Bool
}

extension Oracle {
  /// Every text is.
  public func isReadable(_ result: String) -> Bool { !result.isEmpty }
}

extension SolvedNode {
  /// Why the result is not the right one; nil when it is.
  ///
  /// It walks down to where the first thing went wrong: of a problem whose parts came out right, the split or the
  /// composition is to blame; of one with a wrong part, that part.
  ///
  /// - Parameters:
  ///   - answer: The right result.
  ///   - oracle: What knows the right results of the parts; nil when nobody does.
  /// - Returns: The class of the failure.
  public func failure(answer: String, oracle: (any Oracle)?) -> FailureClass? {
    if let result, result.isSameResult(as: answer) { return nil }
    guard let result, oracle?.isReadable(result) ?? true else { return .malformedFinal }
    guard isSplit else { return .wrongAtom }
    guard let oracle else { return .unknown }
    for child in children {
      guard let truth = oracle.result(of: child.problem) else {
        // What is no problem that it can read may be one all the same.
        return ProposalCheck.isDependent(child.problem, of: problem, lettered: false)
          ? .dependentParts : .unknown
      }
      if let failure = child.failure(answer: truth, oracle: oracle) { return failure }
    }
    guard let composed, let made = oracle.result(of: composed), made.isSameResult(as: answer) else {
      return .ambiguousComposition
    }
    return .wrongComposition
  }
}

extension String {
  /// Whether two results are the same but for case, white space and a full stop at the end.
  public func isSameResult(as other: String) -> Bool { problemKey == other.problemKey }
}
