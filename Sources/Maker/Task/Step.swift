/// The smallest unit that is decided: one prompt, and how to read an answer out of a reply to it.
public struct Step<Answer: Hashable & Sendable>: Sendable {
  /// The position in the run, from 0.
  public let index: Int
  /// What every sample of this step is asked.
  public let prompt: Prompt
  /// The same question in other words, for a step that will not decide; see ``Ladder``.
  public let paraphrases: @Sendable () -> [Prompt]
  /// The lead that decides this step; nil leaves it to the decider's rules.
  public let k: Int?
  /// Samples of this step paid for by an earlier session that did not get to decide it.
  public let prior: [Sample]
  /// The ways in which the question is put, each sample's in one of them; nil where all are asked the same.
  public let arrangements: Arrangements<Answer>?
  /// Reads the answer out of a reply, or says why it may not vote.
  public let answer: @Sendable (_ reply: String) throws(Flagged) -> Answer

  /// Makes a step.
  ///
  /// - Parameters:
  ///   - index: The position in the run, from 0; with the run's seed it fixes the seed of every sample.
  ///   - prompt: What is asked.
  ///   - paraphrases: The same question in other words.
  ///   - k: The lead that decides it, 1 or more; nil leaves it to the decider's rules.
  ///   - prior: Samples already paid for, see ``prior``.
  ///   - arrangements: The ways in which the question is put; paraphrases are not used then.
  ///   - answer: The reader of replies.
  public init(
    index: Int,
    prompt: Prompt,
    paraphrases: @escaping @Sendable () -> [Prompt] = { [] },
    k: Int? = nil,
    prior: [Sample] = [],
    arrangements: Arrangements<Answer>? = nil,
    answer: @escaping @Sendable (_ reply: String) throws(Flagged) -> Answer
  ) {
    self.index = index
    self.prompt = prompt
    self.paraphrases = paraphrases
    self.k = k
    self.prior = prior
    self.arrangements = arrangements
    self.answer = answer
  }

  /// The prompt in one of its wordings; one that the task does not offer is the prompt itself.
  func prompt(wording: Int) -> Prompt {
    if let arrangements { return arrangements.prompt(wording) }
    guard wording > 0 else { return prompt }
    let paraphrases = paraphrases()
    return wording <= paraphrases.count ? paraphrases[wording - 1] : prompt
  }

  /// The answer of a reply to the prompt in one of its wordings.
  func answer(in reply: String, wording: Int) throws(Flagged) -> Answer {
    guard let arrangements else { return try answer(reply) }
    return try arrangements.answer(reply, wording)
  }
}
