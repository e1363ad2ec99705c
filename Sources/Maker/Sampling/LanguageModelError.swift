/// Why a model gave no reply.
public struct LanguageModelError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of failure, which decides what happens next.
  public enum Code: String, Sendable, Hashable {
    /// The model or its provider declined; the sample is red-flagged as `refused`.
    case refusal
    /// A filter stopped the reply; the sample is red-flagged as `refused`.
    case guardrailViolation = "guardrail_violation"
    /// The prompt does not fit the model's context.
    case exceededContextWindowSize = "exceeded_context_window_size"
    /// The prompt holds text the model has no tokens for.
    case unsupportedPrompt = "unsupported_prompt"
    /// The provider asks for fewer requests.
    case rateLimited = "rate_limited"
    /// The model's weights are missing or damaged.
    case assetsUnavailable = "assets_unavailable"
    /// The provider cannot be reached or failed.
    case unavailable
    /// The account has no money left, or its spend limit is reached.
    case outOfMoney = "out_of_money"
    /// The key is missing, wrong or not allowed to do this.
    case unauthorized
    /// The provider knows no such model or address.
    case unknownModel = "unknown_model"
    /// The provider refuses the request as it is written.
    case invalidRequest = "invalid_request"
    /// The provider's answer makes no sense.
    case invalidResponse = "invalid_response"
    /// The task was cancelled.
    case cancelled
  }

  /// The kind of failure.
  public let code: Code
  /// One sentence: what happened, and the remedy where there is one. Never a secret.
  public let message: String

  /// Makes an error.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// Whether another endpoint may still answer where this one did not.
  var isOutage: Bool { code == .unavailable || code == .outOfMoney || code == .rateLimited }

  /// Whether every other prompt would fail alike, however often it is asked.
  var isPermanent: Bool {
    switch code {
    case .unauthorized, .unknownModel, .invalidRequest, .assetsUnavailable, .outOfMoney: true
    case .refusal, .guardrailViolation, .exceededContextWindowSize, .unsupportedPrompt, .rateLimited,
      .unavailable, .invalidResponse, .cancelled:
      false
    }
  }

  /// The message.
  public var description: String { message }

  /// Whether the failure is the model's own no, which is a red flag and not a fault of the run.
  var isRefusal: Bool { code == .refusal || code == .guardrailViolation }
}
