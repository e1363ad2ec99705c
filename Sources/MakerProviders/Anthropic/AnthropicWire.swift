package import Maker

/// Anthropic's Messages.
///
/// The instructions are the system block, which a cache is asked to hold. There is no seed and no schema; a temperature
/// is at most 1. `max_tokens` has to be there, so a request without a limit asks for ``defaultTokenLimit``.
package struct AnthropicWire: WireProtocol {
  /// The most tokens of a reply when no limit is given; reasoning counts.
  package static let defaultTokenLimit = 4096
  /// The header fields of every request besides the key.
  static let headers = [
    ("Content-Type", "application/json"), ("Accept", "application/json"), ("anthropic-version", "2023-06-01"),
  ]

  /// The name replies are counted and priced under.
  package let modelName: String
  package let model: String
  package let profile: EndpointProfile

  let reading: ReplyReading
  private let sendsTemperature: Bool

  package var system: String { profile.name }
  package var failures: ErrorReading { reading.failures }

  /// A protocol for one model of one endpoint.
  ///
  /// - Parameters:
  ///   - profile: Where the endpoint differs from others.
  ///   - model: The model as the endpoint knows it.
  ///   - options: What else is to be asked for.
  ///   - suffix: What is added to the name replies are priced under: `:batch`.
  package init(
    profile: EndpointProfile = .anthropic, model: String, options: WireOptions = WireOptions(),
    pricedAs suffix: String = ""
  ) {
    self.profile = profile
    self.model = model
    modelName = "\(profile.name)/\(model)\(suffix)"
    reading = ReplyReading(failures: ErrorReading(profile: profile, model: model, mask: options.mask))
    sendsTemperature = options.sendsTemperature ?? TemperatureRule.isTaken(by: model)
  }

  package func call(for prompt: Prompt, options: GenerationOptions) throws(CallFailure) -> HTTPCall {
    HTTPCall(.post, "/messages", headers: Self.headers, body: try body(for: prompt, options: options))
  }

  /// The body of a request, which is also the parameters of a request in a batch.
  func body(for prompt: Prompt, options: GenerationOptions) throws(CallFailure) -> [UInt8] {
    guard options.temperature.isFinite, options.temperature >= 0 else {
      throw failures.failure(
        .noRetry(.invalidRequest),
        "cannot be asked at a temperature of \(options.temperature); give one of 0 or more.",
        type: "invalid_options", stage: .unsent)
    }
    let length = prompt.content.utf8.count + (prompt.instructions?.content.utf8.count ?? 0)
    var json = JSONWriter(capacity: length + length / 8 + 512)
    json.beginObject()
    json.member("model", model)
    json.member("max_tokens", options.maximumResponseTokens ?? Self.defaultTokenLimit)
    if let instructions = prompt.instructions { system(instructions.content, to: &json) }
    json.key("messages")
    json.beginArray()
    json.beginObject()
    json.member("role", "user")
    json.member("content", prompt.content)
    json.endObject()
    json.endArray()
    if sendsTemperature {
      json.key("temperature")
      json.real(options.samplingMode == .greedy ? 0 : min(options.temperature, 1))
    }
    json.endObject()
    return json.bytes
  }

  private func system(_ text: String, to json: inout JSONWriter) {
    json.key("system")
    json.beginArray()
    json.beginObject()
    json.member("type", "text")
    json.member("text", text)
    json.key("cache_control")
    json.beginObject()
    json.member("type", "ephemeral")
    json.endObject()
    json.endObject()
    json.endArray()
  }

  package func response(from answer: HTTPAnswer, now: Double) throws(CallFailure) -> Response {
    try response(from: try reading.value(of: answer, now: now), of: answer, now: now)
  }

  package func failure(from answer: HTTPAnswer, now: Double) -> CallFailure {
    failures.failure(from: answer, now: now)
  }

  /// The reply in a value that has been read already.
  func response(from value: JSONValue, of answer: HTTPAnswer, now: Double) throws(CallFailure) -> Response {
    guard value.members != nil else { throw reading.senseless("it is not a JSON object") }
    if ErrorReport.isError(value) { throw reading.error(in: value, of: answer, now: now) }
    guard let blocks = value["content"]?.array else { throw reading.senseless("it holds no content") }
    try reading.checkModel(value["model"]?.string)
    let usage = try usage(in: value)
    var text = ""
    // Blocks of thinking, and of whatever comes, are not the answer.
    for block in blocks where block["type"]?.string == "text" { text += block["text"]?.string ?? "" }
    return Response(
      text, usage: usage, finishReason: Self.finishReason(value["stop_reason"]?.string), model: modelName)
  }

  /// The tokens: what a cache held or took is counted beside the rest of the prompt.
  private func usage(in value: JSONValue) throws(CallFailure) -> Usage {
    guard let usage = value["usage"] else { return Usage() }
    guard usage.members != nil else { throw reading.senseless("its usage is not a JSON object") }
    let plain = try reading.count(usage["input_tokens"], "input_tokens")
    let cached = try reading.count(usage["cache_read_input_tokens"], "cache_read_input_tokens")
    let written = try reading.count(usage["cache_creation_input_tokens"], "cache_creation_input_tokens")
    return Usage(
      inputTokens: plain + cached + written,
      outputTokens: try reading.count(usage["output_tokens"], "output_tokens"),
      cachedInputTokens: cached, cacheWriteTokens: written)
  }

  /// Why a reply ended.
  static func finishReason(_ reason: String?) -> Response.FinishReason {
    switch reason {
    case nil, "", "end_turn", "stop_sequence": .stop
    case "max_tokens", "model_context_window_exceeded": .length
    case "refusal": .refusal
    default: .other
    }
  }
}
