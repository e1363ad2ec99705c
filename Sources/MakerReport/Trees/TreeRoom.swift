/// How much of some trees there is room for: a tree may have thousands of problems, and a problem pages of text.
package struct TreeRoom {
  /// The most problems of a report.
  package static let problems = 2_000
  /// The most bytes of a report's trees.
  package static let bytes = 400_000
  /// The most characters of a problem, and of something that was said of it.
  private static let (problemLength, answerLength) = (1_000, 400)
  /// What stands around the text of a problem and of a candidate, in bytes.
  private static let (problemFrame, candidateFrame) = (700, 160)
  /// The most kinds of flags of a problem.
  private static let flagKinds = 8

  private var problems: Int
  private var bytes: Int

  /// The room that each of so many runs has.
  package init(of runs: Int = 1) {
    problems = Self.problems / max(1, runs)
    bytes = Self.bytes / max(1, runs)
  }

  /// A tree as far as there is room for it; nil when there is none at all.
  ///
  /// - Parameter tree: The tree.
  /// - Returns: It, with long texts cut, and with the number of those left out where there was no room for more.
  package mutating func take(_ tree: ReportTree) -> ReportTree? {
    var taken = Self.cut(tree)
    let size = Self.size(of: taken)
    guard problems > 0, bytes >= size else { return nil }
    (problems, bytes) = (problems - 1, bytes - size)
    for child in tree.children {
      if let part = take(child) { taken.children.append(part) } else { taken.omitted += child.count }
    }
    return taken
  }

  /// The problem alone, with its long texts cut.
  private static func cut(_ tree: ReportTree) -> ReportTree {
    var cut = tree
    cut.children = []
    cut.problem = Self.cut(tree.problem, problemLength)
    cut.result = tree.result.map { Self.cut($0, answerLength) }
    cut.expected = tree.expected.map { Self.cut($0, answerLength) }
    cut.composed = tree.composed.map { Self.cut($0, problemLength) }
    (cut.proposals, cut.split) = (tree.proposals.map(Self.cut), tree.split.map(Self.cut))
    (cut.solutions, cut.choice) = (tree.solutions.map(Self.cut), tree.choice.map(Self.cut))
    if tree.flags.count > flagKinds {
      let kept = tree.flags.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(flagKinds)
      cut.flags = Dictionary(uniqueKeysWithValues: Array(kept))
    }
    return cut
  }

  private static func cut(_ vote: ReportTree.Vote) -> ReportTree.Vote {
    var cut = vote
    cut.decided = vote.decided.map { Self.cut($0, answerLength) }
    for index in cut.candidates.indices {
      cut.candidates[index].answer = Self.cut(cut.candidates[index].answer, answerLength)
    }
    return cut
  }

  /// The first of a text; what is cut off is not told apart by it, so the end of it says that there is more.
  private static func cut(_ text: String, _ length: Int) -> String {
    text.utf8.count <= length ? text : String(text.prefix(length)) + " …"
  }

  /// About how many bytes a problem takes on a page, without those under it.
  private static func size(of tree: ReportTree) -> Int {
    let votes = [tree.proposals, tree.split, tree.solutions, tree.choice].compactMap(\.self)
    let candidates = votes.flatMap(\.candidates)
    let texts =
      [tree.problem, tree.result ?? "", tree.expected ?? "", tree.composed ?? ""] + candidates.map(\.answer)
    return texts.reduce(problemFrame + candidates.count * candidateFrame) { size, text in
      size + Markup.escaped(text).utf8.count
    }
  }
}
