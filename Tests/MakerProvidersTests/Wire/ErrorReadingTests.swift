import Maker
import MakerProviders
import Testing

@Suite("What an answer without a reply means")
struct ErrorReadingTests {
  private func failure(
    _ status: Int, _ body: String, _ headers: [(String, String)] = [], of profile: EndpointProfile = .openai
  ) -> CallFailure {
    let reading = ErrorReading(
      profile: profile, model: "some-model", mask: Mask([Secret("Zq7TrmvKbX2LwPdN9sYc")]))
    return reading.failure(
      from: WireFixture.answer(body, status: status, headers), now: WireFixture.now)
  }

  private static func openAI(_ message: String, code: String? = nil, type: String = "invalid_request_error")
    -> String
  {
    let code = code.map { "\"\($0)\"" } ?? "null"
    return #"{"error":{"message":"\#(message)","type":"\#(type)","param":null,"code":\#(code)}}"#
  }

  private static func anthropic(_ type: String, _ message: String) -> String {
    #"{"type":"error","error":{"type":"\#(type)","message":"\#(message)"},"request_id":"req_1"}"#
  }

  @Test(
    "each failure that would come again is told by its code",
    arguments: [
      (400, openAI("Unrecognized request argument"), LanguageModelError.Code.invalidRequest),
      (
        400, openAI("This model's maximum context length is 8192 tokens.", code: "context_length_exceeded"),
        .exceededContextWindowSize
      ),
      (
        400, anthropic("invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum"),
        .exceededContextWindowSize
      ),
      (
        400,
        #"{"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error","n_ctx":512}}"#,
        .exceededContextWindowSize
      ),
      (
        500, #"{"error":{"code":500,"message":"context size exceeded","type":"server_error"}}"#,
        .exceededContextWindowSize
      ),
      (401, openAI("Incorrect API key provided", code: "invalid_api_key"), .unauthorized),
      (401, anthropic("authentication_error", "invalid x-api-key"), .unauthorized),
      (403, anthropic("permission_error", "Your API key does not have permission"), .unauthorized),
      (
        400, #"[{"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT"}}]"#,
        .unauthorized
      ),
      (404, openAI("The model `x` does not exist", code: "model_not_found"), .unknownModel),
      (404, anthropic("not_found_error", "model: x"), .unknownModel),
      (404, "404 page not found", .unknownModel),
      (405, #"{"detail":"Method Not Allowed"}"#, .unknownModel), (410, "", .unknownModel),
      (400, #"{"error":{"code":400,"message":"x is not a valid model ID"}}"#, .unknownModel),
      (413, anthropic("request_too_large", "Request exceeds the maximum size"), .invalidRequest),
      (422, #"{"detail":[{"loc":["body","n"],"msg":"field required"}]}"#, .invalidRequest),
      (418, "", .invalidRequest),
      (
        501, #"{"error":{"code":501,"message":"not supported","type":"not_supported_error"}}"#,
        .invalidRequest
      ),
      (400, openAI("flagged", code: "content_policy_violation"), .guardrailViolation),
      (403, #"{"error":{"code":403,"message":"Input was flagged by moderation"}}"#, .guardrailViolation),
    ] as [(Int, String, LanguageModelError.Code)])
  func noRetry(status: Int, body: String, code: LanguageModelError.Code) {
    let failure = failure(status, body)
    #expect(failure.code == code)
    #expect(failure.type == String(status))
    #expect(failure.stage == .answered)
  }

  @Test(
    "no money left is told from too many requests",
    arguments: [
      (
        429,
        openAI(
          "You exceeded your current quota, please check your plan and billing details.",
          code: "insufficient_quota", type: "insufficient_quota")
      ),
      (429, openAI("Billing hard limit has been reached", code: "billing_hard_limit_reached")),
      (
        400, anthropic("invalid_request_error", "Your credit balance is too low to access the Anthropic API.")
      ),
      (
        400,
        anthropic(
          "invalid_request_error",
          "You have reached your specified API usage limits. You will regain access on 2026-12-01")
      ),
      (402, anthropic("billing_error", "There is an issue with your billing")), (402, ""),
      (
        402,
        #"{"error":{"message":"Insufficient Balance","type":"unknown_error","code":"invalid_request_error"}}"#
      ),
      (402, #"{"error":{"code":402,"message":"This request requires more credits"}}"#),
      (403, #"{"error":{"code":403,"message":"Key limit exceeded (total limit)."}}"#),
      (429, anthropic("rate_limit_error", "You have reached your monthly spend limit")),
      (
        429, #"{"error":{"message":"Organization has reached its spend limit","code":"spend_limit_reached"}}"#
      ),
    ] as [(Int, String)])
  func money(status: Int, body: String) {
    #expect(failure(status, body).code == .outOfMoney, "\(body)")
  }

  @Test(
    "a limit of rates is no lack of money, although the words are near",
    arguments: [
      openAI(
        "Rate limit reached for gpt-4.1 in organization org-1 on tokens per min (TPM): Limit 10000, Used 9000. "
          + "You can increase your rate limit by adding a payment method at https://platform.openai.com/account/billing.",
        code: "rate_limit_exceeded", type: "tokens"),
      #"[{"error":{"code":429,"message":"You exceeded your current quota, please check your plan and billing details.","status":"RESOURCE_EXHAUSTED"}}]"#,
      anthropic(
        "rate_limit_error",
        "This request would exceed your organization's rate limit of 50,000 input tokens "
          + "per minute. For details, refer to: https://docs.claude.com/en/api/rate-limits"),
      "", "Too Many Requests", "<html><title>429</title>",
    ])
  func rates(body: String) {
    let failure = failure(429, body, [("retry-after", "7")])
    #expect(failure.kind == .rateLimit(retryAfter: .seconds(7)), "\(failure.message)")
    #expect(self.failure(429, body).kind == .rateLimit(retryAfter: nil))
  }

  @Test("402 with a time to wait is a limit: money is set aside for requests under way")
  func setAside() {
    let body = #"{"error":{"code":402,"message":"Insufficient credits for requests in flight"}}"#
    #expect(failure(402, body, [("retry-after", "2")]).kind == .rateLimit(retryAfter: .seconds(2)))
  }

  @Test(
    "what may be better the next time is transient, with the time to wait",
    arguments: [408, 409, 425, 498, 500, 502, 503, 504, 520, 529, 599, 600, 999, 0, 199])
  func transient(status: Int) {
    let failure = failure(status, Self.anthropic("overloaded_error", "Overloaded"), [("retry-after", "3")])
    #expect(failure.kind == .transient(retryAfter: .seconds(3)))
    #expect(failure.message.contains("Overloaded"))
  }

  @Test("a redirect says where to, and that the key does not follow", arguments: [301, 302, 303, 307, 308])
  func redirects(status: Int) {
    let failure = failure(status, "", [("Location", "https://me:pw@evil.example/v1?key=sk-abcdefgh")])
    #expect(failure.code == .invalidRequest)
    #expect(failure.message.contains("https://evil.example/v1"))
    #expect(failure.message.contains("key follows") && failure.message.contains("--base-url"))
    #expect(!failure.message.contains("pw") && !failure.message.contains("sk-abc"))
    #expect(self.failure(status, "").code == .invalidRequest)
  }

  @Test("a sentence names the provider, its words and the remedy")
  func sentences() {
    let key = failure(401, Self.openAI("Incorrect API key provided.", code: "invalid_api_key"))
    #expect(
      key.message == "openai does not accept the key (401, invalid_api_key): Incorrect API key provided. "
        + "Set OPENAI_API_KEY to a key that may use some-model.")
    let local = failure(401, "", of: .vllm)
    #expect(
      local.message.contains("vllm at http://localhost:8000/v1") && local.message.contains("VLLM_API_KEY"))
    let model = failure(404, #"{"error":"model 'x' not found"}"#, of: .ollama)
    #expect(model.message.contains("model 'x' not found"))
    #expect(model.message.contains("--model ollama/some-model") && model.message.contains("--base-url"))
    #expect(model.message.contains("http://localhost:11434/v1"))
    let money = failure(402, #"{"message":"Payment Required"}"#, of: .openrouter)
    #expect(money.message.contains("Payment Required") && money.message.contains("resume the run"))
    #expect(failure(503, "").message == "openai failed for now (503).")
  }

  @Test("what the provider behind OpenRouter said is shown too")
  func upstream() {
    let body =
      #"{"error":{"code":502,"message":"Provider returned error","metadata":{"raw":"backend is on fire"}}}"#
    #expect(failure(502, body, of: .openrouter).message.contains("backend is on fire"))
  }

  @Test(
    "no key gets into a message, whole or in pieces, nor anything that looks like one",
    arguments: [400, 401, 403, 404, 429, 500])
  func keys(status: Int) {
    for body in [
      Self.openAI("key Zq7TrmvKbX2LwPdN9sYc refused", code: "Zq7TrmvKbX2Lw"), "Zq7TrmvK... X2LwPdN9sYc",
      "<title>Zq7TrmvKbX2LwPdN9sYc</title>", Self.openAI("sk-proj-abcdefghijk"),
      #"{"detail":"Bearer abcdefgh"}"#,
    ] {
      let message = failure(status, body).message
      for piece in ["Zq7TrmvK", "X2LwPdN9", "abcdefgh"] { #expect(!message.contains(piece), "\(message)") }
    }
  }

  @Test("a provider's text is cut, on one line and without control characters")
  func cut() {
    let text = String(repeating: #"\u001b[31m long \n"#, count: 500)
    let message = failure(400, Self.openAI(text)).message
    #expect(message.count < 700)
    #expect(message.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F })
  }

  @Test("any body at any status gives a failure, and never a trap")
  func damage() {
    var generator = DamageGenerator(seed: 11)
    let good = Array(Self.openAI("Rate limit reached", code: "rate_limit_exceeded").utf8)
    let reading = ErrorReading(profile: .openai, model: "m", mask: Mask())
    for status in [200, 301, 400, 401, 404, 429, 500] {
      for _ in 0..<150 {
        let answer = HTTPAnswer(status: status, body: generator.damage(good))
        #expect(!reading.failure(from: answer, now: WireFixture.now).message.isEmpty)
      }
    }
  }
}
