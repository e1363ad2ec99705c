import AsyncHTTPClient
package import Maker
import NIOCore
import NIOHTTPCompression
import NIOPosix
import NIOSSL
import Synchronization

/// The connections to endpoints, shared by the models of a process.
///
/// HTTP/1.1 only, one exchange a connection. Over HTTP/2 a hundred votes would share one connection, and one reset,
/// one stall or one lost packet would hit all of them at once; and the number of connections is what a user bounds.
package final class ConnectionPool: Sendable {
  private struct Clients {
    var isShutDown = false
    var bulk: HTTPClient?
  }

  /// One thread for all connections of the process: with several, AsyncHTTPClient 1.37 can be told of a connection's end
  /// before the end of the upload on it that it waits for, and then it traps. One thread asks tens of thousands of
  /// times a second. And it is the same network stack on every system, so that a failure has one name.
  private static let eventLoops = HTTPClient.EventLoopGroupProvider.shared(
    MultiThreadedEventLoopGroup(numberOfThreads: 1))

  package let limits: TransportLimits
  /// For replies: what is unpacked is bounded by ``TransportLimits/answerBytes``.
  let client: HTTPClient
  private let configuration: HTTPClient.Configuration
  private let clients = Mutex(Clients())

  /// Makes a pool; connections are made when they are needed.
  ///
  /// - Parameters:
  ///   - limits: What an exchange is allowed.
  ///   - certificatesPath: A file of certificates in PEM form that are trusted beside the system's.
  /// - Throws: ``Maker/LanguageModelError`` when that file cannot be read.
  package init(
    limits: TransportLimits = TransportLimits(), certificatesPath: String? = nil
  ) throws(LanguageModelError) {
    self.limits = limits
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: .init(connect: TimeAmount(limits.connect)),
      // Servers close idle connections after five seconds (uvicorn, Node), and a request sent at that moment is lost.
      connectionPool: .init(idleTimeout: .seconds(4)),
      decompression: .enabled(limit: .size(limits.answerBytes)))
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = limits.connections
    // There is one retry loop, and it is not here.
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.httpVersion = .http1Only
    configuration.tracing.tracer = nil
    if let certificatesPath {
      var tls = TLSConfiguration.makeClientConfiguration()
      tls.additionalTrustRoots = [.certificates(try Self.certificates(in: certificatesPath))]
      configuration.tlsConfiguration = tls
    }
    self.configuration = configuration
    client = HTTPClient(eventLoopGroupProvider: Self.eventLoops, configuration: configuration)
  }

  /// The client for an answer of up to so many bytes: downloads that are longer than any reply have one of their own.
  func client(forBytes limit: Int) -> HTTPClient {
    guard limit > limits.answerBytes else { return client }
    return clients.withLock { clients in
      if let bulk = clients.bulk { return bulk }
      guard !clients.isShutDown else { return client }
      var configuration = configuration
      // Its bound is the call's own, which the collector of the answer keeps.
      configuration.decompression = .enabled(limit: .ratio(1100))
      let bulk = HTTPClient(eventLoopGroupProvider: Self.eventLoops, configuration: configuration)
      clients.bulk = bulk
      return bulk
    }
  }

  /// Closes all connections; exchanges that are under way fail. Calling it again does nothing.
  package func shutdown() async {
    guard let bulk = close() else { return }
    for client in [client] + bulk { try? await client.shutdown() }
  }

  private func close() -> [HTTPClient]? {
    clients.withLock { clients in
      guard !clients.isShutDown else { return nil }
      clients.isShutDown = true
      return clients.bulk.map { [$0] } ?? []
    }
  }

  deinit {
    guard let bulk = close() else { return }
    for client in [client] + bulk { client.shutdown { _ in } }
  }

  private static func certificates(in path: String) throws(LanguageModelError) -> [NIOSSLCertificate] {
    do {
      let certificates = try NIOSSLCertificate.fromPEMFile(path)
      if !certificates.isEmpty { return certificates }
    } catch {}
    throw LanguageModelError(
      .invalidRequest, "\(path) is no readable file of certificates in PEM form, which it is given as.")
  }
}

extension TimeAmount {
  /// The nearest amount; what does not fit is as long as can be.
  init(_ duration: Duration) {
    let nanoseconds = (duration / .nanoseconds(1)).rounded()
    self = .nanoseconds(Int64(min(max(nanoseconds, 0), 9e18)))
  }
}
