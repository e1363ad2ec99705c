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
    /// The provider named a reason that is not known here; the sample is red-flagged as `unfinished`.
    case other
  }

  /// The text, whole.
  public var content: String
  /// What it cost in tokens.
  public var usage: Usage
  /// Why it ended.
  public var finishReason: FinishReason
  private var extras: Extras?

  /// Makes a response.
  public init(
    _ content: String, usage: Usage = Usage(), finishReason: FinishReason = .stop, model: String? = nil,
    logprobs: [Double] = [], tries: [Try] = []
  ) {
    self.content = content
    self.usage = usage
    self.finishReason = finishReason
    extras = Extras(model, logprobs, tries)
  }

  /// The name under which this reply is priced, `openai/gpt-4.1-mini`; nil for the run's one model.
  public var model: String? {
    get { extras?.model }
    set { extras = Extras(newValue, logprobs, tries) }
  }

  /// The natural logarithms of the chances of its tokens, where the provider gives them; empty elsewhere.
  public var logprobs: [Double] {
    get { extras?.logprobs ?? [] }
    set { extras = Extras(model, newValue, tries) }
  }

  /// Tries for this reply that brought none and may have been billed; nearly always none.
  public var tries: [Try] {
    get { extras?.tries ?? [] }
    set { extras = Extras(model, logprobs, newValue) }
  }
}

/// What only replies of endpoints carry, behind one reference: a model in this process answers a million times a
/// second, and its replies are copied several times each.
private final class Extras: Sendable, Hashable {
  let model: String?
  let logprobs: [Double]
  let tries: [Try]

  /// Nil when there is nothing to keep.
  init?(_ model: String?, _ logprobs: [Double], _ tries: [Try]) {
    guard model != nil || !logprobs.isEmpty || !tries.isEmpty else { return nil }
    (self.model, self.logprobs, self.tries) = (model, logprobs, tries)
  }

  static func == (one: Extras, other: Extras) -> Bool {
    one.model == other.model && one.logprobs == other.logprobs && one.tries == other.tries
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(model)
    hasher.combine(logprobs)
    hasher.combine(tries)
  }
}

/// A try for a reply that was given up: its connection stalled or broke after the request was sent.
public struct Try: Sendable, Hashable, Codable {
  /// What became of it, in a few words; never a secret.
  public var failure: String
  /// The tokens it is known to have cost.
  public var usage: Usage
  /// The time until it was given up, in milliseconds.
  public var latencyMs: Double

  /// Makes a try.
  public init(failure: String, usage: Usage = Usage(), latencyMs: Double) {
    self.failure = failure
    self.usage = usage
    self.latencyMs = latencyMs
  }

  private enum CodingKeys: String, CodingKey {
    case failure, usage
    case latencyMs = "latency_ms"
  }
}
