import Maker
import Synchronization

/// One request that is out, and what became of it.
///
/// It is paid for once it is sent. So it is not broken off when the one who waits for it is cancelled, but given some
/// time to come home; and it goes on in the background when another try has taken its place.
final class Exchange: Sendable {
  struct Outcome: Sendable {
    let result: Result<Response, CallFailure>
    /// From sending to the end.
    let latency: Duration
  }

  private struct Shared {
    var work: Task<Void, Never>?
    var outcome: Outcome?
    var waiting: CheckedContinuation<Outcome?, Never>?
    /// Whether the one who waits was cancelled.
    var isSettling = false
    var timers: [Task<Void, Never>] = []
  }

  private let clock: RunClock
  private let began: Duration
  private let shared = Mutex(Shared())

  /// Begins an exchange.
  ///
  /// - Parameters:
  ///   - clock: What time is measured with.
  ///   - send: Sends the request and reads the answer; it ends promptly when it is cancelled.
  init(clock: RunClock, send: @escaping @Sendable () async -> Result<Response, CallFailure>) {
    self.clock = clock
    began = clock.now()
    let work = Task { finish(await send()) }
    shared.withLock { $0.work = work }
  }

  /// The time since it began.
  var age: Duration { clock.now() - began }

  /// Waits for the end.
  ///
  /// - Parameters:
  ///   - limit: The longest wait; nil for none.
  ///   - grace: How long the exchange may go on after the task was cancelled; then it is broken off.
  /// - Returns: What became of it, or nil when it is not over in time. A cancelled task waits to the end: no other try
  ///   will be made.
  func outcome(within limit: Duration?, grace: Duration) async -> Outcome? {
    if let limit {
      after(limit) { shared in shared.isSettling ? nil : shared.waiting.take() }
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let outcome = shared.withLock { shared in
          if shared.outcome == nil { shared.waiting = continuation }
          return shared.outcome
        }
        if let outcome { continuation.resume(returning: outcome) }
      }
    } onCancel: {
      shared.withLock { $0.isSettling = true }
      after(grace) { shared in
        shared.work?.cancel()
        return nil
      }
    }
  }

  /// Breaks off the exchange if it is not over, and waits until it is.
  func abandon() async -> Outcome? {
    let work = shared.withLock { $0.work }
    work?.cancel()
    await work?.value
    return shared.withLock { $0.outcome }
  }

  private func finish(_ result: Result<Response, CallFailure>) {
    let outcome = Outcome(result: result, latency: age)
    let (waiting, timers) = shared.withLock { shared in
      shared.outcome = outcome
      defer { shared.timers = [] }
      return (shared.waiting.take(), shared.timers)
    }
    for timer in timers { timer.cancel() }
    waiting?.resume(returning: outcome)
  }

  /// Does something after some time, unless the exchange is over by then. Whoever it hands back waits no longer.
  private func after(
    _ time: Duration,
    _ act: @escaping @Sendable (inout Shared) -> CheckedContinuation<Outcome?, Never>?
  ) {
    let timer = Task { [clock] in
      do { try await clock.sleep(time) } catch { return }
      self.shared.withLock { $0.outcome == nil ? act(&$0) : nil }?.resume(returning: nil)
    }
    let isOver = shared.withLock { shared in
      if shared.outcome == nil { shared.timers.append(timer) }
      return shared.outcome != nil
    }
    if isOver { timer.cancel() }
  }
}
