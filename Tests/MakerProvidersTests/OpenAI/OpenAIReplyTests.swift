import Maker
import MakerProviders
import Testing

@Suite("Replies in OpenAI's protocol")
struct OpenAIReplyTests {
  private func read(
    _ body: String, of profile: EndpointProfile = .custom, model: String = "m",
    changed: (inout EndpointProfile) -> Void = { _ in }
  ) throws -> Response {
    var profile = profile
    changed(&profile)
    return try OpenAIWire(profile: profile, model: model).response(from: WireFixture.answer(body), now: 0)
  }

  private func reply(
    _ message: String, finish: String = #""stop""#, usage: String = "null", more: String = ""
  ) -> String {
    #"{"choices":[{"index":0,"message":\#(message),"finish_reason":\#(finish)\#(more)}],"usage":\#(usage)}"#
  }

  @Test("a plain reply of OpenAI is read whole")
  func plain() throws {
    let body = """
      {"id":"chatcmpl-1","object":"chat.completion","created":1741569952,"model":"gpt-4.1-mini-2025-04-14",
       "choices":[{"index":0,"message":{"role":"assistant","content":"4 ✓","refusal":null,"annotations":[]},
         "logprobs":null,"finish_reason":"stop"}],
       "usage":{"prompt_tokens":19,"completion_tokens":10,"total_tokens":29,
         "prompt_tokens_details":{"cached_tokens":8,"audio_tokens":0},
         "completion_tokens_details":{"reasoning_tokens":6,"audio_tokens":0}},"service_tier":"default"}
      """
    let response = try read(body, of: .openai, model: "gpt-4.1-mini")
    #expect(
      response
        == Response(
          "4 ✓", usage: Usage(inputTokens: 19, outputTokens: 10, cachedInputTokens: 8, reasoningTokens: 6),
          finishReason: .stop, model: "openai/gpt-4.1-mini"))
  }

  @Test(
    "every finish reason is known",
    arguments: [
      ("\"stop\"", Response.FinishReason.stop), ("null", .stop), (#""""#, .stop), ("\"eos\"", .stop),
      ("\"eos_token\"", .stop), ("\"stop_sequence\"", .stop), ("\"end_turn\"", .stop), ("\"STOP\"", .stop),
      ("\"length\"", .length), ("\"limit\"", .length), ("\"max_tokens\"", .length),
      ("\"model_length\"", .length),
      ("\"content_filter\"", .contentFilter), ("\"SAFETY\"", .contentFilter), ("\"refusal\"", .refusal),
      ("\"tool_calls\"", .other), ("\"function_call\"", .other), ("\"abort\"", .other), ("\"error\"", .other),
      ("\"something new\"", .other), ("7", .stop),
    ])
  func finishReasons(json: String, reason: Response.FinishReason) throws {
    #expect(try read(reply(#"{"content":"x"}"#, finish: json)).finishReason == reason)
  }

  @Test("a finish reason that is absent is a stop")
  func noFinishReason() throws {
    #expect(try read(#"{"choices":[{"message":{"content":"x"}}]}"#).finishReason == .stop)
  }

  @Test(
    "content is a string, nothing, or parts of which those of text are joined",
    arguments: [
      (#"{"content":"abc"}"#, "abc"), (#"{"content":""}"#, ""), (#"{"content":null}"#, ""), ("{}", ""),
      (#"{"content":" \n "}"#, " \n "), (#"{"content":[]}"#, ""),
      (#"{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}"#, "ab"),
      (
        #"{"content":[{"type":"thinking","thinking":[{"type":"text","text":"no"}]},{"type":"text","text":"yes"}]}"#,
        "yes"
      ),
      (#"{"content":[{"type":"output_text","text":"a"},"b",{"text":"c"},7,null]}"#, "abc"),
      (#"{"content":7}"#, ""),
    ])
  func contents(message: String, content: String) throws {
    #expect(try read(reply(message)).content == content)
  }

  @Test("reasoning is never taken for the answer")
  func reasoning() throws {
    for field in ["reasoning", "reasoning_content", "thinking"] {
      #expect(try read(reply(#"{"content":"B","\#(field)":"maybe A"}"#)).content == "B")
      #expect(try read(reply(#"{"content":null,"\#(field)":"maybe A"}"#)).content == "")
    }
  }

  @Test("think tags are left alone, unless the profile says that they are none of the answer")
  func thinkTags() throws {
    let body = reply(#"{"content":" <think>\nA? no\n</think>\n\n B"}"#)
    #expect(try read(body).content == " <think>\nA? no\n</think>\n\n B")
    #expect(try read(body, changed: { $0.stripsThinking = true }).content == "B")
    for text in ["<think>cut off", "no <think>x</think> at the front", "B"] {
      let body = reply(#"{"content":"\#(text)"}"#)
      #expect(try read(body, changed: { $0.stripsThinking = true }).content == text)
    }
  }

  @Test("a refusal is a refusal with its text, wherever it stands")
  func refusals() throws {
    let field = try read(reply(#"{"content":null,"refusal":"I can't."}"#))
    #expect(field.content == "I can't." && field.finishReason == .refusal)
    let part = try read(reply(#"{"content":[{"type":"refusal","refusal":"No."}]}"#))
    #expect(part.content == "No." && part.finishReason == .refusal)
    #expect(try read(reply(#"{"content":"yes","refusal":""}"#)).finishReason == .stop)
  }

  @Test("a filtered reply is told as one, with what it cost")
  func contentFilter() throws {
    let body = reply(
      #"{"content":null}"#, finish: "\"content_filter\"", usage: #"{"prompt_tokens":5,"completion_tokens":1}"#
    )
    let response = try read(body)
    #expect(response.finishReason == .contentFilter && response.usage.tokens == 6)
  }

  @Test(
    "tokens are read as providers count them",
    arguments: [
      ("null", Usage()), ("{}", Usage()),
      (#"{"prompt_tokens":3,"completion_tokens":4}"#, Usage(inputTokens: 3, outputTokens: 4)),
      (#"{"prompt_tokens":3.0,"completion_tokens":null}"#, Usage(inputTokens: 3)),
      (
        #"{"prompt_tokens":9,"completion_tokens":1,"prompt_cache_hit_tokens":8,"prompt_cache_miss_tokens":1}"#,
        Usage(inputTokens: 9, outputTokens: 1, cachedInputTokens: 8)
      ),
      (
        #"{"prompt_tokens":9,"prompt_tokens_details":{"cached_tokens":2,"cache_write_tokens":5}}"#,
        Usage(inputTokens: 9, cachedInputTokens: 2, cacheWriteTokens: 5)
      ),
      (
        #"{"prompt_tokens":9,"prompt_tokens_details":null,"completion_tokens_details":null}"#,
        Usage(inputTokens: 9)
      ),
      // Cached tokens beside the prompt's.
      (
        #"{"prompt_tokens":10,"prompt_tokens_details":{"cached_tokens":1000}}"#,
        Usage(inputTokens: 1010, cachedInputTokens: 1000)
      ),
      // Reasoning as part of the reply, and beside it.
      (
        #"{"prompt_tokens":1,"completion_tokens":9,"total_tokens":10,"completion_tokens_details":{"reasoning_tokens":7}}"#,
        Usage(inputTokens: 1, outputTokens: 9, reasoningTokens: 7)
      ),
      (
        #"{"prompt_tokens":1,"completion_tokens":9,"total_tokens":17,"completion_tokens_details":{"reasoning_tokens":7}}"#,
        Usage(inputTokens: 1, outputTokens: 16, reasoningTokens: 7)
      ),
      (
        #"{"prompt_tokens":1,"completion_tokens":2,"completion_tokens_details":{"reasoning_tokens":7}}"#,
        Usage(inputTokens: 1, outputTokens: 9, reasoningTokens: 7)
      ),
    ])
  func usage(json: String, usage: Usage) throws {
    #expect(try read(reply(#"{"content":"x"}"#, usage: json)).usage == usage)
  }

  @Test("a reply without usage counts no tokens")
  func noUsage() throws {
    #expect(try read(#"{"choices":[{"message":{"content":"x"}}]}"#).usage == Usage())
  }

  @Test("log probabilities are kept in both forms, and left out when one is no number")
  func logprobs() throws {
    func logprobs(_ json: String) throws -> [Double] {
      try read(reply(#"{"content":"x"}"#, more: #","logprobs":\#(json)"#)).logprobs
    }
    #expect(
      try logprobs(
        #"{"content":[{"token":"a","logprob":-0.25,"top_logprobs":[]},{"token":"b","logprob":0}]}"#) == [
          -0.25, 0,
        ])
    #expect(try logprobs(#"{"tokens":["a"],"token_logprobs":[-1.5]}"#) == [-1.5])
    #expect(try logprobs(#"{"content":[{"token":"a","logprob":null}]}"#) == [])
    #expect(try logprobs(#"{"content":[{"logprob":-1},{"logprob":"x"}]}"#) == [])
    #expect(try logprobs("null") == [])
    #expect(try logprobs("[]") == [])
  }

  @Test("of several choices the one with index 0 is taken, whatever their order")
  func reordered() throws {
    let body = #"{"choices":[{"index":1,"message":{"content":"B"}},{"index":0,"message":{"content":"A"}}]}"#
    #expect(try read(body).content == "A")
    #expect(try read(#"{"choices":[{"index":3,"message":{"content":"C"}}]}"#).content == "C")
  }
}
