/// The time that limits and latencies are measured in. Tests put a virtual clock here.
public struct RunClock: Sendable {
  /// The time since some fixed moment.
  public let now: @Sendable () -> Duration
  /// Waits, and ends early when the task is cancelled.
  public let sleep: @Sendable (Duration) async throws -> Void

  /// Any clock that counts in `Duration`.
  public init<C: Clock>(_ clock: C) where C.Duration == Duration {
    let start = clock.now
    now = { start.duration(to: clock.now) }
    sleep = { try await clock.sleep(for: $0) }
  }

  /// The clock of the machine, which goes on while it sleeps.
  public static let continuous = RunClock(ContinuousClock())
}
