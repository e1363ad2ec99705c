/// Many short chains that do not wait for one another: records, each of one step or of a few in sequence.
///
/// The steps are those of lane 0, then those of lane 1, and so on. They are decided many lanes at a time and recorded in
/// order, so that a record of such a run is one like any other.
///
/// ```swift
/// struct Routing: LaneTask {
///   let tickets: [String]
///   let laneLength = 1
///   var stepCount: Int { tickets.count }
///   var initialState: Int { 0 }
///   func state(beforeLane lane: Int) -> Int { lane }
///   func prompt(for lane: Int) -> Prompt { Prompt("Billing, technical or other?\n\(tickets[lane])") }
///   func answer(in reply: String) throws(Flagged) -> String { try label(reply) }
///   func apply(_ answer: String, to lane: Int) -> Int { lane + 1 }
/// }
/// ```
public protocol LaneTask: ChainTask {
  /// The steps of every lane, 1 or more; ``ChainTask/stepCount`` is a multiple of it.
  var laneLength: Int { get }

  /// The state before the first step of a lane, which no decision of another lane is part of.
  ///
  /// ``ChainTask/apply(_:to:)`` leads from the last step of a lane to the state before the next one.
  func state(beforeLane lane: Int) -> State

  /// The answer at a state where there is nothing to ask: a record that cannot be read, a lane that was given up.
  ///
  /// - Returns: The answer and why nobody is asked; nil, as by default, where a model is.
  func settled(at state: State) -> LaneSettlement<Answer>?

  /// What becomes of a step that does not decide within its limits.
  ///
  /// - Parameters:
  ///   - limit: The limit that it reached.
  ///   - state: The state it was asked at.
  /// - Returns: The answer that stands for "not decided", so that the other lanes go on; nil, as by default, when the run
  ///   is to stop there.
  func undecided(_ limit: StepLimit, at state: State) -> LaneSettlement<Answer>?
}

extension LaneTask {
  /// Nothing is settled without a vote.
  public func settled(at state: State) -> LaneSettlement<Answer>? { nil }
  /// The run stops.
  public func undecided(_ limit: StepLimit, at state: State) -> LaneSettlement<Answer>? { nil }
  /// How many lanes there are.
  public var laneCount: Int { stepCount / laneLength }
}

/// An answer that no votes vouch for, and why.
public struct LaneSettlement<Answer: Hashable & Sendable>: Sendable, Hashable {
  /// The answer that is recorded.
  public var answer: Answer
  /// Why it was not voted, in one sentence.
  public var reason: String

  /// Makes a settlement.
  public init(_ answer: Answer, reason: String) { (self.answer, self.reason) = (answer, reason) }
}
