package import Maker

/// What a request asks of the model, once it is understood.
package struct GenerationRequest: Sendable, Hashable {
  /// Which of the two forms of the protocol it has.
  package enum Kind: Sendable, Hashable {
    /// `/v1/chat/completions`.
    case chat
    /// `/v1/completions`.
    case plain
  }

  /// The most choices of one request, as at OpenAI.
  static let maximumChoices = 128

  package var kind: Kind
  /// The name of the model as the request has it.
  package var model: String
  package var prompt: Prompt
  /// 0 means the most likely reply.
  package var temperature: Double
  package var seed: UInt64?
  /// How many replies are wanted.
  package var choices: Int
  package var maximumTokens: Int?
  package var isStreamed: Bool
  /// Whether a stream ends with what it cost.
  package var includesUsage: Bool

  /// How each reply is drawn. Without a seed in the request they are drawn from luck.
  package var options: [GenerationOptions] {
    let seed = seed ?? .random(in: .min ... .max)
    return (0..<choices).map { choice in
      GenerationOptions(
        samplingMode: temperature == 0 ? .greedy : .random(seed: Self.seed(of: choice, from: seed)),
        temperature: temperature, maximumResponseTokens: maximumTokens)
    }
  }

  /// The seed of a choice, from 0. The first has the seed of the request itself, so that one sample is the same
  /// over HTTP as without.
  package static func seed(of choice: Int, from seed: UInt64) -> UInt64 {
    choice == 0 ? seed : SampleSeed.of(run: seed, step: 0, slot: choice, attempt: 0)
  }
}

extension GenerationRequest {
  /// Reads a request.
  ///
  /// - Parameters:
  ///   - kind: Which kind it is.
  ///   - body: Its body.
  ///   - ignoresSchemas: Whether a wish for JSON by a schema is passed over.
  /// - Throws: ``APIError`` with status 400, in words for whoever wrote the request.
  package init(_ kind: Kind, _ body: [UInt8], ignoresSchemas: Bool = false) throws(APIError) {
    let value: JSONValue
    do throws(JSONSyntaxError) {
      value = try JSONReader.value(in: body)
    } catch {
      throw .invalid(nil, "The body is not valid JSON: \(error.message).", code: "invalid_json")
    }
    var fields = try RequestFields(value)
    guard let model = try fields.string("model") else {
      throw .invalid("model", "model is missing; name the model to use.", code: "missing_parameter")
    }
    self.kind = kind
    self.model = model
    prompt = kind == .chat ? try Self.chatPrompt(&fields) : try Self.plainPrompt(&fields)
    temperature = try fields.amount("temperature") ?? 1
    seed = try fields.seed("seed")
    choices = try fields.integer("n", in: 1...Self.maximumChoices) ?? 1
    maximumTokens = try Self.maximumTokens(&fields, kind)
    isStreamed = try fields.bool("stream") ?? false
    includesUsage = try Self.includesUsage(&fields, isStreamed: isStreamed)
    try fields.refuseRest(ignoring: ignoresSchemas ? Self.harmless.union(["response_format"]) : Self.harmless)
  }

  /// Fields that say who asks, or how to account for it, or hint at what this server does anyway.
  private static let harmless: Set<String> = [
    "user", "metadata", "store", "service_tier", "safety_identifier", "prompt_cache_key",
    "prompt_cache_retention", "cache_prompt", "tool_choice", "parallel_tool_calls", "reasoning_effort",
    "verbosity",
  ]

  private static func maximumTokens(_ fields: inout RequestFields, _ kind: Kind) throws(APIError) -> Int? {
    let tokens = try fields.integer("max_tokens", in: 1 ... .max)
    guard kind == .chat, let completionTokens = try fields.integer("max_completion_tokens", in: 1 ... .max)
    else { return tokens }
    guard tokens == nil else {
      throw .invalid("max_tokens", "max_tokens and max_completion_tokens mean the same; give one of them.")
    }
    return completionTokens
  }

  private static func includesUsage(
    _ fields: inout RequestFields, isStreamed: Bool
  ) throws(APIError) -> Bool {
    guard let value = fields.take("stream_options") else { return false }
    guard isStreamed else {
      throw .invalid("stream_options", "stream_options is for requests with stream: true only.")
    }
    var options = try RequestFields(value, prefix: "stream_options.")
    let includesUsage = try options.bool("include_usage") ?? false
    try options.refuseRest(ignoring: ["include_obfuscation"])
    return includesUsage
  }

  /// The prompt of a plain completion: a string, or a list of one.
  private static func plainPrompt(_ fields: inout RequestFields) throws(APIError) -> Prompt {
    switch fields.take("prompt") {
    case .string(let text): return Prompt(text)
    case .array(let texts):
      if texts.count == 1, case .string(let text) = texts[0] { return Prompt(text) }
      throw .invalid("prompt", "prompt must be one string; this server takes one prompt in a request.")
    case nil: throw .invalid("prompt", "prompt is missing.", code: "missing_parameter")
    case .some(let value): throw fields.wrongType("prompt", value, "a string")
    }
  }
}
