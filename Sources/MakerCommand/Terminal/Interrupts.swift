import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// SIGINT and SIGTERM, turned into cancellation.
enum Interrupts {
  /// Runs `body` so that the first signal cancels it and a second one ends the process at once.
  ///
  /// Signals are handled on a queue of their own: a model that computes without waiting keeps every thread of the
  /// concurrency pool busy. They are caught before `body` begins: one in between would end it unflushed.
  ///
  /// - Parameters:
  ///   - announcement: What is said at the first signal.
  ///   - body: What is cancelled.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws.
  static func cancelling<Result: Sendable>(
    announcing announcement: String = "stopping; everything decided is being recorded",
    _ body: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    let interruptions = Interruptions()
    let source = try watch(interruptions, announcement)
    defer {
      // What is left is to verify and to print: a signal ends that at once, and the run file is whole.
      for number in [SIGINT, SIGTERM] { signal(number) { _ in leaveInterrupted() } }
      source.cancel()
    }
    let work = Task { try await body() }
    interruptions.cancel { work.cancel() }
    return try await work.value
  }

  /// Catches the signals with a pipe: what arrives before anybody reads it is not lost.
  private static func watch(
    _ interruptions: Interruptions, _ announcement: String
  ) throws -> any DispatchSourceRead {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      throw CommandFailure(.failed, "No pipe can be made: \(String(cString: strerror(errno))).")
    }
    let (readEnd, writeEnd) = (ends[0], ends[1])
    caughtSignals = writeEnd
    let source = DispatchSource.makeReadSource(
      fileDescriptor: readEnd, queue: DispatchQueue(label: "maker.signals"))
    source.setEventHandler {
      var byte: UInt8 = 0
      guard read(readEnd, &byte, 1) == 1 else { return }
      guard interruptions.isFirst() else { _exit(CommandFailure.Code.interrupted.rawValue) }
      StandardError.line("\nmaker: \(announcement) (again to stop at once)")
    }
    source.setCancelHandler {
      close(readEnd)
      close(writeEnd)
    }
    source.resume()
    for number in [SIGINT, SIGTERM] {
      signal(number) { _ in
        // Nothing else is allowed here: the signal may have come in the middle of anything.
        let before = errno
        var byte: UInt8 = 0
        _ = write(caughtSignals, &byte, 1)
        errno = before
      }
    }
    return source
  }
}

/// Ends the process from within a signal handler, where hardly anything else is allowed.
private func leaveInterrupted() -> Never {
  let text: StaticString = "\nmaker: interrupted; everything decided is recorded\n"
  _ = write(2, text.utf8Start, text.utf8CodeUnitCount)
  _exit(CommandFailure.Code.interrupted.rawValue)
}

/// The end of a pipe that a caught signal is written to. Set once, before the first signal is caught.
nonisolated(unsafe) private var caughtSignals: Int32 = -1

/// How often the person has asked to stop, and what the first time does.
private final class Interruptions: Sendable {
  private struct State {
    var count = 0
    var cancel: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())

  /// Counts one more; the first cancels.
  func isFirst() -> Bool {
    let (count, cancel) = state.withLock { state in
      state.count += 1
      return (state.count, state.cancel)
    }
    cancel?()
    return count == 1
  }

  /// Sets what the first one does; does it now if there was one already.
  func cancel(_ body: @escaping @Sendable () -> Void) {
    let isLate = state.withLock { state in
      state.cancel = body
      return state.count > 0
    }
    if isLate { body() }
  }
}
