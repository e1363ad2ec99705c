import Maker
import MakerProviders
import Testing

@Suite("Replies in Anthropic's protocol")
struct AnthropicReplyTests {
  private let wire = AnthropicWire(model: "claude-haiku-4-5")

  private func read(_ body: String) throws -> Response {
    try wire.response(from: WireFixture.answer(body), now: 0)
  }

  private func failure(_ body: String, status: Int = 200, _ headers: [(String, String)] = []) -> CallFailure?
  {
    let answer = WireFixture.answer(body, status: status, headers)
    if status != 200 { return wire.failure(from: answer, now: WireFixture.now) }
    return WireFixture.failure { () throws(CallFailure) in
      try wire.response(from: answer, now: WireFixture.now)
    }
  }

  private func reply(_ content: String, stop: String = "\"end_turn\"", usage: String = "null") -> String {
    #"{"type":"message","role":"assistant","content":\#(content),"stop_reason":\#(stop),"usage":\#(usage)}"#
  }

  @Test("a plain reply is read whole")
  func plain() throws {
    let body = """
      {"id":"msg_1","type":"message","role":"assistant","model":"claude-haiku-4-5-20251001",
       "content":[{"type":"text","text":"4 ✓"}],"stop_reason":"end_turn","stop_sequence":null,
       "usage":{"input_tokens":21,"cache_creation_input_tokens":100,"cache_read_input_tokens":1000,
         "output_tokens":5,"service_tier":"standard"}}
      """
    #expect(
      try read(body)
        == Response(
          "4 ✓",
          usage: Usage(inputTokens: 1121, outputTokens: 5, cachedInputTokens: 1000, cacheWriteTokens: 100),
          finishReason: .stop, model: "anthropic/claude-haiku-4-5"))
  }

  @Test(
    "every stop reason is known",
    arguments: [
      ("end_turn", Response.FinishReason.stop), ("stop_sequence", .stop), ("max_tokens", .length),
      ("model_context_window_exceeded", .length), ("refusal", .refusal), ("tool_use", .other),
      ("pause_turn", .other),
      ("something new", .other), ("", .stop),
    ])
  func stopReasons(name: String, reason: Response.FinishReason) throws {
    #expect(try read(reply("[]", stop: "\"\(name)\"")).finishReason == reason)
    #expect(try read(reply("[]", stop: "null")).finishReason == .stop)
  }

  @Test("text is joined, and thinking is none of it")
  func content() throws {
    let blocks = """
      [{"type":"thinking","thinking":"A?","text":"no","signature":"x"},{"type":"redacted_thinking","data":"x"},
       {"type":"text","text":"B"},{"type":"tool_use","name":"f","input":{}},{"type":"text","text":"C"},7,null]
      """
    #expect(try read(reply(blocks)).content == "BC")
    #expect(try read(reply("[]")).content == "")
    #expect(try read(reply(#"[{"type":"text"}]"#)).content == "")
  }

  @Test(
    "answers that make no sense are transient",
    arguments: [
      "{}", "[]", "null", #"{"content":null}"#, #"{"content":"text"}"#,
      #"{"content":[],"usage":{"input_tokens":-1}}"#,
      #"{"content":[],"usage":{"cache_read_input_tokens":1e20}}"#,
      #"{"content":[],"usage":{"output_tokens":"5"}}"#, #"{"content":[],"usage":7}"#, #"{"content":[]"#, "",
      "<html>", "upstream connect error",
    ])
  func senseless(body: String) {
    #expect(failure(body)?.isTransient == true)
  }

  @Test("an error with 200 is classified as that error")
  func errors() {
    func error(_ type: String, _ message: String = "x") -> CallFailure? {
      failure(#"{"type":"error","error":{"type":"\#(type)","message":"\#(message)"}}"#)
    }
    #expect(error("overloaded_error")?.isTransient == true)
    #expect(error("overloaded_error")?.type == "529")
    #expect(error("rate_limit_error")?.kind == .rateLimit(retryAfter: nil))
    #expect(error("authentication_error")?.code == .unauthorized)
    #expect(error("not_found_error")?.code == .unknownModel)
    #expect(error("billing_error")?.code == .outOfMoney)
    #expect(error("invalid_request_error")?.code == .invalidRequest)
    #expect(error("invalid_request_error", "Your credit balance is too low")?.code == .outOfMoney)
    #expect(error("something_new")?.isTransient == true)
  }

  @Test("529 is transient, 429 a limit with the time to wait, and the remedies name Anthropic's key")
  func statuses() {
    let overloaded = #"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#
    #expect(failure(overloaded, status: 529)?.isTransient == true)
    let limit = failure(
      "", status: 429,
      [
        ("anthropic-ratelimit-output-tokens-remaining", "0"),
        ("anthropic-ratelimit-output-tokens-reset", "2026-11-21T00:00:12Z"),
      ])
    #expect(limit?.kind == .rateLimit(retryAfter: .seconds(12)))
    let key = failure(
      #"{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}"#, status: 401)
    #expect(key?.message.contains("ANTHROPIC_API_KEY") == true)
  }

  @Test("the reply of another model is refused")
  func otherModel() {
    let body = #"{"content":[],"model":"claude-opus-4-1-20250805"}"#
    #expect(failure(body)?.code == .invalidResponse)
    #expect(failure(body)?.message.contains("claude-opus-4-1-20250805") == true)
  }

  @Test("random damage to a good answer never traps, and never counts a negative token")
  func damage() {
    let body = reply(
      #"[{"type":"text","text":"4 \u2713"}]"#,
      usage:
        #"{"input_tokens":21,"cache_creation_input_tokens":100,"cache_read_input_tokens":1000,"output_tokens":5}"#
    )
    var generator = DamageGenerator(seed: 5)
    var read = 0
    for _ in 0..<4000 {
      let answer = HTTPAnswer(status: 200, body: generator.damage(Array(body.utf8)))
      do throws(CallFailure) {
        let usage = try wire.response(from: answer, now: WireFixture.now).usage
        read += 1
        #expect(usage.inputTokens >= usage.cachedInputTokens + usage.cacheWriteTokens)
        #expect(usage.outputTokens >= 0 && usage.cachedInputTokens >= 0 && usage.cacheWriteTokens >= 0)
      } catch {
        #expect(!error.message.isEmpty)
      }
    }
    #expect(read > 100)
  }
}
