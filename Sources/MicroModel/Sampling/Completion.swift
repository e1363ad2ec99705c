/// How one sample of a prompt is drawn.
public struct CompletionRequest: Hashable, Sendable {
  /// What logits are divided by before the softmax; 0 always takes the likeliest token.
  public var temperature: Double

  /// The sample's luck. It is the only luck: the same seed draws the same completion of the same prompt.
  public var seed: UInt64

  /// Creates a request.
  public init(temperature: Double, seed: UInt64) {
    self.temperature = temperature
    self.seed = seed
  }
}

/// One sampled completion of a prompt.
public struct Completion: Hashable, Sendable {
  /// Why a completion ended.
  public enum Finish: Hashable, Sendable {
    /// The model ended it.
    case stop
    /// It reached the most tokens that were asked for, or the end of the context.
    case length
  }

  /// The text of the completion, without the prompt.
  public var text: String

  /// Tokens that were sampled, with the one that ends the completion.
  public var tokenCount: Int

  /// Tokens of the prompt.
  public var promptTokenCount: Int

  /// Why the completion ended.
  public var finish: Finish
}
