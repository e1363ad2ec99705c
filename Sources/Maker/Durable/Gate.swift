import Synchronization

/// Lets so many through at once, and the others in the order in which they came.
final class Gate: Sendable {
  private struct State {
    var free: Int
    var nextTicket = 0
    /// Who waits, by ticket.
    var waiting: [Int: CheckedContinuation<Bool, Never>] = [:]
    /// Their tickets in order from `head` on; some of them may not wait any more.
    var queue: [Int] = []
    var head = 0
    /// Tickets of tasks that were cancelled before they began to wait.
    var cancelled: Set<Int> = []

    /// Takes whoever waits longest out of the queue.
    mutating func next() -> CheckedContinuation<Bool, Never>? {
      while head < queue.count {
        head += 1
        if let next = waiting.removeValue(forKey: queue[head - 1]) { return next }
      }
      (queue, head) = ([], 0)
      return nil
    }
  }

  private let state: Mutex<State>

  /// A gate for so many at once, 1 or more.
  init(width: Int) {
    precondition(width >= 1, "a gate that lets nobody through would never open")
    state = Mutex(State(free: width))
  }

  /// Waits for a place. Every true is to be followed by one ``leave()``.
  ///
  /// - Returns: False when the task was cancelled first: it has no place then.
  func enter() async -> Bool {
    let ticket = state.withLock { state in
      state.nextTicket += 1
      return state.nextTicket
    }
    let isIn = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isIn = state.withLock { state -> Bool? in
          if state.cancelled.contains(ticket) { return false }
          guard state.free == 0 else {
            state.free -= 1
            return true
          }
          state.waiting[ticket] = continuation
          state.queue.append(ticket)
          return nil
        }
        if let isIn { continuation.resume(returning: isIn) }
      }
    } onCancel: {
      let continuation = state.withLock { state -> CheckedContinuation<Bool, Never>? in
        state.cancelled.insert(ticket)
        return state.waiting.removeValue(forKey: ticket)
      }
      continuation?.resume(returning: false)
    }
    state.withLock { _ = $0.cancelled.remove(ticket) }
    return isIn
  }

  /// Gives a place up, to whoever waits longest.
  func leave() {
    let next = state.withLock { state -> CheckedContinuation<Bool, Never>? in
      let next = state.next()
      if next == nil { state.free += 1 }
      return next
    }
    next?.resume(returning: true)
  }
}
