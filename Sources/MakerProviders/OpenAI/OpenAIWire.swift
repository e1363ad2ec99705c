package import Maker

/// OpenAI's chat completions, as OpenAI and most other servers speak them.
///
/// The instructions, which are the same for every step, go first as the system message, so that a cache of prefixes
/// holds them. A seed is cut to 53 bits: servers hold seeds in 63 bits, and those written in JavaScript in the 53 that
/// a double keeps exactly. A greedy sample has temperature 0 and no seed.
package struct OpenAIWire: WireProtocol {
  /// The name replies are counted and priced under.
  package let modelName: String
  package let model: String
  package let profile: EndpointProfile

  let options: WireOptions
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
    profile: EndpointProfile, model: String, options: WireOptions = WireOptions(),
    pricedAs suffix: String = ""
  ) {
    self.profile = profile
    self.model = model
    self.options = options
    modelName = "\(profile.name)/\(model)\(suffix)"
    reading = ReplyReading(failures: ErrorReading(profile: profile, model: model, mask: options.mask))
    sendsTemperature = options.sendsTemperature ?? TemperatureRule.isTaken(by: model)
  }

  package func call(for prompt: Prompt, options: GenerationOptions) throws(CallFailure) -> HTTPCall {
    HTTPCall(
      .post, "/chat/completions",
      headers: [("Content-Type", "application/json"), ("Accept", "application/json")],
      body: try body(for: prompt, options: options))
  }

  /// The body of a request, which is also a line's body in a batch.
  func body(for prompt: Prompt, options: GenerationOptions) throws(CallFailure) -> [UInt8] {
    let length = prompt.content.utf8.count + (prompt.instructions?.content.utf8.count ?? 0)
    var json = JSONWriter(capacity: length + length / 8 + 512)
    json.beginObject()
    json.member("model", model)
    json.key("messages")
    json.beginArray()
    if let instructions = prompt.instructions { Self.message("system", instructions.content, to: &json) }
    Self.message("user", prompt.content, to: &json)
    json.endArray()
    if let limit = options.maximumResponseTokens { json.member(profile.tokenLimitField.rawValue, limit) }
    try sampling(options, to: &json)
    if let schema = prompt.schema, profile.schemaForm != .none { try format(schema, to: &json) }
    if self.options.asksForLogprobs, profile.givesLogprobs {
      json.key("logprobs")
      json.bool(true)
    }
    json.endObject()
    return json.bytes
  }

  private static func message(_ role: String, _ text: String, to json: inout JSONWriter) {
    json.beginObject()
    json.member("role", role)
    json.member("content", text)
    json.endObject()
  }

  private func sampling(_ options: GenerationOptions, to json: inout JSONWriter) throws(CallFailure) {
    guard options.temperature.isFinite, options.temperature >= 0 else {
      throw failures.failure(
        .noRetry(.invalidRequest),
        "cannot be asked at a temperature of \(options.temperature); give one of 0 or more.",
        type: "invalid_options", stage: .unsent)
    }
    var temperature = options.temperature
    switch options.samplingMode {
    case .greedy: temperature = 0
    case .random(let seed):
      if let seed, profile.sendsSeed { json.member("seed", Int(seed & 0x1F_FFFF_FFFF_FFFF)) }
    }
    if sendsTemperature {
      json.key("temperature")
      json.real(temperature)
    }
  }

  private func format(_ schema: ResponseSchema, to json: inout JSONWriter) throws(CallFailure) {
    let value: JSONValue
    do throws(JSONReader.Failure) {
      value = try JSONReader.read(Array(schema.json.utf8))
    } catch {
      throw failures.failure(
        .noRetry(.invalidRequest),
        "cannot be given the schema \(schema.name): it is not JSON (\(error.reason) at byte \(error.offset)).",
        type: "invalid_schema", stage: .unsent)
    }
    json.key("response_format")
    json.beginObject()
    json.member("type", "json_schema")
    if profile.schemaForm == .nested {
      json.key("json_schema")
      json.beginObject()
      json.member("name", schema.name)
      json.key("strict")
      json.bool(true)
    }
    json.key("schema")
    json.value(value)
    if profile.schemaForm == .nested { json.endObject() }
    json.endObject()
  }

  package func response(from answer: HTTPAnswer, now: Double) throws(CallFailure) -> Response {
    try response(from: try reading.value(of: answer, now: now), of: answer, now: now)
  }

  package func failure(from answer: HTTPAnswer, now: Double) -> CallFailure {
    failures.failure(from: answer, now: now)
  }
}
