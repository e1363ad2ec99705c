public import Maker

/// The replies of a run in outline: latency and length of all of them, whether their text was kept or not.
public struct RunSketch: Sendable, Hashable, Codable {
  /// Latency of all samples in milliseconds.
  public var latencyMs = LogHistogram()
  /// Tokens of the replies that were votes for the decided answer.
  public var decidedTokens = LogHistogram()
  /// Tokens of the replies that were votes for another answer.
  public var outvotedTokens = LogHistogram()
  /// Tokens of the red-flagged replies, by kind.
  public var flaggedTokens: [FlagKind: LogHistogram] = [:]

  /// Nothing counted yet.
  public init() {}

  private enum CodingKeys: String, CodingKey {
    case latencyMs = "latency_ms"
    case decidedTokens = "decided_tokens"
    case outvotedTokens = "outvoted_tokens"
    case flaggedTokens = "flagged_tokens"
  }
}
