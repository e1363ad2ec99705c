import HummingbirdCore
import Logging
import Maker
import NIOCore
import NIOPosix

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The listening socket and its connections.
///
/// They live in a task that is not the caller's: a caller that is cancelled wants requests in flight to be answered
/// first.
struct Listener: Sendable {
  private let server: Server<HTTP1Channel>
  private let handler: RequestHandler
  private let running: Task<Void, any Error>
  private let ports: AsyncStream<Int>

  /// Starts to listen.
  init(_ handler: RequestHandler, host: String, port: Int) {
    let (ports, found) = AsyncStream.makeStream(of: Int.self)
    let channel = HTTP1Channel(
      responder: { try await handler.handle($0, $1, $2) },
      configuration: HTTP1Channel.Configuration(idleTimeout: .seconds(300)))
    let server = Server(
      childChannelSetup: channel,
      configuration: ServerConfiguration(address: .hostname(host, port: port)),
      onServerRunning: { found.yield($0.localAddress?.port ?? port) },
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
      logger: Logger(label: "maker.server") { _ in SwiftLogNoOpLogHandler() })
    self.handler = handler
    self.server = server
    self.ports = ports
    running = Task {
      defer { found.finish() }
      try await server.run()
    }
  }

  /// The port, once it is listened on.
  ///
  /// - Throws: The system's error when it cannot be, or `CancellationError`.
  func port() async throws -> Int {
    for await port in ports { return port }
    try Task.checkCancellation()
    try await running.value
    throw CancellationError()
  }

  /// What the system says about an address that cannot be listened on, in a few words.
  static func reason(_ error: any Error) -> String {
    switch error {
    case let error as IOError: String(cString: strerror(error.errnoCode))
    case is SocketAddressError: "there is no such host"
    default: "\(error)"
    }
  }

  /// Returns when nothing is listened on any more, and every connection is closed.
  func ended() async { _ = await running.result }

  /// Takes no new requests, and returns when those in flight are answered.
  ///
  /// - Parameters:
  ///   - grace: How long they may take; then they are cut off.
  ///   - clock: What measures the grace.
  /// - Returns: Whether all were answered.
  func stop(within grace: Duration, clock: RunClock) async -> Bool {
    handler.stalled.release()
    let running = running
    let cut = Task {
      guard (try? await clock.sleep(grace)) != nil else { return false }
      running.cancel()
      return true
    }
    try? await server.shutdownGracefully()
    await ended()
    cut.cancel()
    return await !cut.value
  }
}
