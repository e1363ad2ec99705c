import Foundation
import Maker
import MakerServer
import MakerTesting
import Testing

@Suite("A chat completion follows the OpenAI protocol field by field")
struct ChatCompletionTests {
  @Test("the reply has every field of the protocol")
  func fields() async throws {
    let endpoint = ModelEndpoint(constant("héllo \"you\"\n\u{1}"))
    let before = Int(Date().timeIntervalSince1970)
    let asked = try await endpoint.chat()
    #expect(asked.status == 200)
    let object = try asked.object
    #expect(
      Set(object.keys) == ["id", "object", "created", "model", "system_fingerprint", "choices", "usage"])
    #expect((object["id"] as? String)?.hasPrefix("chatcmpl-") == true)
    #expect(object["object"] as? String == "chat.completion")
    let created = try #require(object["created"] as? Int)
    #expect((before...before + 60).contains(created))
    #expect(object["model"] as? String == "test")
    #expect(object["system_fingerprint"] as? String == "scripted")
    let choice = try #require(try asked.choices.first)
    #expect(Set(choice.keys) == ["index", "message", "logprobs", "finish_reason"])
    #expect(choice["index"] as? Int == 0)
    #expect(choice["logprobs"] is NSNull)
    #expect(choice["finish_reason"] as? String == "stop")
    let message = try #require(choice["message"] as? [String: Any])
    #expect(message["role"] as? String == "assistant")
    #expect(message["content"] as? String == "héllo \"you\"\n\u{1}")
    #expect(message["refusal"] is NSNull)
  }

  @Test("the usage counts the prompt once and every choice")
  func usage() async throws {
    let object = try await ModelEndpoint(echo()).chat("hello", #""n":3"#).object
    let usage = try #require(object["usage"] as? [String: Any])
    #expect(usage["prompt_tokens"] as? Int == 3)
    #expect(usage["completion_tokens"] as? Int == 15)
    #expect(usage["total_tokens"] as? Int == 18)
    #expect((usage["prompt_tokens_details"] as? [String: Int]) == ["cached_tokens": 1])
    #expect((usage["completion_tokens_details"] as? [String: Int]) == ["reasoning_tokens": 6])
  }

  @Test("two replies have two ids")
  func ids() async throws {
    let endpoint = ModelEndpoint(constant("x"))
    let first = try await endpoint.chat().object["id"] as? String
    #expect(try await endpoint.chat().object["id"] as? String != first)
  }

  @Test(
    "every finish reason has a name of the protocol",
    arguments: [
      (Response.FinishReason.stop, "stop"), (.length, "length"), (.contentFilter, "content_filter"),
      (.refusal, "stop"), (.other, "stop"),
    ])
  func finishReasons(reason: Response.FinishReason, name: String) async throws {
    let asked = try await ModelEndpoint(constant("x", reason)).chat()
    #expect(try asked.choices.first?["finish_reason"] as? String == name)
  }

  @Test("the last user message is the prompt, system and developer messages are the instructions")
  func messages() async throws {
    let model = constant("x")
    let asked = try await ModelEndpoint(model).ask(
      #"""
      {"model": "tests/test", "messages": [
        {"role": "system", "content": "Rules."}, {"role": "user", "content": "first", "name": "me"},
        {"role": "assistant", "content": "reply", "refusal": null},
        {"role": "developer", "content": [{"type": "text", "text": "More "}, {"type": "text", "text": "rules."}]},
        {"role": "user", "content": [{"type": "text", "text": "la"}, {"type": "text", "text": "st"}]}
      ]}
      """#)
    #expect(asked.status == 200, "\(asked.text)")
    #expect(try asked.object["model"] as? String == "tests/test", "the name that was asked for")
    #expect(
      model.calls.map(\.prompt) == [Prompt("last", instructions: Instructions("Rules.\n\nMore rules."))])
  }

  @Test("temperature, seed and token limit reach the model")
  func options() async throws {
    let model = constant("x")
    let endpoint = ModelEndpoint(model)
    _ = try await endpoint.chat(
      "p", #""temperature":0.7"#, #""seed":18446744073709551615"#, #""max_tokens":9"#)
    _ = try await endpoint.chat("p", #""temperature":1.6"#, #""seed":-1"#, #""max_completion_tokens":7"#)
    _ = try await endpoint.chat("p", #""temperature":0"#, #""seed":4"#)
    _ = try await endpoint.chat("p", #""seed":4"#, #""temperature":null"#, #""max_tokens":null"#)
    #expect(
      model.calls.map(\.options) == [
        GenerationOptions(samplingMode: .random(seed: .max), temperature: 0.7, maximumResponseTokens: 9),
        GenerationOptions(samplingMode: .random(seed: .max), temperature: 1.6, maximumResponseTokens: 7),
        GenerationOptions(samplingMode: .greedy, temperature: 0),
        GenerationOptions(samplingMode: .random(seed: 4), temperature: 1),
      ])
  }

  @Test("without a seed every reply is drawn anew")
  func unseeded() async throws {
    let model = constant("x")
    let endpoint = ModelEndpoint(model)
    for _ in 0..<2 { _ = try await endpoint.chat("p", #""n":2"#) }
    #expect(Set(model.calls.map(\.options.samplingMode)).count == 4)
  }

  @Test("what would change nothing is accepted")
  func harmless() async throws {
    let asked = try await ModelEndpoint(constant("x")).chat(
      "p", #""user":"me","metadata":{"a":"b"},"store":false,"service_tier":"auto","top_p":1,"stop":null"#,
      #""presence_penalty":0.0,"frequency_penalty":0,"logprobs":false,"top_logprobs":null,"logit_bias":{}"#,
      #""response_format":{"type":"text"},"tools":[],"tool_choice":"none","stream":false,"n":1,"stop":[]"#)
    #expect(asked.status == 200, "\(asked.text)")
  }
}
