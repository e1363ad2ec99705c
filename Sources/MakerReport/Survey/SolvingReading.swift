public import Maker

/// What a report has to know of a run that solved problems. Everything is a closure or a value, so that reports know no
/// solver.
public struct SolvingReading: Sendable {
  /// What a decision was about.
  public enum Matter: Sendable, Hashable {
    /// Proposals were collected, which need not agree.
    case proposals
    /// Solvers were asked, and after them discriminators where they did not agree.
    case solutions
    /// Discriminators were asked.
    case choice
  }

  /// Where a decision stands, and what it was about.
  public struct Place: Sendable, Hashable {
    /// Its key: `1/2/split`.
    public var key: String
    /// What it was about.
    public var matter: Matter

    /// Makes a place.
    public init(_ key: String, _ matter: Matter) { (self.key, self.matter) = (key, matter) }
  }

  /// What is solved: `"What is 46048 x 42098?"`, `50 products of 5x5 digits`.
  public var title: String
  /// A short name for it, in a table of several: `5x5`.
  public var problems: String
  /// A short name for how it is solved: `recursive`.
  public var way: String
  /// How far it goes and who is asked: `at most 5 deep, 5 candidates, agents multiply`.
  public var manner: String
  /// What it came to.
  public var outcome: SolvingOutcome
  /// Trees that are worth looking at: of a question its own.
  public var trees: [ShownTree]
  /// Which trees these are, in one sentence; nil for that of a question.
  public var choice: String?
  /// Why there are no trees, in one sentence; nil where there are.
  public var note: String?
  /// Where a decision stands; nil for the record of none.
  public var place: @Sendable (_ record: [UInt8]) -> Place?

  /// Makes a reading.
  public init(
    title: String, problems: String, way: String, manner: String, outcome: SolvingOutcome,
    trees: [ShownTree] = [], choice: String? = nil, note: String? = nil,
    place: @escaping @Sendable (_ record: [UInt8]) -> Place?
  ) {
    (self.title, self.problems, self.way, self.manner) = (title, problems, way, manner)
    (self.outcome, self.trees, self.choice, self.note) = (outcome, trees, choice, note)
    self.place = place
  }

  /// Whether a list of steps was done one after another, and nothing taken apart.
  var isLine: Bool { trees.contains { $0.tree.form == .steps } }

  /// Whether it solved a set of problems, of which each has its right result.
  var isOfSet: Bool { outcome.right != nil }
}

/// A tree of a report, with what is known of its problem.
public struct ShownTree: Sendable, Hashable, Encodable {
  /// Its name among the problems of a set; nil for a question.
  public var id: String?
  /// The right result; nil where it is not known.
  public var expected: String?
  /// Why the result is not the right one, in words; nil when it is, or nobody knows.
  public var failure: String?
  /// The tree.
  public var tree: ReportTree

  /// Makes a tree of a report.
  public init(id: String? = nil, expected: String? = nil, failure: String? = nil, _ tree: ReportTree) {
    (self.id, self.expected, self.failure, self.tree) = (id, expected, failure, tree)
  }
}

/// What a run that solved problems came to.
public struct SolvingOutcome: Sendable, Hashable {
  /// Problems that were not solved rightly, for one reason.
  public struct Failure: Sendable, Hashable {
    /// The reason, for a program: `wrong_atom`.
    public var name: String
    /// The reason in words.
    public var words: String
    /// How many.
    public var count: Int

    /// Makes a failure.
    public init(_ name: String, _ words: String, _ count: Int) {
      (self.name, self.words, self.count) = (name, words, count)
    }
  }

  /// The question; nil for a set of problems.
  public var question: String?
  /// Its result; nil while there is none.
  public var result: String?
  /// Its right result; nil where it is not known.
  public var expected: String?
  /// How many problems of a set were solved rightly, of those that were tried; nil for a question.
  public var right: Proportion?
  /// Why others were not, the most frequent first; of a question at most one.
  public var failures: [Failure]
  /// How many problems there are in all trees.
  public var problems: Int
  /// How deep the deepest tree is.
  public var depth: Int
  /// How often proposals differed, so that discriminators voted on them.
  public var differingProposals = 0
  /// How often solvers did not agree, so that discriminators voted.
  public var differingSolutions = 0
  /// How often discriminators did not decide.
  public var undecided = 0

  /// Makes an outcome.
  public init(
    question: String? = nil, result: String? = nil, expected: String? = nil, right: Proportion? = nil,
    failures: [Failure] = [], problems: Int, depth: Int
  ) {
    (self.question, self.result, self.expected, self.right) = (question, result, expected, right)
    (self.problems, self.depth) = (problems, depth)
    self.failures = failures.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
  }
}
