import Maker
import MakerProviders
import MakerTesting
import Synchronization

/// Answers after some time of a clock, as a test says; it ends promptly when it is cancelled.
final class ScriptedTransport: HTTPTransport {
  struct Act: Sendable {
    let delay: Duration
    let result: Result<HTTPAnswer, CallFailure>

    static func chat(_ text: String, after delay: Duration = .zero) -> Act {
      Act(
        delay: delay,
        result: .success(HTTPAnswer(status: 200, body: Array(Answers.chatJSON(content: "\"\(text)\"").utf8))))
    }

    static func status(
      _ status: Int, headers: [(name: String, value: String)] = [], after delay: Duration = .zero
    )
      -> Act
    {
      Act(
        delay: delay,
        result: .success(
          HTTPAnswer(
            status: status, headers: HTTPHeaderFields(headers),
            body: Array(#"{"error":{"message":"no"}}"#.utf8))))
    }

    static func failure(
      _ type: String, stage: CallFailure.Stage, after delay: Duration = .zero
    ) -> Act {
      Act(
        delay: delay,
        result: .failure(CallFailure(.transient(retryAfter: nil), "It broke.", type: type, stage: stage)))
    }
  }

  private struct Shared {
    var count = 0
    var broken = 0
  }

  private let acts: [Act]
  private let clock: RunClock
  private let shared = Mutex(Shared())

  /// The last act is repeated.
  init(_ acts: [Act], clock: RunClock) {
    self.acts = acts
    self.clock = clock
  }

  /// How many calls were sent.
  var count: Int { shared.withLock { $0.count } }
  /// How many of them were broken off.
  var broken: Int { shared.withLock { $0.broken } }

  func send(_ call: HTTPCall) async throws(CallFailure) -> HTTPAnswer {
    let number = shared.withLock { shared in
      shared.count += 1
      return shared.count - 1
    }
    let act = acts[min(number, acts.count - 1)]
    do {
      if act.delay > .zero { try await clock.sleep(act.delay) }
    } catch {
      shared.withLock { $0.broken += 1 }
      throw CallFailure(.transient(retryAfter: nil), "Cancelled.", type: "cancelled", stage: .sent)
    }
    return try act.result.get()
  }
}

/// A model over a scripted transport and a virtual clock.
struct ScriptedEndpoint {
  let clock = VirtualClock()
  let transport: ScriptedTransport
  let limiter: AdaptiveLimiter
  let logs = CollectedLogs()
  let model: EndpointLanguageModel

  init(
    _ acts: [ScriptedTransport.Act], limiter state: LimiterState = LimiterState(maximum: 100),
    _ adjust: (inout EndpointOptions) -> Void = { _ in }
  ) {
    let run = RunClock(clock)
    transport = ScriptedTransport(acts, clock: run)
    limiter = AdaptiveLimiter(state, clock: run)
    var options = EndpointOptions()
    adjust(&options)
    let subject = EndpointTelemetry.Subject(provider: "custom", model: "tiny", host: "h", port: 1)
    model = EndpointLanguageModel(
      wire: OpenAIWire(profile: .custom(baseURL: "http://h:1/v1"), model: "tiny"), transport: transport,
      limiter: limiter, options: options, telemetry: EndpointTelemetry(subject, logger: logs.logger),
      clock: run, wallSeconds: { 1_700_000_000 }, chance: { 0.5 })
  }

  func ask() async -> Result<Response, LanguageModelError> {
    do throws(LanguageModelError) {
      return .success(try await model.respond(to: Prompt("2+2?"), options: GenerationOptions()))
    } catch {
      return .failure(error)
    }
  }
}
