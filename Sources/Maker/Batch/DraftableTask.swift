/// A chain whose states can be sketched before they are decided, so that many steps can be voted on at once.
///
/// A draft is never trusted. A vote at a drafted state counts only when the decided answers lead to that very
/// state; a draft that is wrong costs the votes that were made at it, and nothing else.
///
/// Many decisions that do not depend on each other are such a task too: the state is the number of the decision,
/// ``ChainTask/apply(_:to:)`` counts on, and the draft is exact. So is a calibration, with a lead of one vote.
public protocol DraftableTask: ChainTask {
  /// The state that an outline of the task expects before a step.
  ///
  /// - Parameter step: From 0 up to but not including ``ChainTask/stepCount``.
  /// - Returns: A state that the task can be asked at, right or wrong; nil where only the answer of the step before leads
  ///   to one, so that the step has to wait for it.
  func draftState(before step: Int) -> State?

  /// Why nothing that the task said of late may be recorded, such as a program of its that failed; nil while it works.
  ///
  /// What was voted on until then is not lost: its batches are read again when the run goes on.
  var failure: LanguageModelError? { get }
}

extension DraftableTask {
  /// It works.
  public var failure: LanguageModelError? { nil }
}

extension DraftableTask where Self: LaneTask {
  /// The state before the first step of each lane; the others wait for the one before.
  public func draftState(before step: Int) -> State? {
    step.isMultiple(of: laneLength) ? state(beforeLane: step / laneLength) : nil
  }
}

extension DraftableTask where Self: VerifiableTask {
  /// The state that right answers lead to: the trajectory is known, and only its answers are asked for.
  public func draftState(before step: Int) -> State? { state(before: step) }
}

extension ChainTask {
  /// The question of a step at a state.
  func question(_ step: Int, at state: State, k: Int? = nil, prior: [Sample] = []) -> Step<Answer> {
    Step(
      index: step, prompt: prompt(for: state), paraphrases: { paraphrases(for: state) }, k: k, prior: prior,
      answer: { reply throws(Flagged) in try answer(in: reply, at: state) })
  }
}
