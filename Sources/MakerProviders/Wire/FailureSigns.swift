/// The words by which providers say what a status alone does not.
enum Signs {
  private static let money = [
    "insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "billing_error",
    "credit_balance",
    "credit balance is too low", "insufficient_balance", "insufficient balance", "insufficient_credits",
    "insufficient credits", "insufficient funds", "requires more credits", "payment_required",
    "payment required",
    "spend limit", "spend_limit", "spending limit", "spend cap", "spending cap", "monthly spend",
    "specified api usage limits",
    "key limit exceeded", "credit limit", "credit_limit", "arrearage",
  ]
  private static let context = [
    "context_length_exceeded", "exceed_context_size", "maximum context length", "context length",
    "context window",
    "context_window", "context size", "prompt is too long", "input is too long", "too many tokens in",
    "reduce the length of the messages", "input length and `max_tokens` exceed", "string_above_max_length",
    "exceeds the available context", "longer than the maximum model length",
  ]
  private static let content = [
    "content_filter", "content_policy_violation", "content management policy", "content filtering policy",
    "moderation", "flagged", "cyber_policy_violation", "input_data_may_contain_inappropriate_content",
  ]
  private static let key = [
    "invalid_api_key", "incorrect api key", "invalid api key", "api key not valid", "api_key_invalid",
    "no auth credentials",
  ]
  private static let model = [
    "model_not_found", "not a valid model", "model not found", "model_not_supported",
    "no endpoints found for", "unknown model", "invalid model", "model_decommissioned", "model not exist",
  ]

  /// Whether the account has no money: then waiting does not help, unlike with a limit of rates.
  static func isAboutMoney(status: Int, _ report: ErrorReport, retryAfter: Duration?) -> Bool {
    // OpenRouter sends 402 with a time to wait while the money for requests under way is set aside.
    if status == 402 { return retryAfter == nil }
    return (400...499).contains(status) && status != 404 && report.mentions(money)
  }

  /// Whether the prompt is too long. Some servers send that as 500.
  static func isAboutContext(status: Int, _ report: ErrorReport) -> Bool {
    [400, 413, 422, 500].contains(status) && report.mentions(context)
  }

  /// Whether a filter of the provider stopped the request.
  static func isAboutContent(status: Int, _ report: ErrorReport) -> Bool {
    [400, 403, 422].contains(status) && report.mentions(content)
  }

  /// Whether a 400 is about the key.
  static func isAboutKey(_ report: ErrorReport) -> Bool { report.mentions(key) }

  /// Whether a 400 is about the model's name.
  static func isAboutModel(_ report: ErrorReport) -> Bool { report.mentions(model) }
}
