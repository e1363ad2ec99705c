import Maker
import MakerServer
import MakerTesting
import Testing

@Suite("Several choices are independent samples")
struct ChoicesTests {
  private func texts(_ asked: Asked) throws -> [String] {
    let choices = try asked.choices
    #expect(choices.map { $0["index"] as? Int } == Array(0..<choices.count))
    return choices.compactMap { ($0["message"] as? [String: Any])?["content"] as? String }
  }

  @Test("the first has the seed of the request, and is the same whether it is alone or not")
  func firstSeed() async throws {
    let endpoint = ModelEndpoint(echo())
    let alone = try texts(try await endpoint.chat("p", #""seed":77"#))
    let three = try texts(try await endpoint.chat("p", #""seed":77"#, #""n":3"#))
    #expect(alone == ["p random(seed: Optional(77))"])
    #expect(three.first == alone.first)
    #expect(Set(three).count == 3)
    #expect(try texts(try await endpoint.chat("p", #""seed":77"#, #""n":3"#)) == three)
    #expect(try texts(try await endpoint.chat("p", #""seed":78"#, #""n":3"#))[1] != three[1])
  }

  @Test("a model that answers several samples in one call is called once, and says the same")
  func oneCall() async throws {
    let base = echo()
    let together = try texts(
      try await ModelEndpoint(MultisampleModel(base)).chat("p", #""seed":5"#, #""n":4"#))
    let apart = try texts(try await ModelEndpoint(echo()).chat("p", #""seed":5"#, #""n":4"#))
    #expect(together == apart)
    let options = (0..<4).map {
      GenerationOptions(samplingMode: .random(seed: GenerationRequest.seed(of: $0, from: 5)), temperature: 1)
    }
    #expect(base.calls.map(\.options) == options)
    let direct = try await MultisampleModel(echo()).respond(to: Prompt("p"), options: options)
    #expect(direct.map(\.content) == together)
  }

  @Test("at temperature 0 all are the most likely reply")
  func greedy() async throws {
    let asked = try await ModelEndpoint(echo()).chat("p", #""seed":5"#, #""n":2"#, #""temperature":0"#)
    #expect(try texts(asked) == ["p greedy", "p greedy"])
  }

  @Test("one that fails fails the request")
  func failure() async throws {
    let model = ScriptedModel { call throws(LanguageModelError) in
      if call.index == 2 { throw LanguageModelError(.unavailable, "Gone.") }
      return Response("x")
    }
    let asked = try await ModelEndpoint(model).chat("p", #""n":3"#)
    #expect(asked.status == 503)
    #expect(try asked.error["message"] as? String == "Gone.")
  }
}
