/// What the votes on a question came to, whether they decided it or not.
public struct Poll<Answer: Hashable & Sendable>: Hashable, Sendable {
  /// An answer and how many votes it got.
  public struct Candidate: Hashable, Sendable {
    /// The answer.
    public let answer: Answer
    /// Its votes.
    public let votes: Int
  }

  /// The answer that came out ahead by k; nil when a limit of ``StepLimits`` was reached before one did.
  public let answer: Answer?
  /// Everything that was voted for, in the order of the first votes.
  public let candidates: [Candidate]
}

extension Poll {
  init(_ decision: Decision<Answer>) {
    answer = decision.answer
    candidates = decision.ballot.candidates.map { Candidate(answer: $0.answer, votes: $0.votes) }
  }

  /// A poll that did not decide.
  init(undecided votes: [Answer]) {
    answer = nil
    var candidates: [Candidate] = []
    for vote in votes where !candidates.contains(where: { $0.answer == vote }) {
      candidates.append(Candidate(answer: vote, votes: votes.count { $0 == vote }))
    }
    self.candidates = candidates
  }
}

extension Poll where Answer: Recordable {
  /// The poll of a recorded decision.
  ///
  /// - Throws: ``MalformedRecord`` when it is none of such answers.
  package init(_ decision: ReplayedDecision) throws(MalformedRecord) {
    answer = try Self.answer(in: decision.answer)
    guard !decision.candidates.isEmpty else {
      candidates = answer.map { [Candidate(answer: $0, votes: decision.votes)] } ?? []
      return
    }
    var candidates: [Candidate] = []
    for (number, record) in decision.candidates.enumerated() {
      guard let answer = try Self.answer(in: record) else {
        throw MalformedRecord("a candidate without an answer")
      }
      candidates.append(Candidate(answer: answer, votes: decision.order.count { $0 == number }))
    }
    self.candidates = candidates
  }

  private static func answer(in record: [UInt8]) throws(MalformedRecord) -> Answer? {
    guard let bytes = try KeyedAnswer(record: record).answer else { return nil }
    return try Answer(record: bytes)
  }
}
