/// What a model replied.
public struct Response: Sendable, Hashable {
  /// Why a reply ended.
  public enum FinishReason: String, Sendable, Hashable, Codable {
    /// The model was done.
    case stop
    /// The token limit cut it off.
    case length
    /// A filter of the provider cut it off.
    case contentFilter = "content_filter"
    /// The model or its provider declined.
    case refusal
  }

  /// The tokens that were read and written, as the provider bills them.
  public struct Usage: Sendable, Hashable {
    /// Tokens of the prompt.
    public var inputTokens: Int
    /// Tokens of the reply.
    public var outputTokens: Int

    /// Makes a usage.
    public init(inputTokens: Int = 0, outputTokens: Int = 0) {
      self.inputTokens = inputTokens
      self.outputTokens = outputTokens
    }
  }

  /// The text, whole.
  public var content: String
  /// What it cost in tokens.
  public var usage: Usage
  /// Why it ended.
  public var finishReason: FinishReason

  /// Makes a response.
  public init(_ content: String, usage: Usage = Usage(), finishReason: FinishReason = .stop) {
    self.content = content
    self.usage = usage
    self.finishReason = finishReason
  }
}
