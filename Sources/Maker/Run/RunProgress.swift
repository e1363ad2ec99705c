import Synchronization

/// How far a run is, readable from any thread while it goes on.
public final class RunProgress: Sendable {
  /// How far a run is at one moment.
  public struct Snapshot: Sendable, Hashable {
    /// Steps decided.
    public var step = 0
    /// Steps in all; of durable code those decided so far.
    public var steps = 0
    /// Everything counted so far.
    public var tally = Tally()
  }

  private let latest = Mutex(Snapshot())

  /// How far the run is now.
  public var snapshot: Snapshot { latest.withLock { $0 } }

  func update(step: Int, of steps: Int, tally: Tally) {
    latest.withLock { $0 = Snapshot(step: step, steps: steps, tally: tally) }
  }
}
