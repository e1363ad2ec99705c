public import Maker
import MakerAgents

extension FlagKind {
  /// A proposal whose one part needs the result of the other.
  public static let dependent = FlagKind(rawValue: "dependent")
  /// A proposal with a part that is the problem itself.
  public static let repeating = FlagKind(rawValue: "repeating")
  /// A proposal with a part that is a problem further up: solving it would never end.
  public static let cyclic = FlagKind(rawValue: "cyclic")
  /// A proposal with a part that is larger than the problem.
  public static let growing = FlagKind(rawValue: "growing")
  /// A proposal without one of its parts, or whose composition does not use both results.
  public static let incomplete = FlagKind(rawValue: "incomplete")
}

/// Reads the proposal out of a decomposer's answer, or says why it may not be considered. It never repairs.
struct ProposalCheck: Sendable {
  /// The problem that is taken apart.
  let problem: Subproblem

  /// How much longer than its problem a part may be: half as long again, and words enough to be a sentence.
  private static func longest(_ problem: String) -> Int { problem.count * 3 / 2 + 80 }

  /// What a part says that speaks of the other's result.
  private static let references = [
    "result of the", "result from the", "answer to the first", "answer of the first", "first part",
    "second part",
    "other part", "first result", "second result", "previous result", "previous answer", "previous step",
    "previous part", "first subproblem", "second subproblem", "other subproblem", "part 1", "part 2",
  ]

  /// The proposal of an answer with the fields `first`, `second` and `composition`, or `whole`.
  ///
  /// - Parameter value: The answer.
  /// - Returns: The proposal.
  /// - Throws: `Flagged`.
  func proposal(of value: AgentValue) throws(Flagged) -> Proposal {
    let texts = ["first", "second", "composition"].map { value[$0]?.promptText.collapsed ?? "" }
    if Self.isWhole(value) {
      guard texts.allSatisfy(\.isEmpty) else {
        throw Flagged(.incomplete, "it leaves the problem whole and takes it apart")
      }
      return .whole
    }
    for (name, text) in zip(["first part", "second part", "composition"], texts) where text.isEmpty {
      throw Flagged(.incomplete, "the \(name) is missing")
    }
    guard let composition = Composition(texts[2]) else {
      throw Flagged(.incomplete, "the composition does not use both results: \(texts[2].prefix(60))")
    }
    for part in texts.prefix(2) { try check(part, in: composition) }
    return .parts(Proposal.Parts(first: texts[0], second: texts[1], composition: composition))
  }

  /// Whether an answer says that the problem is left whole.
  private static func isWhole(_ value: AgentValue) -> Bool {
    switch value["whole"] {
    case nil, .null?, .bool(false)?: false
    case .string(let text)?: !["", "false", "no"].contains(text.collapsed.lowercased())
    default: true
    }
  }

  /// Whether a part speaks of the result of the other, which it does not see.
  static func isDependent(_ part: String, of problem: String, lettered: Bool) -> Bool {
    let (key, whole) = (part.problemKey, problem.problemKey)
    return Composition.isNamed(in: part, asLetters: lettered)
      || references.contains { key.contains($0) && !whole.contains($0) }
  }

  private func check(_ part: String, in composition: Composition) throws(Flagged) {
    let key = part.problemKey
    if key == problem.text.problemKey { throw Flagged(.repeating, "a part is the problem itself") }
    if problem.ancestors.contains(key) {
      throw Flagged(.cyclic, "a part is a problem further up: \(part.prefix(60))")
    }
    if Self.isDependent(part, of: problem.text, lettered: composition.usesLetters) {
      throw Flagged(.dependent, "a part refers to the other's result: \(part.prefix(60))")
    }
    let longest = Self.longest(problem.text)
    guard part.count <= longest else {
      throw Flagged(.growing, "a part has \(part.count) characters, and the problem \(problem.text.count)")
    }
  }
}

extension String {
  /// The text without white space at its ends, and with one space for each run of it.
  var collapsed: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }

  /// What problems are compared by: case, white space and a full stop or question mark at the end do not count.
  var problemKey: String {
    var key = collapsed.lowercased()
    while let last = key.last, ".?! ".contains(last) { key.removeLast() }
    return key
  }
}
