/// A judgement that durable code asks for: what is asked, and how an answer is read out of a reply.
///
/// ```swift
/// let isUrgent = PlainQuestion("Is this urgent? Reply yes or no.\n\(ticket)", reader: "yes or no") {
///   reply throws(Flagged) in
///   guard ["yes", "no"].contains(reply) else { throw Flagged(.malformed, "neither yes nor no") }
///   return reply == "yes"
/// }
/// ```
///
/// An `Agent` of the module `MakerAgents` makes one for each input.
public protocol Question<Answer>: Sendable {
  /// What is decided. Two replies vote for the same answer when these are equal.
  associatedtype Answer: Hashable, Recordable, Sendable

  /// What every sample is asked.
  var prompt: Prompt { get }

  /// The same in other words, for a decision that will not come about; none by default.
  var paraphrases: [Prompt] { get }

  /// In how many ways the same can be put, such as choices in another order; 1 by default.
  ///
  /// With more than one each sample is asked in a way that follows from its seed, so that what a model makes of a place
  /// in a list does not go through all of its votes. Paraphrases are not used then.
  var arrangements: Int { get }

  /// What a sample is asked in one of the ways.
  ///
  /// - Parameter arrangement: From 0 up to but not including ``arrangements``; 0 is ``prompt``.
  /// - Returns: The prompt.
  func prompt(arrangement: Int) -> Prompt

  /// Reads the answer out of a reply to the question in one of its ways.
  ///
  /// - Parameters:
  ///   - reply: The model's text, whole and untouched.
  ///   - arrangement: The way in which it was asked.
  /// - Returns: The answer in its canonical form: the same for the same choice in whatever place it stood.
  /// - Throws: ``Flagged``.
  func answer(in reply: String, arrangement: Int) throws(Flagged) -> Answer

  /// Every fact that, when changed, makes this another question although its prompt is the same: how replies are read.
  var identity: [String: String] { get }

  /// Reads the answer out of a reply, or says why the reply may not vote. It never repairs.
  ///
  /// - Parameter reply: The model's text, whole and untouched.
  /// - Returns: The answer in its canonical form.
  /// - Throws: ``Flagged``.
  func answer(in reply: String) throws(Flagged) -> Answer

  /// How replies to this question are voted on.
  ///
  /// - Parameter rules: The rules of the run.
  /// - Returns: The same, as by default, or rules of its own: another lead, other temperatures, more red flags.
  func rules(_ rules: VotingRules) -> VotingRules
}

extension Question {
  /// None.
  public var paraphrases: [Prompt] { [] }
  /// One.
  public var arrangements: Int { 1 }
  /// The prompt.
  public func prompt(arrangement: Int) -> Prompt { prompt }
  /// The same in every way.
  public func answer(in reply: String, arrangement: Int) throws(Flagged) -> Answer {
    try answer(in: reply)
  }
  /// The rules of the run.
  public func rules(_ rules: VotingRules) -> VotingRules { rules }
}

/// A question of a prompt and a closure.
public struct PlainQuestion<Answer: Hashable & Recordable & Sendable>: Question {
  /// What every sample is asked.
  public let prompt: Prompt
  /// The name of the way that replies are read.
  public let reader: String
  private let read: @Sendable (_ reply: String) throws(Flagged) -> Answer

  /// Makes a question.
  ///
  /// - Parameters:
  ///   - prompt: What is asked.
  ///   - reader: A name for the way that replies are read. Change it when the closure changes: a closure cannot be
  ///     compared, and a recorded answer that was read in another way is to be noticed.
  ///   - answer: Reads the answer out of a reply, or throws why the reply may not vote.
  public init(
    _ prompt: Prompt, reader: String,
    answer: @escaping @Sendable (_ reply: String) throws(Flagged) -> Answer
  ) {
    (self.prompt, self.reader, read) = (prompt, reader, answer)
  }

  /// Makes a question of a text alone.
  ///
  /// - Parameters:
  ///   - prompt: What is asked.
  ///   - reader: A name for the way that replies are read.
  ///   - answer: Reads the answer out of a reply, or throws why the reply may not vote.
  public init(
    _ prompt: String, reader: String,
    answer: @escaping @Sendable (_ reply: String) throws(Flagged) -> Answer
  ) {
    self.init(Prompt(prompt), reader: reader, answer: answer)
  }

  /// The name of the reader.
  public var identity: [String: String] { ["reader": reader] }

  /// What the closure reads.
  public func answer(in reply: String) throws(Flagged) -> Answer { try read(reply) }
}
