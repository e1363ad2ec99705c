import Foundation
import Maker
import MakerServer
import MakerTesting
import Testing

@Suite("A plain completion follows the OpenAI protocol")
struct PlainCompletionTests {
  private func ask(_ model: ScriptedModel, _ body: String) async throws -> Asked {
    try await ModelEndpoint(model).ask(body, at: "/v1/completions")
  }

  @Test("the reply has every field of the protocol")
  func fields() async throws {
    let asked = try await ask(echo(), #"{"model":"test","prompt":"go on","seed":3,"n":2,"max_tokens":5}"#)
    let object = try asked.object
    #expect((object["id"] as? String)?.hasPrefix("cmpl-") == true)
    #expect(object["object"] as? String == "text_completion")
    #expect((object["usage"] as? [String: Any])?["completion_tokens"] as? Int == 10)
    let choices = try asked.choices
    #expect(choices.map { $0["index"] as? Int } == [0, 1])
    #expect(choices[0]["text"] as? String == "go on random(seed: Optional(3))")
    #expect(Set(choices[0].keys) == ["text", "index", "logprobs", "finish_reason"])
    #expect(choices[0]["logprobs"] is NSNull)
    #expect(choices[0]["finish_reason"] as? String == "stop")
  }

  @Test("a list of one prompt is that prompt")
  func list() async throws {
    let model = constant("x")
    let asked = try await ask(
      model, #"{"model":"test","prompt":["p"],"echo":false,"suffix":null,"best_of":1,"logprobs":null}"#)
    #expect(asked.status == 200, "\(asked.text)")
    #expect(model.calls.map(\.prompt) == [Prompt("p")])
  }

  @Test(
    "what it cannot do is refused by name",
    arguments: [
      (#""prompt":["a","b"]"#, "prompt"), (#""prompt":[1,2]"#, "prompt"), (#""prompt":7"#, "prompt"),
      (#""prompt":null"#, "prompt"), (#""x":1"#, "prompt"), (#""prompt":"p","echo":true"#, "echo"),
      (#""prompt":"p","suffix":"s""#, "suffix"), (#""prompt":"p","best_of":2"#, "best_of"),
      (#""prompt":"p","logprobs":3"#, "logprobs"), (#""prompt":"p","messages":[]"#, "messages"),
      (#""prompt":"p","max_completion_tokens":3"#, "max_completion_tokens"),
    ])
  func refusals(fields: String, parameter: String) async throws {
    let model = constant("x")
    let asked = try await ask(model, #"{"model":"test",\#(fields)}"#)
    #expect(asked.status == 400)
    #expect(try asked.error["param"] as? String == parameter, "\(asked.text)")
    #expect(model.calls.isEmpty)
  }
}
