/// What is recorded of a step, as far as the output tells it.
public struct RecordDecision: Sendable, Hashable {
  /// The step, from 0.
  public var step: Int
  /// The record of the decided answer, a ``RecordAnswer``.
  public var answer: [UInt8]
  /// How many votes each candidate has, by its record, in the order of their first vote; the answer alone when all were
  /// for it.
  public var candidates: [Candidate]
  /// The samples that were paid for, flagged ones included.
  public var samples: Int
  /// The samples that were discarded.
  public var flags: Int
  /// What the step cost, in dollars; nil when it is not known.
  public var costUSD: Double?

  /// An answer that was voted for.
  public struct Candidate: Sendable, Hashable {
    /// Its record.
    public let answer: [UInt8]
    /// Its votes.
    public let votes: Int

    /// Makes a candidate.
    public init(answer: [UInt8], votes: Int) { (self.answer, self.votes) = (answer, votes) }
  }

  /// Makes a decision of what a journal has.
  ///
  /// - Parameters:
  ///   - step: The step, from 0.
  ///   - answer: The record of the decided answer.
  ///   - votes: All votes.
  ///   - candidates: The records of all candidates; empty when every vote was for the answer.
  ///   - order: For each vote the index of its candidate; empty when every vote was for the answer.
  ///   - samples: The samples that were paid for.
  ///   - flags: The samples that were discarded.
  ///   - costUSD: What the step cost, in dollars; nil when it is not known.
  public init(
    step: Int, answer: [UInt8], votes: Int, candidates: [[UInt8]] = [], order: [Int] = [], samples: Int,
    flags: Int, costUSD: Double? = nil
  ) {
    (self.step, self.answer, self.samples, self.flags, self.costUSD) = (step, answer, samples, flags, costUSD)
    guard !candidates.isEmpty else {
      self.candidates = votes > 0 ? [Candidate(answer: answer, votes: votes)] : []
      return
    }
    var counts = Array(repeating: 0, count: candidates.count)
    for candidate in order where counts.indices.contains(candidate) { counts[candidate] += 1 }
    self.candidates = zip(candidates, counts).map { Candidate(answer: $0, votes: $1) }
  }

  /// The votes for the answer.
  public var votesFor: Int { candidates.filter { $0.answer == answer }.reduce(0) { $0 + $1.votes } }
  /// The votes for any other.
  public var votesAgainst: Int { candidates.reduce(0) { $0 + $1.votes } - votesFor }
}
