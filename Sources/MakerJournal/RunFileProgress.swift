public import Maker

/// How far a recorded run is.
public struct RunFileProgress: Sendable, Hashable {
  /// The next step to decide, which is also the number of decided steps.
  public var step: Int
  /// The record of the state before that step; nil when nothing was decided yet.
  public var state: [UInt8]?
  /// The run's counts so far.
  public var tally: Tally

  /// Makes a progress.
  public init(step: Int, state: [UInt8]?, tally: Tally) {
    self.step = step
    self.state = state
    self.tally = tally
  }
}
