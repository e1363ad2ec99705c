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

  /// Counts the samples of a decision.
  mutating func add(_ record: DecisionRecord) {
    var votes = 0
    for sample in record.samples {
      // A batch does not tell how long one of its replies took.
      if sample.latency > .zero { latencyMs.add(sample.latencyMs) }
      let tokens = Double(sample.response.usage.outputTokens)
      if let flag = sample.flag {
        flaggedTokens[flag.kind, default: LogHistogram()].add(tokens)
        continue
      }
      // Samples without a flag are the votes, in the same order.
      let isForAnswer =
        record.order.indices.contains(votes) ? record.candidates[record.order[votes]] == record.answer : true
      votes += 1
      if isForAnswer { decidedTokens.add(tokens) } else { outvotedTokens.add(tokens) }
    }
  }

  /// Counts everything another sketch has counted.
  mutating func add(_ other: RunSketch) {
    latencyMs.add(other.latencyMs)
    decidedTokens.add(other.decidedTokens)
    outvotedTokens.add(other.outvotedTokens)
    for (kind, tokens) in other.flaggedTokens { flaggedTokens[kind, default: LogHistogram()].add(tokens) }
  }

  private enum CodingKeys: String, CodingKey {
    case latencyMs = "latency_ms"
    case decidedTokens = "decided_tokens"
    case outvotedTokens = "outvoted_tokens"
    case flaggedTokens = "flagged_tokens"
  }
}
