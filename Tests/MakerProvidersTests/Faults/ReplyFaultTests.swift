import Maker
import MakerProviders
import Testing

/// Answers that are whole, and whose content is not what one hopes for.
@Suite("Faults: replies")
struct ReplyFaultTests {
  /// What comes of a call whose first answer of 200 is this, and whose second is good.
  private func ask(
    _ json: String, of profile: EndpointProfile = .custom
  ) async throws -> Result<Response, LanguageModelError> {
    try await withFaults(of: profile, key: "sk-test-0123456789") { number, _ in
      [
        .send(
          number == 0 ? Answers.http("200 OK", text: json) : Answers.chat(content: #""whole""#))
      ]
    } body: { _, endpoint in
      await endpoint.ask()
    }
  }

  @Test(
    "a content that is empty, null or blank is a reply, and is paid for: a red flag discards it",
    arguments: [(#""""#, ""), ("null", ""), (#""  \n ""#, "  \n ")])
  func empty(content: String, text: String) async throws {
    let reply = try await ask(Answers.chatJSON(content: content)).reply
    #expect(reply?.content == text)
    #expect(reply?.usage == Usage(inputTokens: 12, outputTokens: 3))
    #expect(reply?.tries == [])
  }

  @Test("a refusal is a reply that says so")
  func refusal() async throws {
    let json = Answers.chatJSON(content: "null", more: #","refusal":"I will not.""#)
    let reply = try await ask(json).reply
    #expect(reply?.finishReason == .refusal)
    #expect(reply?.content == "I will not.")
  }

  @Test(
    "the reason why a reply ended is kept",
    arguments: [
      (#""length""#, Response.FinishReason.length), (#""content_filter""#, .contentFilter),
      (#""tool_calls""#, .other), (#""never heard of""#, .other), (#""stop""#, .stop),
    ])
  func finishReasons(json: String, reason: Response.FinishReason) async throws {
    let reply = try await ask(Answers.chatJSON(finish: json)).reply
    #expect(reply?.finishReason == reason)
    #expect(reply?.content == "4")
  }

  private static func choice(_ index: Int, _ text: String) -> String {
    #"{"index":\#(index),"message":{"role":"assistant","content":"\#(text)"},"finish_reason":"stop"}"#
  }

  @Test(
    "where one choice was asked for, its index says which it is, and a doubt is no reply",
    arguments: [
      ("[\(choice(0, "a"))]", "a"), ("[\(choice(1, "b")),\(choice(0, "a"))]", "a"),
      ("[\(choice(0, "a")),\(choice(0, "b"))]", "whole"), ("[\(choice(1, "a")),\(choice(2, "b"))]", "whole"),
      ("[]", "whole"), ("null", "whole"), (#"[{"index":0}]"#, "whole"),
      (#"[{"index":0,"message":null}]"#, "whole"),
      ("[4]", "whole"),
    ])
  func choices(json: String, content: String) async throws {
    let reply = try await ask(
      #"{"id":"x","choices":\#(json),"usage":{"prompt_tokens":1,"completion_tokens":1}}"#
    ).reply
    #expect(reply?.content == content)
    #expect(reply?.tries.count == (content == "whole" ? 1 : 0))
  }

  @Test("a reply without usage counts no tokens")
  func noUsage() async throws {
    for usage in ["null", "{}"] {
      let reply = try await ask(Answers.chatJSON(usage: usage)).reply
      #expect(reply?.content == "4")
      #expect(reply?.usage == Usage())
    }
  }

  @Test(
    "a usage that cannot be is no reply: clamped, it would falsify what was spent",
    arguments: [
      #"{"prompt_tokens":-5,"completion_tokens":3}"#, #"{"prompt_tokens":5,"completion_tokens":1e30}"#,
      #"{"prompt_tokens":9223372036854775807,"completion_tokens":9223372036854775807}"#,
      #"{"prompt_tokens":"many","completion_tokens":3}"#, "[]",
    ])
  func absurdUsage(usage: String) async throws {
    let reply = try await ask(Answers.chatJSON(usage: usage)).reply
    #expect(reply?.content == "whole")
    #expect(reply?.tries.count == 1)
  }

  @Test("the reply of another model than was asked for is refused where names can be relied on")
  func otherModel() async throws {
    let json = Answers.chatJSON(model: "gpt-1-huge")
    let error = try await ask(json, of: .openai).error
    #expect(error?.code == .invalidResponse)
    #expect(error?.message.contains("gpt-1-huge") == true)
    // A server of one's own answers with whatever its file is called.
    #expect(try await ask(json).reply?.content == "4")
  }

  @Test("an error in an answer of 200 is the error it is, and not on the bill")
  func errorIn200() async throws {
    let limited = #"{"error":{"message":"Slow down.","code":429}}"#
    let reply = try await ask(limited).reply
    #expect(reply?.content == "whole")
    #expect(reply?.tries == [])
    let broke = #"{"error":{"message":"No credit.","code":"insufficient_quota"}}"#
    #expect(try await ask(broke).error?.code == .outOfMoney)
  }
}
