import Synchronization

/// Hands lanes out to workers in order, and what they come to back in order.
///
/// No more lanes are out or waiting than the window holds: a lane that takes long makes the others wait, and memory stays
/// what it is. Every lane that was handed out is delivered, so whoever takes them in order never waits in vain.
final class LaneQueue<Outcome: Sendable>: Sendable {
  private struct State {
    /// The next lane to hand out for the first time.
    var next: Int
    /// The next lane to take.
    var base: Int
    /// Lanes to hand out once more, in order.
    var again: [Int] = []
    var isStopped = false
    /// Lanes that were to be handed out once more when it was stopped: nobody delivers them.
    var dropped: Set<Int> = []
    var ready: [Int: Outcome] = [:]
    var workers: [CheckedContinuation<Int?, Never>] = []
    var taker: CheckedContinuation<Outcome?, Never>?

    /// What the workers that wait are given now.
    mutating func handOut(_ end: Int, _ window: Int) -> [(CheckedContinuation<Int?, Never>, Int?)] {
      var handed: [(CheckedContinuation<Int?, Never>, Int?)] = []
      while !workers.isEmpty, let lane = lane(end, window) { handed.append((workers.removeFirst(), lane)) }
      if isStopped || base >= end {
        handed += workers.map { ($0, nil) }
        workers = []
      }
      return handed
    }

    /// Goes past lanes that nobody delivers.
    mutating func skipDropped() { while dropped.remove(base) != nil { base += 1 } }

    /// A lane to work on, if there is one now.
    mutating func lane(_ end: Int, _ window: Int) -> Int? {
      if isStopped { return nil }
      if !again.isEmpty { return again.removeFirst() }
      guard next < min(end, base + window) else { return nil }
      next += 1
      return next - 1
    }
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

  /// The next lane to work on, once there is one; nil when there will be none.
  func next() async -> Int? {
    await withCheckedContinuation { worker in
      let handed = state.withLock { state in
        state.workers.append(worker)
        return state.handOut(end, window)
      }
      for (worker, lane) in handed { worker.resume(returning: lane) }
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
        state.skipDropped()
        if let outcome = state.ready.removeValue(forKey: state.base) { return outcome }
        if state.base >= state.next, state.isStopped || state.next >= end { return .some(nil) }
        state.taker = taker
        return nil
      }
      if let outcome { taker.resume(returning: outcome) }
    }
  }

  /// Takes back what lanes that wait came to, and hands those lanes out once more.
  ///
  /// - Parameter isStale: Whether what a lane came to holds no more.
  /// - Returns: What they came to, by lane.
  func recall(where isStale: (Outcome) -> Bool) -> [Int: Outcome] {
    state.withLock { state in
      let stale = state.ready.filter { isStale($0.value) }
      for lane in stale.keys { state.ready[lane] = nil }
      return stale
    }
  }

  /// Hands lanes out once more, before any other.
  func again(_ lanes: some Collection<Int>) {
    let handed = state.withLock { state in
      state.again = (state.again + lanes).sorted()
      return state.handOut(end, window)
    }
    for (worker, lane) in handed { worker.resume(returning: lane) }
  }

  /// Makes room: the lane that was taken last is recorded.
  func advance() {
    let handed = state.withLock { state in
      state.base += 1
      return state.handOut(end, window)
    }
    for (worker, lane) in handed { worker.resume(returning: lane) }
  }

  /// Hands no more lanes out; those that are out are still delivered and taken.
  func stop() {
    let handed = state.withLock { state in
      state.isStopped = true
      (state.dropped, state.again) = (Set(state.again), [])
      return state.handOut(end, window)
    }
    for (worker, lane) in handed { worker.resume(returning: lane) }
  }
}
