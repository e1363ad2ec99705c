import AsyncHTTPClient
import Maker
import NIOCore
import NIOHTTP1
import Synchronization

/// Sends calls to one endpoint with AsyncHTTPClient. The one place that knows the key: it sets the header with it, and
/// takes it out of whatever comes back.
///
/// Redirects are not followed: an answer of 3xx is handed up, and the key goes to no other host.
package final class AsyncHTTPTransport: HTTPTransport {
  private let base: BaseURL
  private let pool: ConnectionPool
  private let headers: HTTPHeaders
  private let mask: KeyMask?
  /// Nearly all calls go to one path, whose address is taken apart once.
  private let last = Mutex<(path: String, request: HTTPClient.Request)?>(nil)

  /// Makes a transport.
  ///
  /// - Parameters:
  ///   - base: The address that paths of calls are put below.
  ///   - key: The key, checked, or nil for none.
  ///   - keyHeader: The header it goes into.
  ///   - pool: The connections.
  package init(base: BaseURL, key: Secret?, keyHeader: KeyHeader, pool: ConnectionPool) {
    self.base = base
    self.pool = pool
    mask = key.flatMap { KeyMask($0) }
    var headers: HTTPHeaders = [
      "host": base.hostField, "user-agent": "maker/\(MakerVersion.current)", "accept-encoding": "gzip",
    ]
    if let key {
      let field = keyHeader.field(with: key)
      headers.add(name: field.name, value: field.value)
    }
    self.headers = headers
  }

  /// Sends one call and reads the whole answer. It ends promptly when the task is cancelled.
  ///
  /// - Throws: ``CallFailure`` when there is no whole answer.
  package func send(_ call: HTTPCall) async throws(CallFailure) -> HTTPAnswer {
    let request = try request(for: call)
    let limit = call.maximumAnswerBytes ?? pool.limits.answerBytes
    let client = pool.client(forBytes: limit)
    let collector = AnswerCollector(limits: pool.limits, maximumBytes: limit)
    let result: Result<HTTPAnswer, any Error> = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let task = client.execute(request: request, delegate: collector)
        task.futureResult.whenComplete { continuation.resume(returning: $0) }
        collector.attach(task)
      }
    } onCancel: {
      collector.cancel()
    }
    switch result {
    case .success(var answer):
      mask?.apply(to: &answer)
      return answer
    case .failure(let error):
      if collector.breach == .cut, var answer = collector.partialAnswer() {
        mask?.apply(to: &answer)
        return answer
      }
      throw NetworkFailure(
        host: base.bareHost, place: base.place, scheme: base.scheme, limits: pool.limits, answerBytes: limit,
        stage: collector.stage
      ).reading(of: error)
    }
  }

  private func request(for call: HTTPCall) throws(CallFailure) -> HTTPClient.Request {
    let method = HTTPMethod(rawValue: call.method.rawValue)
    var request: HTTPClient.Request
    if let known = last.withLock({ $0 }), known.path == call.path, known.request.method == method {
      request = known.request
    } else {
      do {
        request = try HTTPClient.Request(url: base.url(of: call.path), method: method, headers: headers)
      } catch {
        throw CallFailure(
          .noRetry(.invalidRequest), "The base URL \(base) makes no address: correct it.",
          type: "bad_address",
          stage: .unsent)
      }
      let fresh = request
      last.withLock { $0 = (call.path, fresh) }
    }
    for field in call.headers { request.headers.add(name: field.name, value: field.value) }
    request.body = call.body.isEmpty ? nil : .bytes(call.body)
    return request
  }
}
