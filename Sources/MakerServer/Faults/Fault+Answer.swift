import HTTPTypes
import NIOCore

extension Fault {
  /// What is answered instead of the right answer.
  ///
  /// - Parameter retryAfterSeconds: How long a 429 asks to wait.
  /// - Returns: The answer; nil for a fault that spoils the right one.
  package func substitute(retryAfterSeconds: Int) -> Answer? {
    switch self {
    case .rateLimit:
      var answer = Answer(
        APIError(
          429, "Too many requests; this fault is injected.", type: "rate_limit_error",
          code: "rate_limit_exceeded"))
      for (name, value) in Self.rateLimitFields(retryAfterSeconds) { answer.fields[name] = value }
      return answer
    case .internalError:
      return Answer(APIError(500, "The server failed; this fault is injected.", type: "server_error"))
    case .badGateway: return Answer(.badGateway, html: "502 Bad Gateway")
    case .unavailable:
      return Answer(
        APIError(503, "The server is overloaded; this fault is injected.", type: "server_error"))
    case .overloaded:
      return Answer(
        APIError(529, "The server is overloaded; this fault is injected.", type: "overloaded_error"))
    case .outOfMoney:
      return Answer(
        .outOfMoney("The account has no money left; check its plan and billing. This fault is injected."))
    case .html: return Answer(.ok, html: "Welcome")
    case .empty: return Answer(.ok, ByteBuffer())
    case .reset, .resetBody, .truncate, .garbage, .stall, .slow: return nil
    }
  }

  /// What OpenAI sends with a 429.
  private static func rateLimitFields(_ seconds: Int) -> [(HTTPField.Name, String)] {
    [
      ("retry-after", "\(seconds)"), ("x-ratelimit-limit-requests", "60"),
      ("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-reset-requests", "\(seconds)s"),
      ("x-ratelimit-limit-tokens", "100000"), ("x-ratelimit-remaining-tokens", "50000"),
      ("x-ratelimit-reset-tokens", "\(seconds)s"),
    ].compactMap { name, value in HTTPField.Name(name).map { ($0, value) } }
  }
}
