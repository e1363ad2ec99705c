import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server on this machine that answers byte for byte what a test says, and breaks what a test wants broken.
///
/// It knows just enough HTTP to find the end of a request. Nothing in it is shared with what is tested.
final class FaultServer: Sendable {
  /// What is done with a connection, in order. After the last the connection waits for the next request.
  enum Act: Sendable {
    case send([UInt8])
    /// Sends one byte after another.
    case drip([UInt8], every: TimeAmount)
    /// Sends the same bytes again and again.
    case flood([UInt8], times: Int)
    /// Does nothing until the other side goes away.
    case stall
    /// Waits until the test opens the gate of that name.
    case wait(for: String)
    case close
    /// Closes without a goodbye (RST).
    case reset
  }

  /// A request as it came.
  struct Request: Sendable {
    var method = ""
    var path = ""
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []

    func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }
  }

  typealias Respond = @Sendable (_ number: Int, _ request: Request) -> [Act]

  typealias Watcher = (isDue: @Sendable (Shared) -> Bool, continuation: CheckedContinuation<Void, Never>)

  struct Shared {
    var requests: [Request] = []
    var watchers: [Watcher] = []
    var gates: [String: EventLoopPromise<Void>] = [:]
    var connections = 0
    var openConnections = 0
    var mostConnections = 0
    /// Bytes of floods that the network took.
    var flooded = 0
  }

  private let shared = Mutex(Shared())
  private let respond: Respond
  private let channel = Mutex<(any Channel)?>(nil)
  let isSecure: Bool

  private init(isSecure: Bool, respond: @escaping Respond) {
    self.isSecure = isSecure
    self.respond = respond
  }

  /// Runs a server for the time of `body`.
  ///
  /// - Parameters:
  ///   - certificate: In PEM form; makes it a server of TLS.
  ///   - respond: What is done about each request, counted from 0.
  ///   - body: What is done while it runs.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws, or why the server cannot begin.
  static func run<Result>(
    certificate: String? = nil, respond: @escaping Respond, body: (FaultServer) async throws -> Result
  ) async throws -> Result {
    let server = FaultServer(isSecure: certificate != nil, respond: respond)
    try await server.start(certificate: certificate)
    do {
      let result = try await body(server)
      await server.stop()
      return result
    } catch {
      await server.stop()
      throw error
    }
  }

  var port: Int { channel.withLock { $0?.localAddress?.port ?? 0 } }
  var baseURL: String { "\(isSecure ? "https" : "http")://127.0.0.1:\(port)/v1" }
  var requests: [Request] { shared.withLock { $0.requests } }
  var facts: Shared { shared.withLock { $0 } }

  /// Returns once so many requests have come.
  func received(_ count: Int) async { await happened { $0.requests.count >= count } }

  /// Returns once so many connections are closed again.
  func closed(_ count: Int) async { await happened { $0.connections - $0.openConnections >= count } }

  private func happened(_ isDue: @escaping @Sendable (Shared) -> Bool) async {
    await withCheckedContinuation { continuation in
      note { $0.watchers.append((isDue, continuation)) }
    }
  }

  /// Notes what happened, and wakes who waited for it.
  private func note<Result>(_ event: (inout Shared) -> Result) -> Result {
    let (result, ready) = shared.withLock { shared in
      let result = event(&shared)
      let isDue = shared.watchers.map { $0.isDue(shared) }
      let ready = zip(shared.watchers, isDue).filter(\.1).map(\.0.continuation)
      shared.watchers = zip(shared.watchers, isDue).filter { !$0.1 }.map(\.0)
      return (result, ready)
    }
    for continuation in ready { continuation.resume() }
    return result
  }

  /// Lets everyone on who waits for that gate, now and later.
  func open(_ gate: String) { promise(of: gate).succeed() }

  func gate(_ name: String) -> EventLoopFuture<Void> { promise(of: name).futureResult }

  private func promise(of gate: String) -> EventLoopPromise<Void> {
    let fresh = MultiThreadedEventLoopGroup.singleton.any().makePromise(of: Void.self)
    let kept = shared.withLock { shared in
      if let known = shared.gates[gate] { return known }
      shared.gates[gate] = fresh
      return fresh
    }
    if kept != fresh { fresh.succeed() }
    return kept
  }

  func take(_ request: Request) -> [Act] {
    let number = note { shared in
      shared.requests.append(request)
      return shared.requests.count - 1
    }
    return respond(number, request)
  }

  func didFlood(_ bytes: Int) { note { $0.flooded += bytes } }

  func didOpen() {
    note { shared in
      shared.connections += 1
      shared.openConnections += 1
      shared.mostConnections = max(shared.mostConnections, shared.openConnections)
    }
  }

  func didClose() { note { $0.openConnections -= 1 } }

  private func start(certificate: String?) async throws {
    let tls = try certificate.map { try TestCertificate.context(for: $0) }
    let bound = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .serverChannelOption(.backlog, value: 256)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
          try channel.pipeline.syncOperations.addHandler(FaultConnection(server: self))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    channel.withLock { $0 = bound }
  }

  private func stop() async {
    let bound = channel.withLock { $0 }
    try? await bound?.close().get()
    let gates = shared.withLock { Array($0.gates.values) }
    for gate in gates { gate.succeed() }
  }
}
