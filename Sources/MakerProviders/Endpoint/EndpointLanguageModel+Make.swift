public import Maker

extension EndpointLanguageModel {
  /// A model of an endpoint.
  ///
  /// - Parameters:
  ///   - model: The model as the provider knows it, `gpt-4.1-mini`.
  ///   - profile: Where the provider differs from others that speak its protocol.
  ///   - baseURL: The address, ending in the version; nil for the profile's own.
  ///   - key: The key; nil for none.
  ///   - options: How fast and how patiently it is asked.
  ///   - endpoints: What it shares with other models.
  /// - Returns: The model; nothing is sent before it is asked.
  /// - Throws: ``Maker/LanguageModelError`` with the remedy for a wrong address or a missing or unfit key.
  public static func make(
    _ model: String, of profile: EndpointProfile, baseURL: String? = nil, key: Secret? = nil,
    options: EndpointOptions = EndpointOptions(), endpoints: Endpoints = Endpoints()
  ) throws(LanguageModelError) -> EndpointLanguageModel {
    guard !model.isEmpty else {
      throw LanguageModelError(.unknownModel, "The name of the model is missing: write \(profile.name)/NAME.")
    }
    var profile = profile
    if let baseURL { profile.baseURL = baseURL }
    let connection = try EndpointConnection(
      profile: profile, key: key, options: options, endpoints: endpoints)
    let wireOptions = WireOptions(
      asksForLogprobs: options.logprobs, mask: Mask(connection.key.map { [$0] } ?? []))
    let wire: any WireProtocol =
      switch profile.dialect {
      case .openAI: OpenAIWire(profile: profile, model: model, options: wireOptions)
      case .anthropic: AnthropicWire(profile: profile, model: model, options: wireOptions)
      }
    let subject = EndpointTelemetry.Subject(
      provider: wire.system, model: model, host: connection.base.bareHost, port: connection.base.port)
    let telemetry = endpoints.telemetry(subject, recordsText: options.recordsText)
    let server = try endpoints.server(connection.base, options: options, telemetry: telemetry)
    return EndpointLanguageModel(
      wire: wire, transport: connection.transport(server.pool), limiter: server.limiter, options: options,
      telemetry: telemetry, clock: endpoints.clock)
  }
}
