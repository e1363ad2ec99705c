import Dispatch
import Maker
import MakerJournal
import MakerRecords
import Synchronization

/// Writes the rows of a map from its run file, as the decisions there become durable.
///
/// The output is a projection of the record and of nothing else: what is not on disk there is in no row, and what is
/// gets one, whenever the run was killed.
final class MapOutput: Sendable {
  private let output: RecordOutput
  private let files: MapFiles
  /// The records of the input.
  private let records: Int
  private let reading = Mutex(Reading())
  private let queue = DispatchQueue(label: "maker.output")
  /// Whether nobody waits for rows any more.
  private let isLeft = Mutex(false)

  private struct Reading {
    var file: RunFile?
    /// The next step to be handed in.
    var step = 0
    /// Whether everything on record at the start was handed in.
    var hasCaughtUp = false
  }

  /// Opens the files of a map.
  ///
  /// - Parameters:
  ///   - task: The records and their agents.
  ///   - files: Where rows go.
  ///   - isResuming: Whether they may have something in them.
  /// - Throws: A failure for a file that cannot be written or is there already.
  init(of task: RecordTask, _ files: MapFiles, isResuming: Bool) throws(CommandFailure) {
    (self.files, records) = (files, task.source.count)
    do throws(RecordFailure) {
      output = try RecordOutput(
        of: task, to: files.output, rejects: files.rejects,
        options: files.options,
        labels: files.labels.isEmpty ? nil : LabelCounts(files.labels, of: task.steps), isResuming: isResuming
      )
    } catch {
      // What is named for a new run can be named otherwise.
      throw error.kind == .unwritable && !isResuming
        ? CommandFailure(.usage, error.message) : CommandFailure(error)
    }
  }

  /// Writes rows while a run goes on. When that fails the run is cancelled: rows that nobody can have are not paid for.
  ///
  /// - Parameters:
  ///   - path: The run file.
  ///   - run: The run.
  /// - Returns: What the run came to, and why rows could not be written; nil when they were.
  func follow<Ending: Sendable>(
    _ path: String, while run: @escaping @Sendable () async -> Ending
  ) async -> (Ending, CommandFailure?) {
    await withTaskGroup(of: Event<Ending>.self) { group in
      group.addTask { .ended(await run()) }
      group.addTask { .left(await self.followed(path)) }
      var (ending, failure): (Ending?, CommandFailure?) = (nil, nil)
      for await event in group {
        switch event {
        case .ended(let how): ending = how
        case .left(let problem): failure = problem
        }
        // Either has nothing to go on for without the other.
        group.cancelAll()
      }
      guard let ending else { preconditionFailure("a group waits for all its children") }
      return (ending, failure)
    }
  }

  private enum Event<Ending: Sendable>: Sendable {
    case ended(Ending)
    case left(CommandFailure?)
  }

  private func followed(_ path: String) async -> CommandFailure? {
    await withTaskCancellationHandler {
      while true {
        if let failure = await onQueue({ self.taken(from: path) }) { return failure }
        do { try await Task.sleep(for: .milliseconds(500)) } catch { return nil }
      }
    } onCancel: {
      isLeft.withLock { $0 = true }
    }
  }

  /// Compares what the files hold with what is on record, and writes the rows that are missing.
  ///
  /// - Parameter path: The run file.
  /// - Throws: A failure when a file holds something else, or cannot be read or written.
  func catchUp(_ path: String) throws(CommandFailure) {
    if let failure = taken(from: path) { throw failure }
  }

  /// Writes the rows that are left and makes all of them durable.
  ///
  /// - Parameter path: The run file, which nothing is written to any more.
  /// - Throws: A failure when a file cannot be read or written.
  func finish(_ path: String) throws(CommandFailure) {
    // A run that was stopped while old rows were looked at again has written no new ones.
    let isBehind = reading.withLock { $0.file != nil && !$0.hasCaughtUp }
    guard !isBehind || !isLeft.withLock({ $0 }) else { return }
    isLeft.withLock { $0 = false }
    try take(from: path)
    do throws(RecordFailure) { try output.finish() } catch { throw CommandFailure(error) }
  }

  /// What became of the records so far.
  var figures: MapFigures { MapFigures(output.counts, output.labels, files, of: records) }

  private func taken(from path: String) -> CommandFailure? {
    do throws(CommandFailure) {
      guard try take(from: path) else { return nil }
      let isFirst = reading.withLock { reading in
        defer { reading.hasCaughtUp = true }
        return !reading.hasCaughtUp
      }
      do throws(RecordFailure) {
        // Decisions that a crash of the machine took from the record are made again, perhaps otherwise.
        if isFirst { try output.catchUp() } else { try output.flush() }
      } catch {
        throw CommandFailure(error)
      }
      return nil
    } catch {
      return error
    }
  }

  /// Hands in every decision that the run file has got since the last time.
  ///
  /// - Returns: Whether nobody stopped it on the way.
  @discardableResult
  private func take(from path: String) throws(CommandFailure) -> Bool {
    do {
      try reading.withLock { reading in
        let file = try reading.file ?? RunFile(at: path)
        reading.file = file
        let prices = RecordedSpending.prices(file.description)
        var step = reading.step
        defer { reading.step = step }
        let hand = { (decision: RecordedDecision, costUSD: Double?) in
          if self.isLeft.withLock({ $0 }) { throw CancellationError() }
          try self.output.append(RecordDecision(decision, costUSD: costUSD))
          step = decision.step + 1
        }
        if files.showsCost {
          try file.forEachDecision(from: step) { decision, samples in
            try hand(decision, prices.costUSD(of: Ledger(of: samples)))
          }
        } else {
          try file.forEachDecision(from: step) { try hand($0, nil) }
        }
      }
      return true
    } catch is CancellationError {
      return false
    } catch let error as RecordFailure {
      throw CommandFailure(error)
    } catch let error as JournalError {
      throw CommandFailure(error)
    } catch {
      throw CommandFailure(.failed, "\(error)")
    }
  }

  /// Files are read and written on a queue of their own: threads that decide steps do not wait for them.
  private func onQueue(_ body: @escaping @Sendable () -> CommandFailure?) async -> CommandFailure? {
    await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: body()) }
    }
  }
}

extension RecordDecision {
  /// What a run file has of a step.
  init(_ decision: RecordedDecision, costUSD: Double?) {
    self.init(
      step: decision.step, answer: decision.answer, votes: decision.votes, candidates: decision.candidates,
      order: decision.order, samples: decision.samples, flags: decision.flags.values.reduce(0, +),
      costUSD: costUSD)
  }
}
