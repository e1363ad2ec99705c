import InMemoryTracing
import Maker
import MakerProviders
import MakerTesting

/// A model of a server in a test. Waits between tries and pauses cost no time; limits of the network are real time.
struct TestEndpoint {
  let clock = VirtualClock()
  let logs = CollectedLogs()
  let metrics = CollectedMetrics()
  let tracer = InMemoryTracer()
  let endpoints: Endpoints
  let model: EndpointLanguageModel

  init(
    _ baseURL: String, of profile: EndpointProfile = .custom, model: String = "tiny", key: String? = nil,
    _ adjust: (inout EndpointOptions) -> Void = { _ in }
  ) throws {
    var options = EndpointOptions()
    adjust(&options)
    endpoints = Endpoints(logger: logs.logger, clock: RunClock(clock), factory: metrics, tracer: tracer)
    self.model = try EndpointLanguageModel.make(
      model, of: profile, baseURL: baseURL, key: key.map { Secret($0) }, options: options,
      endpoints: endpoints)
  }

  /// One reply, with time passing whenever someone waits for it.
  func ask(_ prompt: String = "2+2?") async -> Result<Response, LanguageModelError> {
    await clock.passing { await wait(prompt) }
  }

  /// One reply, with time standing still.
  func wait(_ prompt: String = "2+2?") async -> Result<Response, LanguageModelError> {
    do throws(LanguageModelError) {
      return .success(try await model.respond(to: Prompt(prompt), options: GenerationOptions()))
    } catch {
      return .failure(error)
    }
  }
}

extension Result where Success == Response, Failure == LanguageModelError {
  var reply: Response? { try? get() }

  var error: LanguageModelError? {
    if case .failure(let error) = self { error } else { nil }
  }
}

/// Runs a server, and a model that asks it.
func withFaults<R>(
  of profile: EndpointProfile = .custom, model: String = "tiny", key: String? = nil,
  options: (inout EndpointOptions) -> Void = { _ in }, respond: @escaping FaultServer.Respond,
  body: (FaultServer, TestEndpoint) async throws -> R
) async throws -> R {
  try await FaultServer.run(respond: respond) { server in
    let endpoint = try TestEndpoint(server.baseURL, of: profile, model: model, key: key, options)
    let result = try await body(server, endpoint)
    await endpoint.endpoints.shutdown()
    return result
  }
}
