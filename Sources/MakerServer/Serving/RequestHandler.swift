import HTTPTypes
import HummingbirdCore
import Maker
import NIOCore
import Synchronization

/// Deals with the requests of all connections of one server.
final class RequestHandler: Sendable {
  private let endpoint: ModelEndpoint
  private let faults: FaultPlan
  private let maximumBodyBytes: Int
  private let clock: RunClock
  private let observer: (@Sendable (ServedRequest) -> Void)?
  private let dates = DateField()
  private let generationCount = Atomic<Int>(0)
  /// Connections that are never answered, on purpose.
  let stalled = StalledConnections()

  init(
    _ endpoint: ModelEndpoint, configuration: ModelServer.Configuration, clock: RunClock,
    observer: (@Sendable (ServedRequest) -> Void)?
  ) {
    self.endpoint = endpoint
    faults = configuration.faults
    maximumBodyBytes = configuration.maximumBodyBytes
    self.clock = clock
    self.observer = observer
  }

  /// Reads a request, and answers it or fails to, as the plan of faults has it.
  ///
  /// - Throws: When the connection broke.
  @concurrent
  func handle(_ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel) async throws {
    let start = observer == nil ? .zero : clock.now()
    let delivery = Delivery(channel: channel, clock: clock, date: dates.now)
    let (answer, fault) = try await outcome(of: request)
    let status = fault == .stall || fault == .reset ? nil : answer.status.code
    // A stalled request is told of when it begins to stall: it may not end before the server does.
    if fault == .stall { observe(request, status, fault, since: start) }
    defer { if fault != .stall { observe(request, status, fault, since: start) } }
    switch fault {
    case .stall: await stalled.hold(channel)
    case .reset: await delivery.reset()
    case .resetBody: try await delivery.sendHalf(answer, with: writer, thenReset: true)
    case .truncate: try await delivery.sendHalf(answer, with: writer, thenReset: false)
    case .slow: try await delivery.sendSlowly(answer, with: writer)
    case .garbage: try await delivery.send(answer.garbled, with: writer)
    default: try await delivery.send(answer, with: writer)
    }
  }

  private func observe(_ request: Request, _ status: Int?, _ fault: Fault?, since start: Duration) {
    observer?(
      ServedRequest(
        method: request.method.rawValue, path: String(request.servedPath), status: status, fault: fault,
        duration: clock.now() - start))
  }

  /// The right answer or the one of a fault, and what else goes wrong with it.
  private func outcome(of request: Request) async throws -> (Answer, Fault?) {
    let route: Route
    do throws(APIError) {
      route = try endpoint.route(
        request.method, request.servedPath, authorization: request.headers[.authorization])
    } catch {
      return (Answer(error), nil)
    }
    guard let body = try await body(of: request) else {
      return (Answer(APIError(413, "The body has more than \(maximumBodyBytes) bytes.")), nil)
    }
    guard case .generate = route, !faults.isEmpty else {
      return (await endpoint.answer(to: route, body: body), nil)
    }
    let index = generationCount.add(1, ordering: .relaxed).oldValue
    let injection = faults.injection(at: index)
    if injection.delay > .zero { try await clock.sleep(injection.delay) }
    if let answer = injection.fault?.substitute(retryAfterSeconds: faults.retryAfterSeconds) {
      return (answer, injection.fault)
    }
    return (await endpoint.answer(to: route, body: body), injection.fault)
  }

  /// The body; nil when it is too long. What is not read of it is skipped before the next request is read.
  private func body(of request: Request) async throws -> [UInt8]? {
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > maximumBodyBytes {
      return nil
    }
    var bytes: [UInt8] = []
    for try await part in request.body {
      guard bytes.count + part.readableBytes <= maximumBodyBytes else { return nil }
      bytes += part.readableBytesView
    }
    return bytes
  }
}

extension Request {
  /// The path without its query.
  fileprivate var servedPath: Substring {
    let path = head.path ?? ""
    return path[..<(path.utf8.firstIndex(of: UInt8(ascii: "?")) ?? path.endIndex)]
  }
}
