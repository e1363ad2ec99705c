/// Where one kind of server differs from the others that speak its protocol.
public struct EndpointProfile: Sendable, Hashable {
  /// The vendor protocol it speaks.
  public enum Dialect: String, Sendable, Hashable { case openAI = "openai", anthropic }
  /// The name of the field that limits the reply's tokens.
  public enum TokenLimitField: String, Sendable, Hashable {
    case maxTokens = "max_tokens"
    case maxCompletionTokens = "max_completion_tokens"
  }
  /// How a JSON Schema is asked for.
  public enum SchemaForm: Sendable, Hashable {
    /// `response_format: {type: json_schema, json_schema: {name, schema, strict}}`.
    case nested
    /// llama.cpp's: `response_format: {type: json_schema, schema}`.
    case flat
    /// Not at all.
    case none
  }

  /// The provider's name, the part of `provider/model` before the slash.
  public var name: String
  /// The vendor protocol it speaks.
  public var dialect: Dialect
  /// Its address, ending in the version: `https://api.openai.com/v1`. Empty where there is no usual one.
  public var baseURL: String
  /// The environment variable its key is in; nil for a server that needs none.
  public var keyVariable: String?
  /// Whether it refuses to work without a key.
  public var needsKey: Bool
  /// The name of the field that limits the reply's tokens.
  public var tokenLimitField: TokenLimitField
  /// How a JSON Schema is asked for.
  public var schemaForm: SchemaForm
  /// Whether `seed` is understood.
  public var sendsSeed: Bool
  /// Whether `n` replies of one request are independent draws, and understood.
  public var allowsSeveralChoices: Bool
  /// Whether `logprobs` is understood; it is asked for on request only.
  public var givesLogprobs: Bool
  /// Whether an answer that names another model than was asked for is refused.
  public var checksModelName: Bool
  /// Whether it has a batch interface.
  public var hasBatches: Bool
  /// Whether tokens cost nothing: a server of one's own.
  public var isFree: Bool
  /// Whether a reply's text may begin with its reasoning in `<think>` tags, which is then taken off it.
  public var stripsThinking: Bool
}
