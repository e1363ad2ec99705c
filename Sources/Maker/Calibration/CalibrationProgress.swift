import Synchronization

/// How far a calibration is, readable from any thread while it goes on.
public final class CalibrationProgress: Sendable {
  /// How far it is at one moment.
  public struct Snapshot: Sendable, Hashable {
    /// Cases that have their votes.
    public var done = 0
    /// Cases in all.
    public var cases = 0
    /// Samples there are, those of earlier sessions included.
    public var samples = 0
    /// The chance of a right vote so far; nil before the first part of the cases.
    public var p: Estimate?
    /// Whether the worst cases are being sampled again.
    public var repeats = false
    /// What the samples cost, by model.
    public var ledger = Ledger()
  }

  private let latest = Mutex(Snapshot())

  /// Nothing done yet.
  public init() {}

  /// How far it is now.
  public var snapshot: Snapshot { latest.withLock { $0 } }

  func update(_ change: (inout Snapshot) -> Void) { latest.withLock { change(&$0) } }
}
