public import Maker

/// A model behind a provider's interface: it asks over the network, as fast as the provider bears, and tries again what
/// fails for reasons that pass.
///
/// ```swift
/// let endpoints = Endpoints()
/// let model = try EndpointLanguageModel.make(
///   "gpt-4.1-mini", of: .openai, key: Secret(key), endpoints: endpoints)
/// let reply = try await model.respond(to: Prompt("What is 6 times 7?"), options: GenerationOptions())
/// await endpoints.shutdown()
/// ```
public struct EndpointLanguageModel: LanguageModel {
  let wire: any WireProtocol
  let transport: any HTTPTransport
  package let limiter: AdaptiveLimiter
  let policy: RetryPolicy
  let hedgeAfter: Duration?
  let settleGrace: Duration
  let telemetry: EndpointTelemetry
  let clock: RunClock
  let wallSeconds: @Sendable () -> Double
  let chance: @Sendable () -> Double

  /// Puts a model together from its parts.
  ///
  /// - Parameters:
  ///   - wire: What is said.
  ///   - transport: Who carries it.
  ///   - limiter: How much at a time; shared by all models of one endpoint.
  ///   - options: Retries, hedging and settling.
  ///   - telemetry: Who is told.
  ///   - clock: What waits and limits are measured with.
  ///   - wallSeconds: The seconds since 1970, which dates in answers are compared with.
  ///   - chance: A random number from 0 up to 1, for the waits between tries.
  package init(
    wire: any WireProtocol, transport: any HTTPTransport, limiter: AdaptiveLimiter,
    options: EndpointOptions = EndpointOptions(), telemetry: EndpointTelemetry, clock: RunClock = .continuous,
    wallSeconds: @escaping @Sendable () -> Double = WallClock.secondsSince1970,
    chance: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
  ) {
    self.wire = wire
    self.transport = transport
    self.limiter = limiter
    policy = options.retries
    hedgeAfter = options.hedgeAfter
    settleGrace = options.settleGrace
    self.telemetry = telemetry
    self.clock = clock
    self.wallSeconds = wallSeconds
    self.chance = chance
  }

  /// The provider and the model: what a reply depends on. Neither the address nor the key is.
  public var identity: [String: String] { ["model": wire.modelName] }

  /// One reply.
  ///
  /// When the task is cancelled while a request is out, the request is given some time to come home, for it is paid
  /// for; no other is made.
  ///
  /// - Parameters:
  ///   - prompt: What is asked.
  ///   - options: How the reply is drawn.
  /// - Returns: The reply, with the tries before it that may have been billed.
  /// - Throws: ``Maker/LanguageModelError`` when there is no reply after all tries, with what happened and the remedy.
  public func respond(
    to prompt: Prompt, options: GenerationOptions
  ) async throws(LanguageModelError) -> Response {
    let call: HTTPCall
    do throws(CallFailure) {
      call = try wire.call(for: prompt, options: options)
    } catch {
      guard case .noRetry(let code) = error.kind else {
        throw LanguageModelError(.invalidRequest, error.message)
      }
      throw LanguageModelError(code, error.message)
    }
    let attempt = EndpointAttempt(model: self, call: call, prompt: prompt, options: options)
    return try await attempt.response()
  }
}
