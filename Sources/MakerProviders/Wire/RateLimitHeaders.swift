/// What an answer says about the budget of requests and tokens that is left.
///
/// It reads `x-ratelimit-*-requests` and `-tokens` (OpenAI, Groq and many others), `anthropic-ratelimit-*`, and the
/// bare `x-ratelimit-limit`, `-remaining`, `-reset` (OpenRouter, Together). Where a provider has several budgets of
/// tokens, the one with the least left counts.
package struct RateLimitHeaders: Sendable, Hashable {
  /// Requests allowed in a window.
  package var limitRequests: Int?
  /// Tokens allowed in a window.
  package var limitTokens: Int?
  /// Requests left.
  package var remainingRequests: Int?
  /// Tokens left.
  package var remainingTokens: Int?
  /// The time until the requests are all back, between nothing and an hour.
  package var resetRequests: Duration?
  /// The time until the tokens are all back, between nothing and an hour.
  package var resetTokens: Duration?

  /// Whether the answer said nothing about budgets.
  package var isEmpty: Bool { self == RateLimitHeaders() }

  /// No budgets.
  package init() {}

  /// Reads the headers of an answer; what makes no sense is left out.
  ///
  /// - Parameters:
  ///   - headers: Those of the answer.
  ///   - now: Seconds since 1970.
  package init(_ headers: HTTPHeaderFields, now: Double) {
    var budgets: [Substring: Budget] = [:]
    // One pass: nearly every header is something else, and a lookup by name passes over all of them.
    for field in headers.fields where field.name.utf8.count >= 16 {
      let name = field.name.lowercased()
      guard let (kind, fact) = Self.parts(of: name) else { continue }
      budgets[kind, default: Budget()].read(fact, field.value, now: now)
    }
    if let requests = budgets["requests"] ?? budgets[""] {
      (limitRequests, remainingRequests, resetRequests) = (requests.limit, requests.remaining, requests.reset)
    }
    let tokens = budgets.filter { $0.key.hasSuffix("tokens") }.values
    if let tightest = tokens.min(by: { $0.remaining ?? .max < $1.remaining ?? .max }) {
      (limitTokens, remainingTokens, resetTokens) = (tightest.limit, tightest.remaining, tightest.reset)
    }
  }

  private struct Budget {
    var limit: Int?
    var remaining: Int?
    var reset: Duration?

    mutating func read(_ fact: Fact, _ value: String, now: Double) {
      switch fact {
      case .limit: limit = Self.count(value)
      case .remaining: remaining = Self.count(value)
      case .reset: reset = ResetTime.parse(value, now: now)
      }
    }

    /// A count may come with a fraction; a negative one means nothing is left.
    private static func count(_ value: String) -> Int? {
      guard let number = DecimalNumber.parse(value) else { return nil }
      return Int(min(max(number, 0), 1e15))
    }
  }

  private enum Fact: Substring { case limit, remaining, reset }

  /// `x-ratelimit-remaining-tokens` and `anthropic-ratelimit-tokens-remaining` in the same two parts.
  private static func parts(of name: String) -> (kind: Substring, fact: Fact)? {
    if name.hasPrefix("x-ratelimit-") {
      let rest = name.dropFirst("x-ratelimit-".count)
      let fact = rest.prefix { $0 != "-" }
      return Fact(rawValue: fact).map { (rest.dropFirst(fact.count + 1), $0) }
    }
    guard name.hasPrefix("anthropic-ratelimit-"), let dash = name.lastIndex(of: "-") else { return nil }
    let kind = name[..<dash].dropFirst("anthropic-ratelimit-".count)
    return Fact(rawValue: name[name.index(after: dash)...]).map { (kind, $0) }
  }
}
