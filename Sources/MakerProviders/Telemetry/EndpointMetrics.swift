import CoreMetrics
import Maker
import Synchronization

/// The metrics of the exchanges with one model. Instruments are made once for each combination of labels.
final class EndpointMetrics: Sendable {
  private struct Key: Hashable {
    let label: String
    let distinction: String
  }

  private struct Instruments {
    var timers: [String: Timer] = [:]
    var recorders: [Key: Recorder] = [:]
  }

  /// More labels than any provider has kinds of failure: a label is never made of what a server says, but to be sure.
  private static let mostInstruments = 200

  private let labels: [(String, String)]
  private let factory: any MetricsFactory
  private let instruments = Mutex(Instruments())
  private let limit: Gauge
  private let inFlight: Gauge

  init(_ subject: EndpointTelemetry.Subject, _ factory: any MetricsFactory) {
    self.factory = factory
    labels = [
      ("gen_ai.operation.name", "chat"), ("gen_ai.provider.name", subject.provider),
      ("gen_ai.request.model", subject.model), ("gen_ai.response.model", subject.model),
      ("server.address", subject.host), ("server.port", String(subject.port)),
    ]
    let server = [("server.address", subject.host), ("server.port", String(subject.port))]
    limit = Gauge(label: "maker.endpoint.concurrency.limit", dimensions: server, factory: factory)
    inFlight = Gauge(label: "maker.endpoint.concurrency.in_flight", dimensions: server, factory: factory)
  }

  func record(_ result: Result<Response, CallFailure>, latency: Duration) {
    switch result {
    case .success(let response):
      timer(error: nil).recordNanoseconds(Int64(min(latency / .nanoseconds(1), 9e18)))
      recorder(tokens: "input").record(response.usage.inputTokens)
      recorder(tokens: "output").record(response.usage.outputTokens)
    case .failure(let failure):
      timer(error: failure.type).recordNanoseconds(Int64(min(latency / .nanoseconds(1), 9e18)))
    }
  }

  func record(inFlight: Int, limit: Int) {
    self.inFlight.record(inFlight)
    self.limit.record(limit)
  }

  private func timer(error: String?) -> Timer {
    instruments.withLock { instruments in
      let name = instruments.timers.count < Self.mostInstruments ? error ?? "" : "other"
      if let known = instruments.timers[name] { return known }
      let dimensions = labels + (name.isEmpty ? [] : [("error.type", name)])
      let timer = Timer(label: "gen_ai.client.operation.duration", dimensions: dimensions, factory: factory)
      instruments.timers[name] = timer
      return timer
    }
  }

  private func recorder(tokens kind: String) -> Recorder {
    instruments.withLock { instruments in
      let key = Key(label: "gen_ai.client.token.usage", distinction: kind)
      if let known = instruments.recorders[key] { return known }
      let recorder = Recorder(
        label: key.label, dimensions: labels + [("gen_ai.token.type", kind)], aggregate: true,
        factory: factory)
      instruments.recorders[key] = recorder
      return recorder
    }
  }
}
