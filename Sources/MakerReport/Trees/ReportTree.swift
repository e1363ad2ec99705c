/// A problem that was solved, with everything under it, as a report draws it. It knows nothing of how that is recorded.
public struct ReportTree: Sendable, Hashable {
  /// How a problem was taken apart.
  public enum Form: Sendable, Hashable {
    /// Into parts that know nothing of each other, and a composition.
    case parts
    /// Into steps, each with the result of the one before.
    case steps
  }

  /// A vote, or proposals, on one matter.
  public struct Vote: Sendable, Hashable, Encodable {
    /// Something that was said, and by how many.
    public struct Candidate: Sendable, Hashable, Encodable {
      /// What was said.
      public var answer: String
      /// By how many.
      public var votes: Int

      /// Makes a candidate.
      public init(_ answer: String, _ votes: Int) { (self.answer, self.votes) = (answer, votes) }
    }

    /// What was decided; nil where the votes did not decide.
    public var decided: String?
    /// Everything that was said, the most votes first.
    public var candidates: [Candidate]

    /// Makes a vote.
    public init(decided: String?, _ candidates: [Candidate]) {
      (self.decided, self.candidates) = (decided, candidates.sorted { $1.votes < $0.votes })
    }

    /// Votes for something else than what was decided; where nothing was, than what most were for.
    var dissent: Int {
      let all = candidates.reduce(0) { $0 + $1.votes }
      let kept = decided.map { said in candidates.first { $0.answer == said }?.votes ?? 0 }
      return all - (kept ?? candidates.first?.votes ?? 0)
    }
  }

  /// What was to be solved.
  public var problem: String
  /// Where it stands: empty for the question, `1/2` for the second part of its first part.
  public var path: String
  /// The result; nil when it is not solved.
  public var result: String?
  /// The right result, where the result is another and somebody knows.
  public var expected: String?
  /// How it was taken apart, where it was.
  public var form: Form
  /// What was proposed, of steps the plans; nil where nobody was asked.
  public var proposals: Vote?
  /// What discriminators said of the proposals; nil where all were alike.
  public var split: Vote?
  /// The problem that the parts' results make; nil for a problem that was left whole, and for steps.
  public var composed: String?
  /// What the solvers said; nil where it did not come to that.
  public var solutions: Vote?
  /// What discriminators said of the solutions; nil where the solvers agreed.
  public var choice: Vote?
  /// The samples of its own decisions, without those under it.
  public var samples: Int
  /// Discarded samples among them by kind.
  public var flags: [String: Int]
  /// What they cost in US dollars; nil where samples were not kept, or a price is not known.
  public var costUSD: Double?
  /// What it was taken apart into.
  public var children: [ReportTree]
  /// How many problems under it were left out.
  public internal(set) var omitted = 0

  /// Makes a problem of which nobody was asked anything yet.
  ///
  /// - Parameters:
  ///   - problem: What was to be solved.
  ///   - path: Where it stands.
  ///   - result: The result; nil when it is not solved.
  ///   - form: How it was taken apart.
  ///   - children: What it was taken apart into.
  public init(
    _ problem: String, path: String = "", result: String?, form: Form = .parts, children: [ReportTree] = []
  ) {
    (self.problem, self.path, self.result) = (problem, path, result)
    (self.form, self.children) = (form, children)
    (samples, flags, costUSD) = (0, [:], nil)
  }

  /// How many problems there are, this one and those that were left out included.
  public var count: Int { children.reduce(1 + omitted) { $0 + $1.count } }

  /// Whether anything else was said of it than what was decided; proposals that differ are told as such.
  package var isContested: Bool {
    [proposals, split, solutions, choice].contains { ($0?.candidates.count ?? 0) > 1 }
  }
}

extension ReportTree: Encodable {
  private enum CodingKeys: String, CodingKey {
    case problem, path, result, expected, proposals, plans, split, composed, solutions, choice, samples, flags
    case children, steps, omitted
    case costUSD = "cost_usd"
  }

  /// Writes the problem with the keys of `maker show --tree --json`.
  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(problem, forKey: .problem)
    try keys.encodeIfPresent(result, forKey: .result)
    try keys.encodeIfPresent(expected, forKey: .expected)
    if omitted > 0 { try keys.encode(omitted, forKey: .omitted) }
    try keys.encode(samples, forKey: .samples)
    try keys.encode(flags, forKey: .flags)
    try keys.encodeIfPresent(costUSD, forKey: .costUSD)
    guard form == .parts else {
      try keys.encodeIfPresent(proposals, forKey: .plans)
      try keys.encodeIfPresent(split, forKey: .choice)
      return try keys.encode(children, forKey: .steps)
    }
    try keys.encode(path, forKey: .path)
    try keys.encodeIfPresent(proposals, forKey: .proposals)
    try keys.encodeIfPresent(split, forKey: .split)
    try keys.encodeIfPresent(composed, forKey: .composed)
    try keys.encodeIfPresent(solutions, forKey: .solutions)
    try keys.encodeIfPresent(choice, forKey: .choice)
    try keys.encode(children, forKey: .children)
  }
}
