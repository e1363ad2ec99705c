/// The smallest unit that is decided: one prompt, and how to read an answer out of a reply to it.
public struct Step<Answer: Hashable & Sendable>: Sendable {
  /// The position in the run, from 0.
  public let index: Int
  /// What every sample of this step is asked.
  public let prompt: Prompt
  /// Samples of this step paid for by an earlier session that did not get to decide it.
  public let prior: [Sample]
  /// Reads the answer out of a reply, or says why it may not vote.
  public let answer: @Sendable (_ reply: String) throws(Flagged) -> Answer

  /// Makes a step.
  ///
  /// - Parameters:
  ///   - index: The position in the run, from 0; with the run's seed it fixes the seed of every sample.
  ///   - prompt: What is asked.
  ///   - prior: Samples already paid for, see ``prior``.
  ///   - answer: The reader of replies.
  public init(
    index: Int,
    prompt: Prompt,
    prior: [Sample] = [],
    answer: @escaping @Sendable (_ reply: String) throws(Flagged) -> Answer
  ) {
    self.index = index
    self.prompt = prompt
    self.prior = prior
    self.answer = answer
  }
}
