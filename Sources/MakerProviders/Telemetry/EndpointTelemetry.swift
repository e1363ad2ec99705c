package import CoreMetrics
package import Logging
import Maker
import Synchronization
package import Tracing

/// What logs, metrics and traces are told about the exchanges with one model, in OpenTelemetry's names for generative
/// AI. Nothing is measured for whom nobody asked: without a backend each of the three is one comparison.
package struct EndpointTelemetry: Sendable {
  /// What is the same for all exchanges.
  package struct Subject: Sendable {
    /// The provider: `openai`.
    package var provider: String
    /// The model as the provider knows it.
    package var model: String
    /// The server's host, without port.
    package var host: String
    package var port: Int

    package init(provider: String, model: String, host: String, port: Int) {
      self.provider = provider
      self.model = model
      self.host = host
      self.port = port
    }
  }

  let subject: Subject
  package let logger: Logger
  /// The failure that was told last, with no reply since.
  private let told = ToldFailure()
  private let metrics: EndpointMetrics?
  private let spans: EndpointSpans?

  /// Makes it of the backends.
  ///
  /// - Parameters:
  ///   - subject: What is the same for all exchanges.
  ///   - logger: Where log records go.
  ///   - recordsText: Whether traces hold the text of prompts and replies.
  ///   - factory: The metrics backend.
  ///   - tracer: The tracing backend.
  package init(
    _ subject: Subject, logger: Logger, recordsText: Bool = false,
    factory: any MetricsFactory = NOOPMetricsHandler.instance, tracer: any Tracer = NoOpTracer()
  ) {
    self.subject = subject
    self.logger = logger
    metrics = factory is NOOPMetricsHandler ? nil : EndpointMetrics(subject, factory)
    spans = tracer is NoOpTracer ? nil : EndpointSpans(subject, tracer, recordsText: recordsText)
  }

  /// A request goes out.
  func begin(_ prompt: Prompt, _ options: GenerationOptions) -> (any Span)? {
    spans?.begin(prompt, options)
  }

  /// An exchange is over.
  func end(
    _ span: (any Span)?, _ result: Result<Response, CallFailure>, latency: Duration, answer: HTTPAnswer?
  ) {
    if case .success = result { told.forget() }
    if let span { spans?.end(span, result, status: answer?.status) }
    metrics?.record(result, latency: latency)
    logger.debug(
      "exchange",
      metadata: [
        "model": "\(subject.model)", "status": "\(answer.map { String($0.status) } ?? "none")",
        "outcome": "\(result.typeName)", "latency_ms": "\((latency / .milliseconds(1)).rounded())",
      ])
  }

  /// The requests that are out, and the most that may be.
  func measure(_ limiter: AdaptiveLimiter) {
    guard let metrics else { return }
    let state = limiter.state
    metrics.record(inFlight: state.inFlight, limit: state.limit)
  }

  /// A try failed, and another will be made.
  func willRetry(_ failure: CallFailure, after wait: Duration) {
    // Rate limits hit all requests that are out at once: the limiter tells of them once.
    var level = Logger.Level.info
    if case .rateLimit = failure.kind { level = .debug }
    logger.log(
      level: level, "retry: \(failure.message)",
      metadata: ["model": "\(subject.model)", "reason": "\(failure.type)", "wait": "\(wait.inWords)"])
  }

  /// A try stalls, and another takes its place.
  func willReplace(after age: Duration) {
    logger.info(
      "a stalled request is replaced by another",
      metadata: ["model": "\(subject.model)", "age": "\(age.inWords)"])
  }

  /// The endpoint bears fewer requests than were sent, or more.
  package func didChange(_ change: LimiterChange) {
    logger.info(
      change.to < change.from || change.pause > .zero
        ? "rate limited: fewer requests at a time" : "more requests at a time",
      metadata: [
        "server": "\(subject.host):\(subject.port)", "from": "\(change.from)", "to": "\(change.to)",
        "pause": "\(change.pause.inWords)",
      ])
  }

  /// No reply will come. What many calls at once fail for is a warning only once.
  func gaveUp(_ error: LanguageModelError) {
    logger.log(
      level: told.isNews(error) ? .warning : .debug, "gave up: \(error.message)",
      metadata: ["model": "\(subject.model)", "code": "\(error.code.rawValue)"])
  }
}

/// The last failure that was told, so that the same is not told for each of hundreds of calls.
private final class ToldFailure: Sendable {
  private let last = Mutex<LanguageModelError?>(nil)

  /// Whether it is another than the last one; it is the last one then.
  func isNews(_ error: LanguageModelError) -> Bool {
    last.withLock { last in
      defer { last = error }
      return last != error
    }
  }

  /// A reply came: whatever fails next is news.
  func forget() { last.withLock { $0 = nil } }
}

extension Result where Success == Response, Failure == CallFailure {
  /// How it ended, in one word.
  fileprivate var typeName: String {
    switch self {
    case .success(let response): response.finishReason.rawValue
    case .failure(let failure): failure.type
    }
  }
}
