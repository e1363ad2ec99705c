/// One step or question that a model is sampled at, away from any run.
public struct CalibrationCase<Answer: Hashable & Sendable>: Sendable {
  /// Reads a reply, or says why it may not vote.
  public typealias Reader = @Sendable (_ reply: String) throws(Flagged) -> Answer

  /// As a person is told it: `step 4711`.
  public var name: String
  /// The size of the task it belongs to, in the task's own measure; nil where sizes mean nothing.
  public var size: Int?
  /// Its number in the task; with the seed and the size it fixes the seeds of its samples.
  public var number: Int
  /// What is asked.
  public var prompt: Prompt
  /// The right answer; nil where it is not known.
  public var right: Answer?
  /// The reader of a run.
  public let answer: Reader
  /// A reader that takes what it can out of a malformed reply, for comparison; nil where there is none.
  public let repaired: Reader?

  /// Makes a case.
  ///
  /// - Parameters:
  ///   - name: As a person is told it.
  ///   - size: The size of the task it belongs to.
  ///   - number: Its number in the task.
  ///   - prompt: What is asked.
  ///   - right: The right answer; nil where it is not known.
  ///   - answer: The reader of a run.
  ///   - repaired: A reader that takes what it can out of a malformed reply.
  public init(
    name: String, size: Int? = nil, number: Int, prompt: Prompt, right: Answer? = nil,
    answer: @escaping Reader, repaired: Reader? = nil
  ) {
    self.name = name
    self.size = size
    self.number = number
    self.prompt = prompt
    self.right = right
    self.answer = answer
    self.repaired = repaired
  }
}

extension VerifiableTask {
  /// Random steps of the task, each at the state that right answers lead to.
  ///
  /// - Parameters:
  ///   - count: How many; all steps when the task has no more.
  ///   - seed: Fixes which.
  ///   - size: The size of the task in its own measure.
  ///   - repairing: The same task with a parser that repairs, to be compared on the same replies.
  /// - Returns: Distinct steps in random order, with their right answers.
  public func calibrationCases(
    _ count: Int, seed: UInt64, size: Int? = nil, repairing: Self? = nil
  ) -> [CalibrationCase<Answer>] {
    let answer: CalibrationCase<Answer>.Reader = { reply throws(Flagged) in try self.answer(in: reply) }
    var repaired: CalibrationCase<Answer>.Reader?
    if let repairing { repaired = { reply throws(Flagged) in try repairing.answer(in: reply) } }
    return RandomSteps.draw(count, of: stepCount, seed: seed).map { step in
      CalibrationCase(
        name: "step \(step)", size: size, number: step, prompt: prompt(for: state(before: step)),
        right: rightAnswer(at: step), answer: answer, repaired: repaired)
    }
  }
}
