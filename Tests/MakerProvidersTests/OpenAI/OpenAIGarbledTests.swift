import Maker
import MakerProviders
import Testing

@Suite("Garbled answers in OpenAI's protocol")
struct OpenAIGarbledTests {
  private let wire = OpenAIWire(profile: .openai, model: "m")

  private func failure(_ body: [UInt8], _ headers: [(String, String)] = []) -> CallFailure? {
    let answer = WireFixture.answer(body, headers)
    return WireFixture.failure { () throws(CallFailure) in
      try wire.response(from: answer, now: WireFixture.now)
    }
  }

  private func failure(_ body: String, _ headers: [(String, String)] = []) -> CallFailure? {
    failure(Array(body.utf8), headers)
  }

  private let good =
    #"{"choices":[{"index":0,"message":{"content":"Grüße"},"finish_reason":"stop"}],"usage":{"prompt_tokens":5}}"#

  @Test("an answer that is cut off anywhere is transient")
  func truncated() {
    let bytes = Array(good.utf8)
    for length in 0..<bytes.count {
      let failure = failure(Array(bytes.prefix(length)))
      #expect(failure?.isTransient == true && failure?.stage == .garbled, "\(length)")
    }
    #expect(failure(good) == nil)
  }

  @Test(
    "choices that are missing, empty or double are transient",
    arguments: [
      "{}", #"{"choices":null}"#, #"{"choices":[]}"#, #"{"choices":{}}"#, #"{"choices":[null]}"#,
      #"{"choices":[{}]}"#,
      #"{"choices":[{"message":null}]}"#, #"{"choices":[{"message":"text"}]}"#,
      #"{"choices":[{"index":0,"message":{"content":"A"}},{"index":0,"message":{"content":"B"}}]}"#,
      #"{"choices":[{"index":1,"message":{"content":"A"}},{"index":2,"message":{"content":"B"}}]}"#,
      #"{"choices":[{"message":{"content":"A"}},{"message":{"content":"B"}}]}"#,
      "[]", "null", "7", #""text""#,
      #"{"object":"chat.completion.chunk","choices":[{"delta":{"content":"x"}}]}"#,
    ])
  func choices(body: String) {
    let failure = failure(body)
    #expect(failure?.isTransient == true)
    #expect(failure?.message.contains("makes no sense") == true)
  }

  @Test(
    "usage that makes no sense spoils the reply, so that the ledger stays true",
    arguments: [
      #"{"prompt_tokens":-1}"#, #"{"completion_tokens":-5}"#, #"{"prompt_tokens":99999999999999}"#,
      #"{"prompt_tokens":1e300}"#,
      #"{"prompt_tokens":1.5}"#, #"{"prompt_tokens":"12"}"#, #"{"prompt_tokens":true}"#, "7", "[]",
      #"{"prompt_tokens":5,"prompt_tokens_details":{"cached_tokens":-3}}"#,
      #"{"completion_tokens":5,"completion_tokens_details":{"reasoning_tokens":-1}}"#,
      #"{"total_tokens":-1}"#,
      #"{"prompt_cache_hit_tokens":-1}"#,
    ])
  func usage(json: String) {
    let failure = failure(#"{"choices":[{"message":{"content":"x"}}],"usage":\#(json)}"#)
    #expect(failure?.isTransient == true && failure?.stage == .garbled)
    #expect(failure?.message.contains("makes no sense") == true)
  }

  @Test("a web page is told as one, and where to look")
  func html() {
    for (body, headers) in [
      ("<!DOCTYPE html><title>Sign in</title>", []), ("\n<html>", []),
      ("Welcome", [("content-type", "text/html; charset=utf-8")]),
    ] as [(String, [(String, String)])] {
      let failure = failure(body, headers)
      #expect(failure?.isTransient == true && failure?.type == "html")
      #expect(
        failure?.message.contains("instead of JSON") == true
          && failure?.message.contains("--base-url") == true)
    }
    #expect(failure("<title>Sign in</title>")?.message.contains("'Sign in'") == true)
  }

  @Test("JSON is read whatever its content type says, and other things are told with theirs")
  func contentType() {
    #expect(failure(good, [("content-type", "text/plain")]) == nil)
    #expect(failure(good, [("content-type", "text/html")]) == nil)
    let stream = failure("data: {\"choices\":[]}\n\ndata: [DONE]\n", [("content-type", "text/event-stream")])
    #expect(stream?.isTransient == true)
    #expect(stream?.message.contains("text/event-stream") == true)
    #expect(failure("Ollama is running")?.message.contains("not JSON") == true)
    #expect(failure(" \n")?.message.contains("empty answer") == true)
  }

  @Test("invalid UTF-8 is transient; a byte order mark and half a surrogate pair are read")
  func text() throws {
    #expect(
      failure(Array(#"{"choices":[{"message":{"content":""#.utf8) + [0xFF] + Array(#""}}]}"#.utf8))?
        .isTransient == true)
    #expect(failure([0xEF, 0xBB, 0xBF] + Array(good.utf8)) == nil)
    let lone = #"{"choices":[{"message":{"content":"a\ud83d"}}],"usage":{"prompt_tokens":2}}"#
    let reply = try wire.response(from: WireFixture.answer(lone), now: 0)
    #expect(reply.content == "a\u{FFFD}" && reply.usage.inputTokens == 2)
  }

  @Test("JSON nested 100,000 deep is transient, and does not overflow the stack")
  func nested() {
    let body = #"{"choices":[{"message":{"content":"# + String(repeating: "[", count: 100_000)
    let failure = failure(body)
    #expect(failure?.isTransient == true)
    #expect(failure?.message.contains("nested too deeply") == true)
  }

  @Test("an error with 200 is classified as that error")
  func errors() {
    let rate = failure(#"{"error":{"code":429,"message":"slow down"}}"#, [("retry-after", "4")])
    #expect(rate?.kind == .rateLimit(retryAfter: .seconds(4)) && rate?.type == "429")
    #expect(failure(#"{"error":{"code":402,"message":"Insufficient credits"}}"#)?.code == .outOfMoney)
    #expect(failure(#"{"error":{"code":"insufficient_quota","message":"x"}}"#)?.code == .outOfMoney)
    #expect(failure(#"{"error":{"message":"bad key","type":"authentication_error"}}"#)?.code == .unauthorized)
    #expect(failure(#"{"error":{"code":502,"message":"down"}}"#)?.isTransient == true)
    #expect(failure(#"{"error":"model is loading"}"#)?.isTransient == true)
    #expect(failure(#"{"error":{"code":"502","message":"down"},"choices":[]}"#)?.type == "502")
    let late =
      #"{"choices":[{"error":{"code":502,"message":"broke off"},"message":{"content":"ha"},"finish_reason":"error"}]}"#
    #expect(failure(late)?.isTransient == true)
    #expect(failure(late)?.message.contains("broke off") == true)
    #expect(failure(#"{"error":null,"choices":[{"error":null,"message":{"content":"x"}}]}"#) == nil)
  }

  @Test("random damage to a good answer never traps, and never counts a negative token")
  func damage() {
    let body = """
      {"id":"c","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"4 \\u2713 \\ud83d\\ude42",
      "refusal":null},"logprobs":{"content":[{"token":"4","logprob":-0.5}]},"finish_reason":"stop"}],"usage":{
      "prompt_tokens":19,"completion_tokens":10,"total_tokens":29,"prompt_tokens_details":{"cached_tokens":8},
      "completion_tokens_details":{"reasoning_tokens":6}}}
      """
    var generator = DamageGenerator(seed: 3)
    var read = 0
    for _ in 0..<5000 {
      let answer = HTTPAnswer(status: 200, body: generator.damage(Array(body.utf8)))
      do throws(CallFailure) {
        let usage = try wire.response(from: answer, now: WireFixture.now).usage
        read += 1
        #expect(
          [usage.inputTokens, usage.outputTokens, usage.cachedInputTokens, usage.reasoningTokens].allSatisfy {
            $0 >= 0
          })
        #expect(usage.cachedInputTokens <= usage.inputTokens && usage.reasoningTokens <= usage.outputTokens)
      } catch {
        #expect(!error.message.isEmpty)
      }
    }
    #expect(read > 100)
  }
}
