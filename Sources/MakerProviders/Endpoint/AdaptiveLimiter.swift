package import Maker
import Synchronization

/// Lets as many requests out at a time as an endpoint bears, the oldest call first. All models of one endpoint share
/// it.
package final class AdaptiveLimiter: Sendable {
  /// The leave to send one request; it has to be given back.
  package struct Leave: Sendable, Hashable {
    fileprivate let launch: Int
    fileprivate let tokens: Int
  }

  /// What became of a wish to send a request.
  package enum Admission: Sendable, Hashable {
    case granted(Leave)
    case cancelled
    /// The provider wants a longer pause than anyone should wait.
    case refused(pause: Duration)
  }

  private struct Shared {
    var state: LimiterState
    var sleepers: [Int: (Leave, CheckedContinuation<Admission, Never>)] = [:]
    var timer: (deadline: Duration, task: Task<Void, Never>)?
    var lastID = 0
    var lastOrder = 0
    var hasAnswered = false
  }

  private let clock: RunClock
  private let shared: Mutex<Shared>
  private let onChange: @Sendable (LimiterChange) -> Void

  /// Makes a limiter.
  ///
  /// - Parameters:
  ///   - state: Where it begins.
  ///   - clock: What time is measured with.
  ///   - onChange: Told whenever the number of requests at a time changes.
  package init(
    _ state: LimiterState, clock: RunClock = .continuous,
    onChange: @escaping @Sendable (LimiterChange) -> Void = { _ in }
  ) {
    self.clock = clock
    self.onChange = onChange
    shared = Mutex(Shared(state: state))
  }

  /// The state as it is.
  package var state: LimiterState { shared.withLock { $0.state } }

  /// Whether the endpoint has ever answered anything.
  package var hasAnswered: Bool { shared.withLock { $0.hasAnswered } }

  /// The place of a new call among all calls.
  package func nextOrder() -> Int {
    shared.withLock { shared in
      shared.lastOrder += 1
      return shared.lastOrder
    }
  }

  /// Waits for leave to send a request.
  ///
  /// - Parameters:
  ///   - order: The place of its call among all calls.
  ///   - promptBytes: The length of its prompt.
  ///   - maximumReplyTokens: The most tokens its reply may have.
  /// - Returns: The leave, or why there is none.
  package func acquire(order: Int, promptBytes: Int, maximumReplyTokens: Int?) async -> Admission {
    let id = shared.withLock { shared in
      shared.lastID += 1
      return shared.lastID
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let admission: Admission? = shared.withLock { shared in
          // Looked for under the lock: a cancellation that comes later finds the sleeper in the list.
          if Task.isCancelled { return .cancelled }
          let tokens = shared.state.pacer.estimate(
            promptBytes: promptBytes, maximumReplyTokens: maximumReplyTokens)
          let (admission, effects) = shared.state.request(
            .init(id: id, order: order, tokens: tokens), now: clock.now())
          switch admission {
          case .granted(let launch): return .granted(Leave(launch: launch, tokens: tokens))
          case .refused(let pause): return .refused(pause: pause)
          case .queued:
            shared.sleepers[id] = (Leave(launch: 0, tokens: tokens), continuation)
            setTimer(effects.wakeAt, &shared)
            return nil
          }
        }
        if let admission { continuation.resume(returning: admission) }
      }
    } onCancel: {
      withdraw(id)
    }
  }

  /// Gives leave back.
  ///
  /// - Parameters:
  ///   - leave: What ``acquire(order:promptBytes:maximumReplyTokens:)`` gave.
  ///   - outcome: What became of the request.
  ///   - isAnswered: Whether the endpoint answered, whatever it was.
  ///   - usage: The tokens it cost, where they are known.
  package func release(
    _ leave: Leave, _ outcome: LimiterState.Outcome, isAnswered: Bool, usage: Usage? = nil
  ) {
    settle { shared in
      if let usage, usage.tokens > 0 {
        shared.state.pacer.correct(estimated: leave.tokens, actual: usage.tokens)
        shared.state.pacer.learn(replyTokens: usage.outputTokens)
      }
      if isAnswered { shared.hasAnswered = true }
      return shared.state.finish(launch: leave.launch, outcome, now: clock.now())
    }
  }

  private func withdraw(_ id: Int) {
    let sleeper = shared.withLock { shared in
      let effects = shared.state.withdraw(id)
      setTimer(effects.wakeAt, &shared)
      return shared.sleepers.removeValue(forKey: id)
    }
    sleeper?.1.resume(returning: .cancelled)
  }

  /// Lets an event happen, and wakes whom it concerns once the lock is free.
  private func settle(_ event: (inout Shared) -> LimiterState.Effects) {
    var awake: [(CheckedContinuation<Admission, Never>, Admission)] = []
    let change = shared.withLock { shared in
      let effects = event(&shared)
      for (id, launch) in effects.granted {
        guard let (leave, continuation) = shared.sleepers.removeValue(forKey: id) else { continue }
        awake.append((continuation, .granted(Leave(launch: launch, tokens: leave.tokens))))
      }
      if !effects.refused.isEmpty {
        let pause = shared.state.pausedUntil - clock.now()
        for id in effects.refused {
          guard let (_, continuation) = shared.sleepers.removeValue(forKey: id) else { continue }
          awake.append((continuation, .refused(pause: pause)))
        }
      }
      setTimer(effects.wakeAt, &shared)
      return effects.change
    }
    for (continuation, admission) in awake { continuation.resume(returning: admission) }
    if let change { onChange(change) }
  }

  private func setTimer(_ deadline: Duration?, _ shared: inout Shared) {
    guard shared.timer?.deadline != deadline else { return }
    shared.timer?.task.cancel()
    shared.timer = deadline.map { deadline in
      let task = Task { [weak self, clock] in
        do { try await clock.sleep(deadline - clock.now()) } catch { return }
        self?.timeHasCome(deadline)
      }
      return (deadline, task)
    }
  }

  private func timeHasCome(_ deadline: Duration) {
    settle { shared in
      if shared.timer?.deadline == deadline { shared.timer = nil }
      return shared.state.wake(now: clock.now())
    }
  }
}
