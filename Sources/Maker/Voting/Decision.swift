/// The answer that came out ahead by k, with the votes that made it.
public struct Decision<Answer: Hashable & Sendable>: Sendable {
  /// The step that was decided, from 0.
  public let step: Int
  /// The answer.
  public let answer: Answer
  /// The votes in launch order; ``Ballot/decision`` is the answer.
  public let ballot: Ballot<Answer>
  /// Every sample that was paid for, in launch order, flagged ones included.
  public let samples: [Sample]

  /// The decision of a decided ballot; nil while it is undecided. There is no other way to make one.
  ///
  /// - Parameters:
  ///   - step: The step, from 0.
  ///   - ballot: Its votes in launch order.
  ///   - samples: Every sample that was paid for, in launch order.
  public init?(step: Int, ballot: Ballot<Answer>, samples: [Sample]) {
    guard let answer = ballot.decision else { return nil }
    self.step = step
    self.answer = answer
    self.ballot = ballot
    self.samples = samples
  }

  /// Whether anything but the decided answer was said: another vote or a red flag.
  public var isContested: Bool { ballot.candidates.count > 1 || samples.count > ballot.count }
}
