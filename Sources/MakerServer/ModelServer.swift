public import Maker

/// Serves a language model over the OpenAI protocol: chat and plain completions, with several choices, seeds, usage
/// and streams, and with faults on request.
///
/// ```swift
/// try await ModelServer(model, ModelServer.Configuration(modelNames: ["hanoi"])).serve { address in
///   print(address.baseURL)  // http://127.0.0.1:8080/v1
///   ...                     // it serves until this returns
/// }
/// ```
public struct ModelServer: Sendable {
  /// What is served, where, and to whom.
  public struct Configuration: Sendable {
    /// The address to listen on; what is not loopback can be reached by other machines.
    public var host = "127.0.0.1"
    /// The port, 0 to 65535; 0 takes any that is free.
    public var port = 0
    /// What the model is called in requests, at least one name.
    public var modelNames: [String]
    /// What a client has to show; nil lets everybody in.
    public var key: AccessKey?
    /// What is done wrong on purpose.
    public var faults = FaultPlan.none
    /// Whether requests for JSON by a schema are answered by a model that is not held to it; else they are refused.
    public var ignoresSchemas = false
    /// The most bytes of a request's body.
    public var maximumBodyBytes = 1 << 20
    /// How long requests in flight may take when the server stops; then they are cut off.
    public var grace = Duration.seconds(10)

    /// Makes a configuration with the defaults: any free port on loopback, for everybody.
    ///
    /// - Parameter modelNames: What the model is called in requests, at least one name.
    public init(modelNames: [String]) { self.modelNames = modelNames }
  }

  private let endpoint: ModelEndpoint
  private let configuration: Configuration
  private let clock: RunClock
  private let observer: (@Sendable (ServedRequest) -> Void)?

  /// Makes a server; it listens when ``serve(_:)`` is called.
  ///
  /// - Parameters:
  ///   - model: What answers; several choices are asked for in one call where it can.
  ///   - configuration: What is served, where, and to whom.
  ///   - clock: What latencies and slow faults are measured in.
  ///   - observer: Told of every request once it is dealt with; nil costs nothing.
  public init(
    _ model: any LanguageModel, _ configuration: Configuration, clock: RunClock = .continuous,
    observer: (@Sendable (ServedRequest) -> Void)? = nil
  ) {
    self.configuration = configuration
    self.clock = clock
    self.observer = observer
    endpoint = ModelEndpoint(
      model, names: configuration.modelNames, key: configuration.key,
      ignoresSchemas: configuration.ignoresSchemas)
  }

  /// Serves while `body` runs; then takes no new requests, answers those in flight, and returns.
  ///
  /// A task that is cancelled stops the server in the same way, as soon as `body` notices.
  ///
  /// - Parameter body: Called with the address once it is listened on.
  /// - Returns: What `body` returns.
  /// - Throws: ``ModelServerError`` when the address cannot be listened on or requests had to be cut off; what `body`
  ///   throws.
  public func serve<Value: Sendable>(
    _ body: @escaping @Sendable (ServerAddress) async throws -> Value
  ) async throws -> Value {
    let handler = RequestHandler(endpoint, configuration: configuration, clock: clock, observer: observer)
    let listener = Listener(handler, host: configuration.host, port: configuration.port)
    let port: Int
    do {
      port = try await listener.port()
    } catch {
      _ = await listener.stop(within: .zero, clock: clock)
      throw error is CancellationError ? error : cannotListen(Listener.reason(error))
    }
    let address = ServerAddress(host: configuration.host, port: port)
    return try await withThrowingTaskGroup(of: Value?.self) { group in
      group.addTask { try await body(address) }
      group.addTask {
        await listener.ended()
        return nil
      }
      let first = await group.nextResult() ?? .success(nil)
      if case .success(nil) = first { throw failed(address) }
      let isDrained = await listener.stop(within: configuration.grace, clock: clock)
      if case .failure(let error) = first, !(error is CancellationError) { throw error }
      guard isDrained else { throw cutOff }
      guard let value = try first.get() else { throw failed(address) }
      return value
    }
  }

  private func cannotListen(_ reason: String) -> ModelServerError {
    let place = "\(configuration.host), port \(configuration.port)"
    return ModelServerError(
      .cannotListen,
      "The server cannot listen on \(place): \(reason). Choose another port, or 0 for any that is free.")
  }

  private func failed(_ address: ServerAddress) -> ModelServerError {
    ModelServerError(.failed, "The server at \(address.baseURL) stopped listening; start it again.")
  }

  private var cutOff: ModelServerError {
    ModelServerError(
      .cutOff, "Requests that were not answered \(configuration.grace) after the stop were cut off.")
  }
}
