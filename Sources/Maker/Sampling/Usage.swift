/// The tokens that were read and written, as the provider bills them.
public struct Usage: Sendable, Hashable, Codable {
  /// Tokens of the prompt, those read from and written to a cache included.
  public var inputTokens: Int
  /// Tokens of the reply, those of its reasoning included.
  public var outputTokens: Int
  /// How many of the input tokens a cache of the provider held.
  public var cachedInputTokens: Int
  /// How many of the input tokens were put into a cache of the provider, where that is billed apart.
  public var cacheWriteTokens: Int
  /// How many of the output tokens were reasoning that is not part of the reply.
  public var reasoningTokens: Int

  /// Makes a usage.
  public init(
    inputTokens: Int = 0, outputTokens: Int = 0, cachedInputTokens: Int = 0, cacheWriteTokens: Int = 0,
    reasoningTokens: Int = 0
  ) {
    self.inputTokens = inputTokens
    self.outputTokens = outputTokens
    self.cachedInputTokens = cachedInputTokens
    self.cacheWriteTokens = cacheWriteTokens
    self.reasoningTokens = reasoningTokens
  }

  /// Input and output tokens together.
  public var tokens: Int { inputTokens + outputTokens }

  /// Adds the tokens of another reply.
  public static func += (sum: inout Usage, more: Usage) {
    sum.inputTokens += more.inputTokens
    sum.outputTokens += more.outputTokens
    sum.cachedInputTokens += more.cachedInputTokens
    sum.cacheWriteTokens += more.cacheWriteTokens
    sum.reasoningTokens += more.reasoningTokens
  }

  private enum CodingKeys: String, CodingKey {
    case inputTokens = "input_tokens"
    case outputTokens = "output_tokens"
    case cachedInputTokens = "cached_input_tokens"
    case cacheWriteTokens = "cache_write_tokens"
    case reasoningTokens = "reasoning_tokens"
  }
}
