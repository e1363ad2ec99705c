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
}

extension LaneTask {
  /// How many lanes there are.
  public var laneCount: Int { stepCount / laneLength }
}
