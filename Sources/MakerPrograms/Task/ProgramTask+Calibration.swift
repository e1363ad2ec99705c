public import Maker

extension ProgramTask {
  /// Steps of the program's choice to measure a model at.
  ///
  /// When the program fails while replies are read, ``failure`` says so afterwards, and the figures mean nothing.
  ///
  /// - Parameters:
  ///   - count: How many are asked for; a step that the program gives twice is taken once.
  ///   - seed: Fixes which, as far as the program honours it.
  /// - Returns: The steps, with their right answers where the program knows them.
  /// - Throws: ``ProgramFailure``, of kind `not_offered` when the program has no random steps.
  public func calibrationCases(
    _ count: Int, seed: UInt64
  ) throws(ProgramFailure) -> [CalibrationCase<ProgramAnswer>] {
    // Below 2^53, so that every language reads it as it is.
    let seed = Int((seed ^ seed >> 53) & (1 << 53 - 1))
    var known: Set<ProgramState> = []
    var cases: [CalibrationCase<ProgramAnswer>] = []
    for number in 0..<count {
      let drawn = try program.randomStep(number, seed: seed)
      guard known.insert(drawn.state).inserted else { continue }
      let state = drawn.state
      var right = drawn.right
      if right == nil { right = try rightAnswer(at: state) }
      cases.append(
        CalibrationCase(
          name: "step \(state.step)", number: number, prompt: try program.question(at: state).prompt,
          right: right,
          answer: { reply throws(Flagged) in try answer(in: reply, at: state) }))
    }
    return cases
  }
}

/// Goes over the decided answers of a run, and asks the program whether each is right.
///
/// Every answer is compared with the right one at the state it was decided at. When all are right, so is the way.
public struct ProgramTruth: Sendable {
  /// The answers that were compared.
  public private(set) var checked = 0
  /// Those that are not the right one.
  public private(set) var wrong = 0
  /// The first step with a wrong answer.
  public private(set) var firstWrongStep: Int?
  /// The state after the answers so far.
  public private(set) var state: ProgramState
  private let task: ProgramTask

  /// A check that has seen nothing yet.
  ///
  /// - Parameter task: The task of the run; its program knows right answers.
  public init(_ task: ProgramTask) {
    self.task = task
    state = task.initialState
  }

  /// Compares the next decided answer, in the order of the steps.
  ///
  /// - Parameter answer: The decided answer.
  /// - Throws: ``ProgramFailure``, of kind `not_offered` when the program knows no right answers.
  public mutating func check(_ answer: ProgramAnswer) throws(ProgramFailure) {
    let right = try task.program.truth(at: state)
    checked += 1
    if right != answer {
      wrong += 1
      firstWrongStep = firstWrongStep ?? state.step
    }
    state = try task.next(after: answer, at: state)
  }
}
