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
  /// Signals are watched by a queue of their own: a model that computes without waiting keeps every thread of the
  /// concurrency pool busy. They are watched before `body` begins: a signal in between would end it unflushed, or
  /// be lost.
  static func cancelling<Result: Sendable>(
    _ body: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    let interruptions = Interruptions()
    var sources: [any DispatchSourceSignal] = []
    for number in [SIGINT, SIGTERM] { sources.append(await watch(number, for: interruptions)) }
    defer { for source in sources { source.cancel() } }
    let work = Task { try await body() }
    interruptions.cancel { work.cancel() }
    return try await work.value
  }

  /// Returns once the signal is watched, and does nothing else any more.
  private static func watch(
    _ number: Int32, for interruptions: Interruptions
  ) async -> any DispatchSourceSignal {
    let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
    source.setEventHandler {
      guard interruptions.isFirst() else { _exit(CommandFailure.Code.interrupted.rawValue) }
      StandardError.line("\nmaker: stopping; everything decided is being recorded (again to stop at once)")
    }
    await withCheckedContinuation { registered in
      source.setRegistrationHandler {
        // Not before: a signal that is ignored and not watched yet would be lost.
        signal(number, SIG_IGN)
        registered.resume()
      }
      source.resume()
    }
    return source
  }
}

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
