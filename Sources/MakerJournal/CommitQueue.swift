import Dispatch
import Maker
import Synchronization

/// What was appended, on its way to the writer: in order, in groups, and never more than fits in memory.
///
/// The writer works on a queue of its own, so that a model may compute while a disk spins. After a failed commit
/// nothing later is ever written, and the failure is thrown at everyone who asks.
final class CommitQueue: Sendable {
  private let writer: RunFileWriter
  private let path: String
  private let commit: JournalOptions.Commit
  private let queue = DispatchQueue(label: "maker.journal", qos: .userInitiated)
  private let state: Mutex<State>

  /// The most decisions, and the most bytes of replies, that wait for a commit before `append` waits too.
  private static let limits = (rows: 32_768, weight: 16 << 20)

  private struct State {
    var pending = PendingEntries()
    var nextStep: Int
    var isScheduled = false
    var isUrgent = false
    var waiting: [CheckedContinuation<Void, Never>] = []
    var failure: JournalError?
    var isClosed = false

    var hasRoom: Bool { pending.rows.count < limits.rows && pending.weight < limits.weight }

    var isHalfFull: Bool { pending.rows.count >= limits.rows / 2 || pending.weight >= limits.weight / 2 }
  }

  init(_ writer: RunFileWriter, path: String, commit: JournalOptions.Commit) {
    (self.writer, self.path, self.commit) = (writer, path, commit)
    state = Mutex(State(nextStep: writer.progress.step))
  }

  /// Whether nothing more is taken.
  var isClosed: Bool { state.withLock { $0.isClosed } }

  // MARK: Appending

  /// Takes in a decision, as soon as there is room.
  func append(_ row: DecisionRow, of record: DecisionRecord) async throws(JournalError) {
    while true {
      let isIn = try state.withLock { state throws(JournalError) in
        guard try admits(row.step, state) else { return false }
        state.pending.add(row, record)
        state.nextStep += 1
        schedule(&state)
        return true
      }
      if isIn { return }
      await room()
    }
  }

  /// Takes in the samples of a step that was given up, the next one or a later one, as soon as there is room.
  func append(_ samples: [Sample], of step: Int) async throws(JournalError) {
    while true {
      let isIn = try state.withLock { state throws(JournalError) in
        guard try admits(min(step, state.nextStep), state) else { return false }
        state.pending.open[step] = samples
        schedule(&state)
        return true
      }
      if isIn { return }
      await room()
    }
  }

  /// Takes in a batch of a provider. It is small and rare, so it never waits for room.
  func append(_ batch: BatchRecord) throws(JournalError) {
    try state.withLock { state throws(JournalError) in
      try checkIsOpen(state)
      state.pending.batches.append(batch)
    }
  }

  /// Takes in a change of the lead. It is small and rare, too.
  func append(_ change: LeadChange) throws(JournalError) {
    try state.withLock { state throws(JournalError) in
      try checkIsOpen(state)
      guard change.step == state.nextStep else {
        throw JournalError(
          .mismatched,
          "A lead for step \(change.step) was appended to \(path) where step \(state.nextStep) is next.")
      }
      state.pending.leads.append(change)
      schedule(&state)
    }
  }

  /// Returns once everything appended is on disk.
  func flush() async throws(JournalError) {
    await withCheckedContinuation { done in
      queue.async {
        self.commitPending()
        done.resume()
      }
    }
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }

  /// Runs `body` on the writer's queue.
  func withWriter<Value: Sendable>(
    _ body: @escaping @Sendable (RunFileWriter) throws -> Value
  ) async throws(JournalError) -> Value {
    let (writer, path) = (writer, path)
    let result: Result<Value, JournalError> = await withCheckedContinuation { done in
      queue.async {
        done.resume(
          returning: Result { () throws(JournalError) in try FileFailure.mapped(path) { try body(writer) } })
      }
    }
    return try result.get()
  }

  /// The sentence for whoever comes after the end.
  var closed: JournalError { RunFileWriter.closed(path) }

  /// Takes nothing more.
  func close() { state.withLock { $0.isClosed = true } }

  /// Whether there is room for an entry of this step, which must be the next one.
  private func admits(_ step: Int, _ state: borrowing State) throws(JournalError) -> Bool {
    try checkIsOpen(state)
    guard step == state.nextStep else {
      throw JournalError(
        .mismatched, "Step \(step) was appended to \(path) where step \(state.nextStep) is next.")
    }
    return state.hasRoom
  }

  private func checkIsOpen(_ state: borrowing State) throws(JournalError) {
    if let failure = state.failure { throw failure }
    if state.isClosed { throw closed }
  }

  // MARK: Committing

  /// Sees to it that what waits is committed in time, and at once when half the room is taken.
  private func schedule(_ state: inout State) {
    guard case .within(let time) = commit else { return }
    if !state.isScheduled {
      state.isScheduled = true
      queue.asyncAfter(deadline: .now() + max(0, time / .seconds(1))) {
        self.state.withLock { $0.isScheduled = false }
        self.commitPending()
      }
    }
    if !state.isUrgent, state.isHalfFull {
      state.isUrgent = true
      queue.async { self.commitPending() }
    }
  }

  /// Waits until what waits has been handed to the writer.
  private func room() async {
    await withCheckedContinuation { done in
      let isFree = state.withLock { state in
        if state.hasRoom || state.failure != nil || state.isClosed { return true }
        state.waiting.append(done)
        return false
      }
      if isFree { done.resume() }
    }
  }

  /// Commits everything that waits. On the queue only.
  private func commitPending() {
    let (entries, waiting) = state.withLock { state in
      // After a failure what waits is dropped: something before it is missing.
      let entries = state.failure == nil ? state.pending : PendingEntries()
      let waiting = state.waiting
      (state.pending, state.waiting) = (PendingEntries(), [])
      state.isUrgent = false
      return (entries, waiting)
    }
    for waiter in waiting { waiter.resume() }
    guard !entries.isEmpty else { return }
    do throws(JournalError) {
      try FileFailure.mapped(path) { try writer.commit(entries) }
    } catch {
      let waiting = state.withLock { state in
        state.failure = error
        let waiting = state.waiting
        (state.pending, state.waiting) = (PendingEntries(), [])
        return waiting
      }
      for waiter in waiting { waiter.resume() }
    }
  }
}
