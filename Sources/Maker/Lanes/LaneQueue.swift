import Synchronization

/// Hands lanes out to workers in order, and what they come to back in order.
///
/// No more lanes are out or waiting than the window holds: a lane that takes long makes the others wait, and memory stays
/// what it is. Every lane that was handed out is delivered, so whoever takes them in order never waits in vain.
final class LaneQueue<Outcome: Sendable>: Sendable {
  private struct State {
    /// The next lane to hand out.
    var next: Int
    /// The next lane to take.
    var base: Int
    var isStopped = false
    var ready: [Int: Outcome] = [:]
    var workers: [CheckedContinuation<Int?, Never>] = []
    var taker: CheckedContinuation<Outcome?, Never>?
  }

  private let end: Int
  private let window: Int
  private let state: Mutex<State>

  /// Lanes from `start` up to but not including `end`, at most `window` of them at once.
  init(_ lanes: Range<Int>, window: Int) {
    precondition(window >= 1, "a window of no lanes would never move")
    (end, self.window) = (lanes.upperBound, window)
    state = Mutex(State(next: lanes.lowerBound, base: lanes.lowerBound))
  }

  /// The next lane to work on, once there is room for it; nil when there is none left.
  func next() async -> Int? {
    await withCheckedContinuation { worker in
      let lane = state.withLock { state -> Int?? in
        if state.isStopped || state.next >= end { return .some(nil) }
        guard state.next < state.base + window else {
          state.workers.append(worker)
          return nil
        }
        state.next += 1
        return state.next - 1
      }
      if let lane { worker.resume(returning: lane) }
    }
  }

  /// Hands in what a lane came to.
  func deliver(_ lane: Int, _ outcome: Outcome) {
    let taker = state.withLock { state -> CheckedContinuation<Outcome?, Never>? in
      guard lane == state.base, let taker = state.taker else {
        state.ready[lane] = outcome
        return nil
      }
      state.taker = nil
      return taker
    }
    taker?.resume(returning: outcome)
  }

  /// What the next lane in order came to; nil when it was never handed out and never will be.
  func take() async -> Outcome? {
    await withCheckedContinuation { taker in
      let outcome = state.withLock { state -> Outcome?? in
        if let outcome = state.ready.removeValue(forKey: state.base) { return outcome }
        if state.base >= state.next, state.isStopped || state.next >= end { return .some(nil) }
        state.taker = taker
        return nil
      }
      if let outcome { taker.resume(returning: outcome) }
    }
  }

  /// Makes room: the lane that was taken last is recorded.
  func advance() {
    let handed = state.withLock { state -> [(CheckedContinuation<Int?, Never>, Int?)] in
      state.base += 1
      var handed: [(CheckedContinuation<Int?, Never>, Int?)] = []
      while !state.workers.isEmpty, state.next < min(end, state.base + window) {
        handed.append((state.workers.removeFirst(), state.next))
        state.next += 1
      }
      if state.next >= end {
        handed += state.workers.map { ($0, nil) }
        state.workers = []
      }
      return handed
    }
    for (worker, lane) in handed { worker.resume(returning: lane) }
  }

  /// Hands no more lanes out; those that are out are still delivered and taken.
  func stop() {
    let (workers, taker) = state.withLock { state in
      state.isStopped = true
      let workers = state.workers
      state.workers = []
      guard state.base >= state.next, let taker = state.taker else {
        return (workers, nil as CheckedContinuation<Outcome?, Never>?)
      }
      state.taker = nil
      return (workers, taker)
    }
    for worker in workers { worker.resume(returning: nil) }
    taker?.resume(returning: nil)
  }
}
