/// A tree as nested elements that open and close without a script.
///
/// It is written by hand: a template would look for what a problem has not among what the problem above it has.
struct TreeMarkup {
  /// Whether every problem is open at first; else the trees are closed, and what is in them is open.
  private let isOpen: Bool

  /// Trees of so many problems in all.
  init(problems: Int) { isOpen = problems <= Self.openLimit }

  /// How many problems a page may show at once.
  private static let openLimit = 300

  /// The markup of a whole tree.
  ///
  /// - Parameter tree: The tree.
  /// - Returns: An element.
  func text(of tree: ReportTree) -> String { problem(tree, isOpen: isOpen) }

  private func problem(_ tree: ReportTree, isOpen: Bool = true) -> String {
    let isFine = tree.result != nil && tree.expected == nil && !tree.isContested
    var text = "<details class=\"problem\(isFine ? "" : " disputed")\"\(isOpen ? " open=\"\"" : "")><summary>"
    text += "<code>\(Markup.escaped(tree.problem))</code> = "
    text += tree.result.map { "<code>\(Markup.escaped($0))</code>" } ?? Self.mark("not solved")
    if let right = tree.expected {
      text += " \(Self.mark("wrong")) right is <code>\(Markup.escaped(right))</code>"
    }
    if tree.isContested { text += " " + Self.mark(Self.dispute(tree)) }
    if let expense = Self.expense(tree) { text += " <span class=\"quiet\">\(expense)</span>" }
    text += "</summary>\n"
    text += tree.form == .steps ? steps(tree) : parts(tree)
    return text + "</details>\n"
  }

  private func parts(_ tree: ReportTree) -> String {
    let followed = tree.split?.decided ?? (tree.split == nil ? tree.proposals?.decided : nil)
    var text = Self.table([
      Self.rows("Proposed", tree.proposals, chosen: followed, isPoll: true),
      Self.rows("Discriminators", tree.split, chosen: followed),
    ])
    text += tree.children.map { problem($0) }.joined() + Self.omission(tree)
    let taken = tree.choice?.decided ?? (tree.choice == nil ? tree.solutions?.decided : nil)
    let composed = tree.composed.map {
      "<tr><th scope=\"row\">Composed</th><td></td><td><code>\(Markup.escaped($0))</code></td></tr>\n"
    }
    return text
      + Self.table([
        composed ?? "", Self.rows("Solvers", tree.solutions, chosen: taken),
        Self.rows("Discriminators", tree.choice, chosen: taken),
      ])
  }

  private func steps(_ tree: ReportTree) -> String {
    let followed = tree.split?.decided ?? (tree.split == nil ? tree.proposals?.decided : nil)
    let plans = Self.table([
      Self.rows("Planned", tree.proposals, chosen: followed, isPoll: true),
      Self.rows("Discriminators", tree.split, chosen: followed),
    ])
    guard !tree.children.isEmpty else { return plans + Self.omission(tree) }
    let items = tree.children.map { "<li>\(problem($0))</li>\n" }.joined()
    return plans + "<ol>\n\(items)</ol>\n" + Self.omission(tree)
  }

  private static func omission(_ tree: ReportTree) -> String {
    tree.omitted > 0
      ? "<p class=\"quiet\">\(NumberText.count(tree.omitted, "problem")) here not shown.</p>\n" : ""
  }

  private static func mark(_ words: String) -> String { "<b class=\"mark\">\(words)</b>" }

  /// In what a problem is contested.
  private static func dispute(_ tree: ReportTree) -> String {
    let votes = [tree.split, tree.solutions, tree.choice].compactMap(\.self)
    let dissent = votes.reduce(0) { $0 + $1.dissent }
    let count = tree.proposals?.candidates.count ?? 0
    let words = [
      count > 1 ? NumberText.count(count, tree.form == .steps ? "plan" : "proposal") : nil,
      dissent > 0 ? "dissent \(NumberText.count(dissent))" : nil,
    ]
    return "contested: " + words.compactMap(\.self).joined(separator: ", ")
  }

  /// What its own decisions took; nil where nothing is known of it.
  private static func expense(_ tree: ReportTree) -> String? {
    guard tree.samples > 0 else { return nil }
    let flags = tree.flags.sorted { $0.key < $1.key }.map {
      ", \(NumberText.count($0.value)) flagged \(Markup.escaped($0.key))"
    }
    let cost = tree.costUSD.flatMap { $0 > 0 ? ", \(NumberText.dollars($0))" : nil }
    return NumberText.count(tree.samples, "sample") + flags.joined() + (cost ?? "")
  }

  private static func table(_ groups: [String]) -> String {
    let rows = groups.joined()
    return rows.isEmpty ? "" : "<table class=\"ballots\"><tbody>\n\(rows)</tbody></table>\n"
  }

  /// The rows of a vote, the most votes first, and which of them was chosen.
  private static func rows(
    _ name: String, _ vote: ReportTree.Vote?, chosen: String?, isPoll: Bool = false
  ) -> String {
    guard let vote else { return "" }
    let isUndecided = vote.decided == nil && !isPoll && vote.candidates.count > 1
    let head = name + (isUndecided ? ", undecided" : "")
    guard !vote.candidates.isEmpty else {
      return "<tr><th scope=\"row\">\(head)</th><td></td><td>nothing readable</td></tr>\n"
    }
    let rows = vote.candidates.enumerated().map { place, candidate in
      let isChosen = candidate.answer == chosen && vote.candidates.count > 1
      let first =
        place == 0 ? "<th scope=\"rowgroup\" rowspan=\"\(vote.candidates.count)\">\(head)</th>" : ""
      return
        "<tr\(isChosen ? " class=\"decided\"" : "")>\(first)<td>\(NumberText.count(candidate.votes))</td>"
        + "<td><code>\(Markup.escaped(candidate.answer))</code>\(isChosen ? " chosen" : "")</td></tr>\n"
    }
    return rows.joined()
  }
}
