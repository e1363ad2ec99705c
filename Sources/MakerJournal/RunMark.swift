#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif
public import Maker

/// Where a run stood at one moment: what curves over time are drawn from.
public struct RunMark: Sendable, Hashable {
  /// The session that was at work, from 1.
  public var session: Int
  /// When it was.
  public var time: Date
  /// The time that all sessions had taken until then, in seconds.
  public var wallSeconds: Double
  /// The steps decided.
  public var step: Int
  /// The run's counts and its ledger.
  public var tally: Tally

  /// Makes a mark.
  public init(session: Int, time: Date, wallSeconds: Double, step: Int, tally: Tally) {
    self.session = session
    self.time = time
    self.wallSeconds = wallSeconds
    self.step = step
    self.tally = tally
  }
}
