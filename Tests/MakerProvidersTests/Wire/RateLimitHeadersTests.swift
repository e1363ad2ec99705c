import MakerProviders
import Testing

@Suite("Headers of rate limits")
struct RateLimitHeadersTests {
  private func read(_ headers: [(String, String)]) -> RateLimitHeaders {
    RateLimitHeaders(WireFixture.fields(headers), now: WireFixture.now)
  }

  @Test("OpenAI's headers are read, whatever their case")
  func openAI() {
    let headers = read([
      ("Content-Type", "application/json"), ("X-RateLimit-Limit-Requests", "10000"),
      ("x-ratelimit-limit-tokens", "200000"), ("x-ratelimit-remaining-requests", "9999"),
      ("x-ratelimit-remaining-tokens", "199983"), ("x-ratelimit-reset-requests", "8.64s"),
      ("x-ratelimit-reset-tokens", "5ms"),
    ])
    #expect(headers.limitRequests == 10_000)
    #expect(headers.limitTokens == 200_000)
    #expect(headers.remainingRequests == 9999)
    #expect(headers.remainingTokens == 199_983)
    #expect(headers.resetRequests == .milliseconds(8640))
    #expect(headers.resetTokens == .milliseconds(5))
  }

  @Test("of Anthropic's budgets of tokens the tightest counts")
  func anthropic() {
    let headers = read([
      ("anthropic-ratelimit-requests-limit", "4000"), ("anthropic-ratelimit-requests-remaining", "3999"),
      ("anthropic-ratelimit-requests-reset", "2026-11-21T00:00:01Z"),
      ("anthropic-ratelimit-input-tokens-limit", "400000"),
      ("anthropic-ratelimit-input-tokens-remaining", "390000"),
      ("anthropic-ratelimit-input-tokens-reset", "2026-11-21T00:00:02Z"),
      ("anthropic-ratelimit-output-tokens-limit", "80000"),
      ("anthropic-ratelimit-output-tokens-remaining", "100"),
      ("anthropic-ratelimit-output-tokens-reset", "2026-11-21T00:01:00Z"),
    ])
    #expect(headers.limitRequests == 4000)
    #expect(headers.remainingRequests == 3999)
    #expect(headers.resetRequests == .seconds(1))
    #expect(headers.limitTokens == 80_000)
    #expect(headers.remainingTokens == 100)
    #expect(headers.resetTokens == .seconds(60))
  }

  @Test("bare headers are about requests, and a reset may be a moment")
  func bare() {
    let reset = Int64(WireFixture.now * 1000) + 5000
    let headers = read([
      ("X-RateLimit-Limit", "20"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "\(reset)"),
    ])
    #expect(headers.limitRequests == 20)
    #expect(headers.remainingRequests == 0)
    #expect(headers.resetRequests == .seconds(5))
    #expect(headers.remainingTokens == nil)
  }

  @Test(
    "a reset is read in every form and held between nothing and an hour",
    arguments: [
      ("1s", 1.0), ("6m0s", 360), ("120ms", 0.12), ("1h0m0s", 3600), ("2h", 3600), ("2m59.56s", 179.56),
      ("59", 59),
      ("0.5", 0.5), ("1795219210", 10), ("1795219200000", 0), ("1000000000", 0), ("-3s", 0), ("1d", 3600),
      ("500us", 0.001), ("2026-11-21T00:00:09Z", 9), ("1999-01-01T00:00:00Z", 0),
    ])
  func resets(text: String, seconds: Double) {
    #expect(read([("x-ratelimit-reset-tokens", text)]).resetTokens == .milliseconds(Int64(seconds * 1000)))
  }

  @Test(
    "what makes no sense is left out",
    arguments: ["", "s", "1x", "later", "1s2", "ms", "1.2.3s", String(repeating: "1s", count: 100)])
  func nonsense(text: String) {
    #expect(read([("x-ratelimit-reset-tokens", text)]).resetTokens == nil)
    #expect(read([("x-ratelimit-remaining-tokens", text)]).remainingTokens == nil)
  }

  @Test("a negative count is nothing left, an absurd one does not overflow")
  func counts() {
    #expect(read([("x-ratelimit-remaining-requests", "-1")]).remainingRequests == 0)
    #expect(read([("x-ratelimit-remaining-requests", "99999999999999999999999")]).remainingRequests ?? 0 > 0)
    #expect(read([("x-ratelimit-remaining-tokens", "12.7")]).remainingTokens == 12)
  }

  @Test("answers without such headers say nothing")
  func none() {
    #expect(read([]).isEmpty)
    #expect(
      read([("content-type", "text/plain"), ("x-ratelimit-nonsense", "1"), ("x-ratelimit-", "1")]).isEmpty)
    #expect(read([("anthropic-ratelimit-requests", "1"), ("anthropic-ratelimit-x-y", "1")]).isEmpty)
  }
}
