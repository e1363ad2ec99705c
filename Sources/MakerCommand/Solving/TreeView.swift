import Maker
import MakerAgents
import MakerJournal
import MakerSolve

/// A problem of a tree as `show --tree` prints it, with what was proposed, how the votes stood and what it took.
struct TreeView: Encodable {
  /// A candidate and its votes.
  struct Candidate: Encodable {
    let answer: String
    let votes: Int
  }

  /// A vote on candidates.
  struct Vote: Encodable {
    /// What was decided; nil where the votes did not decide.
    let decided: String?
    let candidates: [Candidate]
  }

  let problem: String
  /// Where it stands; empty for the question.
  let path: String
  let result: String?
  let proposals: Vote?
  let split: Vote?
  let composed: String?
  let solutions: Vote?
  let choice: Vote?
  /// What its own decisions took, without those under it.
  let samples: Int
  let flags: [String: Int]
  /// Nil where samples were not kept, or a price is not known.
  let costUSD: Double?
  /// Its parts; none of a problem that was left whole.
  let children: [TreeView]

  private enum CodingKeys: String, CodingKey {
    case problem, path, result, proposals, split, composed, solutions, choice, samples, flags, children
    case costUSD = "cost_usd"
  }

  /// A tree with what is recorded of its decisions.
  init(_ node: SolvedNode, _ expenses: TreeExpenses) {
    (problem, path, result, composed) = (node.problem, node.path, node.result, node.composed)
    proposals = node.proposals.map { Vote($0) { $0.words } }
    split = node.split.map { Vote($0) { $0.words } }
    solutions = node.solutions.map { Vote($0) { $0.result } }
    choice = node.choice.map { Vote($0) { $0.result } }
    let own = expenses.own(of: node)
    (samples, flags, costUSD) = (own.samples, own.flags, own.costUSD)
    children = node.children.map { TreeView($0, expenses) }
  }

  /// The tree for a person, a line or two for each problem.
  var lines: [String] { lines(indent: "", isLast: true, isRoot: true) }

  private func lines(indent: String, isLast: Bool, isRoot: Bool) -> [String] {
    let branch = isRoot ? "" : isLast ? "└─ " : "├─ "
    let inner = isRoot ? "" : indent + (isLast ? "   " : "│  ")
    let bar = children.isEmpty ? "   " : "│  "
    var lines = [
      "\(indent)\(branch)\(PlainText.short(problem, 200)) = \(result.map { PlainText.short($0, 80) } ?? "not solved")"
    ]
    if let proposals { lines.append("\(inner)\(bar)split     \(Self.text(proposals, then: split))") }
    for (index, child) in children.enumerated() {
      lines += child.lines(indent: inner, isLast: index == children.count - 1, isRoot: false)
    }
    if let composed { lines.append("\(inner)   composed  \(PlainText.short(composed, 200))") }
    if let solutions { lines.append("\(inner)   solved    \(Self.text(solutions, then: choice))") }
    lines.append("\(inner)   took      \(expense)")
    return lines
  }

  private var expense: String {
    let flagged = flags.sorted { $0.key < $1.key }.map { ", \($0.value) flagged \($0.key)" }.joined()
    return "\(samples) samples\(flagged)" + (costUSD.map { $0 > 0 ? ", \(Figures.dollars($0))" : "" } ?? "")
  }

  /// A vote in words: what was decided by how many, who dissented, and what discriminators made of it.
  private static func text(_ vote: Vote, then discriminators: Vote?) -> String {
    guard !vote.candidates.isEmpty else { return "nothing readable" }
    let said = vote.candidates.map { "\(PlainText.short($0.answer, 80)) (\($0.votes))" }
      .joined(separator: " : ")
    guard let discriminators else {
      return vote.decided == nil && vote.candidates.count > 1 ? "\(said), undecided" : said
    }
    let standing = discriminators.candidates.map { "\(PlainText.short($0.answer, 80)) (\($0.votes))" }
    return "\(said); discriminators: "
      + (discriminators.decided == nil ? "undecided, " : "") + standing.joined(separator: " : ")
  }
}

extension TreeView.Vote {
  init<Answer>(_ poll: Poll<Answer>, _ text: (Answer) -> String) {
    decided = poll.answer.map(text)
    candidates = poll.candidates.sorted { $1.votes < $0.votes }.map {
      TreeView.Candidate(answer: text($0.answer), votes: $0.votes)
    }
  }
}

extension Proposal {
  /// The proposal in a line.
  var words: String {
    switch self {
    case .whole: "left whole"
    case .parts(let parts): "\(parts.first) | \(parts.second) | \(parts.composition.text)"
    }
  }
}

/// What the decisions of a run took, by their keys.
struct TreeExpenses {
  /// What some decisions took.
  struct Expense {
    var samples = 0
    var flags: [String: Int] = [:]
    var costUSD: Double? = 0
  }

  private var expenses: [String: Expense] = [:]

  /// Reads what is recorded.
  ///
  /// - Throws: A failure when the file cannot be read.
  init(_ file: RunFile) throws(CommandFailure) {
    let prices = RecordedSpending.prices(file.description)
    do {
      try file.forEachDecision(from: 0) { decision, samples in
        let key = try KeyedAnswer(record: decision.answer).key
        let isKept = samples.count == decision.samples
        expenses[key] = Expense(
          samples: decision.samples,
          flags: Dictionary(uniqueKeysWithValues: decision.flags.map { ($0.key.rawValue, $0.value) }),
          costUSD: isKept ? prices.costUSD(of: Ledger(of: samples)) : nil)
      }
    } catch let error as JournalError {
      throw CommandFailure(error)
    } catch {
      throw CommandFailure(.data, "A decision in \(file.path) cannot be read: \(error).")
    }
  }

  /// What a problem's own decisions took.
  func own(of node: SolvedNode) -> Expense { all(node.ownKeys) }

  /// What the plans of a line and the vote on them took, without its steps.
  func own(of line: SolvedLine) -> Expense {
    all(line.steps.reduce(into: line.keys) { $0.subtract($1.keys) }.sorted())
  }

  private func all(_ keys: [String]) -> Expense {
    keys.reduce(into: Expense()) { sum, key in
      guard let expense = expenses[key] else { return }
      sum.samples += expense.samples
      sum.flags.merge(expense.flags) { $0 + $1 }
      sum.costUSD = sum.costUSD.flatMap { before in expense.costUSD.map { before + $0 } }
    }
  }
}
