import Foundation
import Maker
import MakerServer
import MakerTesting
import Testing

@Suite("What is wrong with a request is said in the form of the protocol")
struct RequestErrorsTests {
  private func refusal(_ body: String) async throws -> Asked {
    let model = constant("x")
    let asked = try await ModelEndpoint(model).ask(body)
    #expect(model.calls.isEmpty)
    let error = try asked.error
    #expect(Set(error.keys) == ["message", "type", "param", "code"])
    #expect(Set(try asked.object.keys) == ["error"])
    #expect(error["type"] as? String == "invalid_request_error")
    let message = try #require(error["message"] as? String)
    #expect(message.hasSuffix(".") && message.count < 300, "\(message)")
    return asked
  }

  @Test(
    "a body that is not JSON, or no object",
    arguments: ["", "{", "nonsense", #"{"model":"\uD800"}"#, "[]", "7"])
  func malformed(body: String) async throws {
    let asked = try await refusal(body)
    #expect(asked.status == 400)
    #expect(try asked.error["param"] is NSNull)
  }

  @Test("a body nested 100,000 deep")
  func nested() async throws {
    let body = #"{"model":"test","messages":"# + String(repeating: "[", count: 100_000)
    #expect(try await refusal(body).error["code"] as? String == "invalid_json")
  }

  @Test(
    "a field of the wrong type, out of range, or not supported is named",
    arguments: [
      (#""temperature":"hot""#, "temperature"), (#""temperature":-1"#, "temperature"),
      (#""temperature":1e999"#, "temperature"), (#""seed":1.5"#, "seed"),
      (#""seed":18446744073709551616"#, "seed"), (#""seed":"1""#, "seed"), (#""n":0"#, "n"),
      (#""n":129"#, "n"),
      (#""n":1.5"#, "n"), (#""max_tokens":0"#, "max_tokens"), (#""max_tokens":-5"#, "max_tokens"),
      (#""max_tokens":1,"max_completion_tokens":1"#, "max_tokens"), (#""stream":1"#, "stream"),
      (#""stream_options":{}"#, "stream_options"),
      (#""stream":true,"stream_options":{"x":1}"#, "stream_options.x"),
      (#""stream":true,"stream_options":[]"#, "stream_options"), (#""stop":"\n""#, "stop"),
      (#""top_p":0.5"#, "top_p"), (#""presence_penalty":1"#, "presence_penalty"),
      (#""logprobs":true"#, "logprobs"), (#""logit_bias":{"1":2}"#, "logit_bias"),
      (#""tools":[{}]"#, "tools"), (#""response_format":{"type":"json_object"}"#, "response_format"),
      (#""top_k":1"#, "top_k"), (#""modalities":["audio"]"#, "modalities"),
    ])
  func fields(fields: String, parameter: String) async throws {
    let asked = try await refusal(
      #"{"model":"test","messages":[{"role":"user","content":"hello"}],\#(fields)}"#)
    #expect(asked.status == 400)
    #expect(try asked.error["param"] as? String == parameter, "\(asked.text)")
    #expect((try asked.error["message"] as? String)?.contains(parameter) == true)
  }

  @Test(
    "messages that cannot be answered are named by their place",
    arguments: [
      (#"null"#, "messages"), (#"[]"#, "messages"), (#""hello""#, "messages"), (#"[1]"#, "messages[0]"),
      (#"[{"role":"user"}]"#, "messages[0].content"), (#"[{"content":"x"}]"#, "messages[0].role"),
      (#"[{"role":"tool","content":"x"}]"#, "messages[0].role"),
      (#"[{"role":"user","content":1}]"#, "messages[0].content"),
      (#"[{"role":"system","content":"x"}]"#, "messages"),
      (#"[{"role":"user","content":"x"},{"role":"assistant","content":"x"}]"#, "messages"),
      (
        #"[{"role":"user","content":[{"type":"image_url","image_url":{}}]}]"#, "messages[0].content[0].type"
      ),
      (#"[{"role":"user","content":"x","tool_calls":[1]}]"#, "messages[0].tool_calls"),
    ])
  func messages(messages: String, parameter: String) async throws {
    let asked = try await refusal(#"{"model":"test","messages":\#(messages)}"#)
    #expect(asked.status == 400)
    #expect(try asked.error["param"] as? String == parameter, "\(asked.text)")
  }

  @Test("a model that is not served is a 404 that names those that are", arguments: ["gpt-4", "", "Test"])
  func unknownModel(name: String) async throws {
    let asked = try await refusal(
      #"{"model":"\#(name)","messages":[{"role":"user","content":"hello"}]}"#)
    #expect(asked.status == 404)
    #expect(try asked.error["code"] as? String == "model_not_found")
    #expect((try asked.error["message"] as? String)?.contains("test or tests/test") == true)
  }

  @Test("no model at all")
  func noModel() async throws {
    #expect(try await refusal(#"{"messages":[]}"#).error["param"] as? String == "model")
  }

  @Test("of a field that is given twice the last counts")
  func twice() async throws {
    let model = constant("x")
    _ = try await ModelEndpoint(model).chat("p", #""seed":1"#, #""seed":2"#)
    #expect(model.calls.first?.options.samplingMode == .random(seed: 2))
  }

  @Test(
    "what the model says it failed of has a status of its own",
    arguments: [
      (LanguageModelError.Code.unsupportedPrompt, 400, "unsupported_prompt"),
      (.exceededContextWindowSize, 400, "context_length_exceeded"), (.invalidRequest, 400, "invalid_request"),
      (.refusal, 400, "refusal"), (.guardrailViolation, 400, "content_filter"),
      (.unknownModel, 404, "model_not_found"), (.rateLimited, 429, "rate_limit_exceeded"),
      (.outOfMoney, 429, "insufficient_quota"), (.unavailable, 503, "unavailable"),
      (.assetsUnavailable, 503, "assets_unavailable"), (.cancelled, 503, "cancelled"),
      (.unauthorized, 500, "unauthorized"), (.invalidResponse, 500, "invalid_response"),
    ])
  func modelErrors(code: LanguageModelError.Code, status: Int, name: String) async throws {
    let model = ScriptedModel { _ throws(LanguageModelError) in throw LanguageModelError(code, "It is so.") }
    let asked = try await ModelEndpoint(model).chat()
    #expect(asked.status == status)
    #expect(try asked.error["code"] as? String == name)
    #expect(try asked.error["message"] as? String == "It is so.")
  }
}
