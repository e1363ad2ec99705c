public import Maker

extension EndpointBatchLanguageModel {
  /// A model of an endpoint that has a batch interface.
  ///
  /// - Parameters:
  ///   - model: The model as the provider knows it, `gpt-4.1-mini`.
  ///   - profile: Where the provider differs from others that speak its protocol.
  ///   - baseURL: The address, ending in the version; nil for the profile's own.
  ///   - key: The key; nil for none.
  ///   - options: How fast and how patiently it is asked.
  ///   - endpoints: What it shares with other models.
  /// - Returns: The model.
  /// - Throws: ``Maker/LanguageModelError`` with the remedy for a provider without batches, a wrong address, a missing or
  ///   unfit key.
  public static func make(
    _ model: String, of profile: EndpointProfile, baseURL: String? = nil, key: Secret? = nil,
    options: EndpointOptions = EndpointOptions(), endpoints: Endpoints = Endpoints()
  ) throws(LanguageModelError) -> EndpointBatchLanguageModel {
    guard profile.hasBatches else {
      throw LanguageModelError(
        .invalidRequest, "\(profile.name) has no batch interface that is known here: go on without --batch.")
    }
    let base = try EndpointLanguageModel.make(
      model, of: profile, baseURL: baseURL, key: key, options: options, endpoints: endpoints)
    let wireOptions = WireOptions(asksForLogprobs: options.logprobs, mask: Mask(key.map { [$0] } ?? []))
    let wire: any BatchWire =
      switch profile.dialect {
      case .openAI: OpenAIBatchWire(profile: profile, model: model, options: wireOptions)
      case .anthropic: AnthropicBatchWire(profile: profile, model: model, options: wireOptions)
      }
    return EndpointBatchLanguageModel(base, wire: wire)
  }
}
