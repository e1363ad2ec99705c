public import Maker

/// A decision as a run file gives it back.
public struct RecordedDecision: Sendable, Hashable {
  /// The step, from 0.
  public var step: Int
  /// The record of the decided answer.
  public var answer: [UInt8]
  /// The person's decision where voting did not decide; its votes are those that were cast until then.
  public var ruling: Ruling?
  /// The number of votes cast.
  public var votes: Int
  /// The number of samples paid for, flagged ones included.
  public var samples: Int
  /// The records of all candidates in the order of their first vote; empty when every vote was for the answer.
  public var candidates: [[UInt8]]
  /// For each vote in launch order the index of its candidate; empty when every vote was for the answer.
  public var order: [Int]
  /// Discarded samples by kind.
  public var flags: [FlagKind: Int]

  /// Makes a decision.
  public init(
    step: Int, answer: [UInt8], votes: Int, samples: Int, candidates: [[UInt8]] = [], order: [Int] = [],
    flags: [FlagKind: Int] = [:], ruling: Ruling? = nil
  ) {
    self.ruling = ruling
    self.step = step
    self.answer = answer
    self.votes = votes
    self.samples = samples
    self.candidates = candidates
    self.order = order
    self.flags = flags
  }

  /// Whether anything but the decided answer was said, another vote or a red flag, or a person decided.
  public var isContested: Bool { !candidates.isEmpty || samples > votes || ruling != nil }

  /// The decision as durable code gets it back.
  public var replayed: ReplayedDecision {
    ReplayedDecision(answer: answer, votes: votes, candidates: candidates, order: order)
  }

  /// The votes for another answer than the decided one; of a step that was settled as undecided, those for another than the
  /// answer with the most.
  public var outvoted: Int {
    let places = order.filter(candidates.indices.contains)
    guard ruling?.by == Ruling.task else { return places.count { candidates[$0] != answer } }
    return places.count - (places.reduce(into: [:]) { $0[$1, default: 0] += 1 }.values.max() ?? 0)
  }

  /// The votes in launch order, each as the record of the answer it was for.
  public var ballot: [[UInt8]] {
    candidates.isEmpty ? Array(repeating: answer, count: votes) : order.map { candidates[$0] }
  }
}
