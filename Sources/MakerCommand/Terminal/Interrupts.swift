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
  /// concurrency pool busy.
  static func cancelling<Result: Sendable>(
    _ body: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    let work = Task { try await body() }
    let interruptions = InterruptionCount()
    let sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        if interruptions.next() > 1 { _exit(CommandFailure.Code.interrupted.rawValue) }
        StandardError.line("\nmaker: stopping; everything decided is being recorded (again to stop at once)")
        work.cancel()
      }
      source.resume()
      return source
    }
    defer { for source in sources { source.cancel() } }
    return try await work.value
  }
}

/// How often the person has asked to stop.
private final class InterruptionCount: Sendable {
  private let count = Atomic<Int>(0)

  func next() -> Int { count.add(1, ordering: .relaxed).newValue }
}
