package import CoreMetrics
public import Logging
package import Maker
import Synchronization
package import Tracing

/// What the models of a process share: connections, and for each server how many requests at a time it was found to
/// bear.
///
/// The options of the first model of a server hold for all of its models, as far as they are about what is shared: the
/// bounds of connections, requests and tokens, and the time limits.
public final class Endpoints: Sendable {
  struct Server: Sendable {
    let pool: ConnectionPool
    let limiter: AdaptiveLimiter
  }

  let logger: Logger
  let clock: RunClock
  private let factory: any MetricsFactory
  private let tracer: any Tracer
  private let servers = Mutex<[String: Server]>([:])

  /// Makes a place for models to share; nothing is connected before a model is asked. Metrics and traces go to the
  /// backends that are set up at this moment.
  ///
  /// - Parameter logger: Where models log: exchanges at debug, retries and limits at info, failures at warning.
  public convenience init(logger: Logger = Logger(label: "maker.endpoint")) {
    self.init(logger: logger, clock: .continuous)
  }

  package init(
    logger: Logger, clock: RunClock, factory: any MetricsFactory = MetricsSystem.factory,
    tracer: any Tracer = InstrumentationSystem.tracer
  ) {
    self.logger = logger
    self.clock = clock
    self.factory = factory
    self.tracer = tracer
  }

  /// Who is told about the exchanges with a model.
  func telemetry(_ subject: EndpointTelemetry.Subject, recordsText: Bool) -> EndpointTelemetry {
    EndpointTelemetry(subject, logger: logger, recordsText: recordsText, factory: factory, tracer: tracer)
  }

  /// Closes all connections. Models that are asked afterwards say that they are shut down.
  public func shutdown() async {
    for server in servers.withLock({ Array($0.values) }) { await server.pool.shutdown() }
  }

  /// What the models of a server share.
  func server(
    _ base: BaseURL, options: EndpointOptions, telemetry: EndpointTelemetry
  ) throws(LanguageModelError) -> Server {
    let key = "\(base.scheme.rawValue)://\(base.place)"
    if let known = servers.withLock({ $0[key] }) { return known }
    let limiter = AdaptiveLimiter(
      LimiterState(
        maximum: options.maximumConnections, patience: options.rateLimitPatience,
        pacer: Pacer(requestsPerMinute: options.requestsPerMinute, tokensPerMinute: options.tokensPerMinute)),
      clock: clock, onChange: telemetry.didChange)
    let pool = try ConnectionPool(limits: options.limits, certificatesPath: options.certificatesPath)
    let fresh = Server(pool: pool, limiter: limiter)
    return servers.withLock { servers in
      if let known = servers[key] { return known }
      servers[key] = fresh
      return fresh
    }
  }
}
