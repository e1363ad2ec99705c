import Maker
import MakerProviders
import Testing

@Suite("Names of models")
struct ModelNameTests {
  /// Whether OpenAI's answer by `answered` is taken for the model `asked`.
  private func isTaken(_ asked: String, _ answered: String) -> Bool {
    let body = #"{"model":"\#(answered)","choices":[{"message":{"content":"x"},"finish_reason":"stop"}]}"#
    let wire = OpenAIWire(profile: .openai, model: asked)
    return (try? wire.response(from: WireFixture.answer(body), now: 0)) != nil
  }

  @Test(
    "the same model under a dated or an undated name is taken",
    arguments: [
      ("gpt-4.1-mini", "gpt-4.1-mini"), ("gpt-4.1-mini", "gpt-4.1-mini-2025-04-14"),
      ("gpt-4.1-mini-2025-04-14", "gpt-4.1-mini"), ("GPT-4.1-mini", "gpt-4.1-mini"),
      ("gpt-3.5-turbo", "gpt-3.5-turbo-0125"), ("claude-3-5-haiku-latest", "claude-3-5-haiku-20241022"),
      ("claude-haiku-4-5", "claude-haiku-4-5-20251001"), ("claude-sonnet-4-0", "claude-sonnet-4-20250514"),
      ("gpt-5-chat-latest", "gpt-5-chat-2025-08-07"), ("gpt-5.6", "gpt-5.6-sol"),
      ("chatgpt-4o-latest", "chatgpt-4o-latest"),
      ("ft:gpt-4.1-mini:org::id", "ft:gpt-4.1-mini-2025-04-14:org::id"), ("o1", "o1-preview"), ("x", ""),
    ])
  func same(asked: String, answered: String) {
    #expect(isTaken(asked, answered))
  }

  @Test(
    "another model is refused",
    arguments: [
      ("gpt-4.1", "gpt-4.1-mini"), ("gpt-4.1-mini", "gpt-4.1"), ("gpt-4.1", "gpt-4.1-nano-2025-04-14"),
      ("gpt-4o", "gpt-4"),
      ("gpt-4", "gpt-4o"), ("gpt-5", "gpt-5.1"), ("gpt-5", "gpt-5-pro"), ("claude-opus-4", "claude-opus-4-1"),
      ("claude-haiku-4-5", "claude-haiku-4"), ("claude-sonnet-4-5", "claude-haiku-4-5"), ("o3", "o3-mini"),
      ("gpt-4-turbo", "gpt-4-0613"), ("ft:gpt-4.1-mini:org::a", "ft:gpt-4.1-mini:org::b"),
      ("gpt-4.1", "mistral"),
      ("gpt-4.1", "2025-04-14"),
    ])
  func other(asked: String, answered: String) {
    #expect(!isTaken(asked, answered))
  }

  @Test("the sentence names both, and nobody tries again")
  func sentence() {
    let wire = OpenAIWire(profile: .openai, model: "gpt-4.1")
    let body =
      #"{"model":"gpt-4.1-nano","choices":[{"message":{"content":"x"}}],"usage":{"prompt_tokens":1}}"#
    let failure = WireFixture.failure { () throws(CallFailure) in
      try wire.response(from: WireFixture.answer(body), now: 0)
    }
    #expect(failure?.code == .invalidResponse)
    #expect(failure?.message.contains("gpt-4.1-nano") == true)
    #expect(failure?.message.contains("gpt-4.1 was asked for") == true)
    #expect(failure?.stage == .garbled)
  }

  @Test("a server of one's own may answer under any name")
  func unchecked() throws {
    let body = #"{"model":"/models/whatever.gguf","choices":[{"message":{"content":"x"}}]}"#
    for profile in EndpointProfile.all where profile.dialect == .openAI && !profile.checksModelName {
      let reply = try OpenAIWire(profile: profile, model: "m").response(
        from: WireFixture.answer(body), now: 0)
      #expect(reply.model == "\(profile.name)/m")
    }
  }
}
