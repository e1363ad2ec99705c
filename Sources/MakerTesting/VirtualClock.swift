import Synchronization

/// A clock whose time passes only when it is told to, so that waiting costs no time and no luck.
///
/// ```swift
/// let clock = VirtualClock()
/// let decider = LocalDecider(model: slow, clock: RunClock(clock))
/// async let decision = decider.decide(step)
/// await clock.sleepers(3)
/// clock.advance(by: .seconds(1))
/// ```
public final class VirtualClock: Clock, Sendable {
  /// A moment of a virtual clock, counted from when the clock was made.
  public struct Instant: InstantProtocol {
    /// The time since the clock was made.
    public var offset: Duration

    /// Makes a moment.
    ///
    /// - Parameter offset: The time since the clock was made.
    public init(offset: Duration) { self.offset = offset }

    /// The moment that is `duration` later.
    public func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }

    /// The time from this moment to `other`.
    public func duration(to other: Instant) -> Duration { other.offset - offset }

    /// Whether one moment is before another.
    public static func < (one: Instant, other: Instant) -> Bool { one.offset < other.offset }
  }

  private struct Sleeper {
    let id: Int
    let deadline: Instant
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct Watcher {
    let id: Int
    let count: Int
    let continuation: CheckedContinuation<Void, Never>
  }

  private struct Shared {
    var now = Instant(offset: .zero)
    /// By deadline; equal deadlines by who came first.
    var sleepers: [Sleeper] = []
    var watchers: [Watcher] = []
    var nextID = 0
  }

  private let shared = Mutex(Shared())

  /// Makes a clock that stands at zero.
  public init() {}

  /// The moment the clock stands at.
  public var now: Instant { shared.withLock { $0.now } }

  /// The smallest step of time: any, virtual time is exact.
  public var minimumResolution: Duration { .zero }

  /// How many tasks sleep on this clock.
  public var sleeperCount: Int { shared.withLock { $0.sleepers.count } }

  /// Sleeps until the clock was advanced to `deadline`.
  ///
  /// - Throws: `CancellationError`, at once when the task is cancelled.
  public func sleep(until deadline: Instant, tolerance: Duration? = nil) async throws {
    let id = newID()
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        lieDown(Sleeper(id: id, deadline: deadline, continuation: continuation))
      }
    } onCancel: {
      let cancelled = shared.withLock { shared in
        shared.sleepers.firstIndex { $0.id == id }.map { shared.sleepers.remove(at: $0) }
      }
      cancelled?.continuation.resume(throwing: CancellationError())
    }
  }

  /// Returns once at least `count` tasks sleep on this clock, or once the task is cancelled.
  ///
  /// With it a test knows that everything has happened that can happen without time passing.
  ///
  /// - Parameter count: How many sleepers to wait for, 1 or more.
  public func sleepers(_ count: Int) async {
    let id = newID()
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = shared.withLock { shared in
          if Task.isCancelled || shared.sleepers.count >= count { return true }
          shared.watchers.append(Watcher(id: id, count: count, continuation: continuation))
          return false
        }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      let cancelled = shared.withLock { shared in
        shared.watchers.firstIndex { $0.id == id }.map { shared.watchers.remove(at: $0) }
      }
      cancelled?.continuation.resume()
    }
  }

  /// Runs `body` and lets time pass to the next deadline whenever anyone sleeps, until it returns.
  ///
  /// Who wakes first is then as on a real machine: it follows latency, but nothing should depend on it.
  ///
  /// - Parameter body: What needs time.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws.
  public func passing<Result>(while body: () async throws -> Result) async rethrows -> Result {
    let driver = Task {
      while !Task.isCancelled {
        await self.sleepers(1)
        self.advanceToNextDeadline()
      }
    }
    defer { driver.cancel() }
    return try await body()
  }

  /// Lets time pass, and wakes whoever slept until then, the earliest deadline first.
  ///
  /// - Parameter duration: How much time passes, zero or more.
  public func advance(by duration: Duration) {
    precondition(duration >= .zero, "time does not run backwards")
    wake { $0.now = $0.now.advanced(by: duration) }
  }

  /// Lets time pass to the earliest deadline, if anyone sleeps.
  ///
  /// - Returns: Whether anyone was woken.
  @discardableResult
  public func advanceToNextDeadline() -> Bool {
    wake { shared in
      if let first = shared.sleepers.first { shared.now = max(shared.now, first.deadline) }
    }
  }

  private func newID() -> Int {
    shared.withLock { shared in
      shared.nextID += 1
      return shared.nextID
    }
  }

  @discardableResult
  private func wake(after move: (inout Shared) -> Void) -> Bool {
    let due = shared.withLock { shared in
      move(&shared)
      let now = shared.now
      let due = shared.sleepers.prefix { $0.deadline <= now }
      shared.sleepers.removeFirst(due.count)
      return Array(due)
    }
    for sleeper in due { sleeper.continuation.resume() }
    return !due.isEmpty
  }

  private enum Bed { case cancelled, alreadyDue, asleep(watchers: [Watcher]) }

  private func lieDown(_ sleeper: Sleeper) {
    // The cancellation is looked for under the lock: one that comes later finds the sleeper in the list.
    let bed: Bed = shared.withLock { shared in
      if Task.isCancelled { return .cancelled }
      if sleeper.deadline <= shared.now { return .alreadyDue }
      let place = shared.sleepers.firstIndex { $0.deadline > sleeper.deadline }
      shared.sleepers.insert(sleeper, at: place ?? shared.sleepers.count)
      let count = shared.sleepers.count
      let satisfied = shared.watchers.filter { $0.count <= count }
      shared.watchers.removeAll { $0.count <= count }
      return .asleep(watchers: satisfied)
    }
    switch bed {
    case .cancelled: sleeper.continuation.resume(throwing: CancellationError())
    case .alreadyDue: sleeper.continuation.resume()
    case .asleep(let watchers): for watcher in watchers { watcher.continuation.resume() }
    }
  }
}
