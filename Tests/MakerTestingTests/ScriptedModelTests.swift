import Maker
import MakerTesting
import Testing

@Suite struct ScriptedModelTests {
  private let options = GenerationOptions(temperature: 0.5)

  @Test func `gives one reply after another and then fails`() async throws {
    let model = ScriptedModel(["a", "b"])
    #expect(try await model.respond(to: Prompt("1"), options: options).content == "a")
    #expect(try await model.respond(to: Prompt("2"), options: options).content == "b")
    let usedUp = LanguageModelError(
      .unavailable, "The script has no reply for call 2, number 1 of \"1\".")
    await #expect(throws: usedUp) { try await model.respond(to: Prompt("1"), options: options) }
  }

  @Test func `gives each prompt its own replies`() async throws {
    let model = ScriptedModel(byPrompt: ["x": ["x0", "x1"], "y": ["y0"]])
    #expect(try await model.respond(to: Prompt("x"), options: options).content == "x0")
    #expect(try await model.respond(to: Prompt("y"), options: options).content == "y0")
    #expect(try await model.respond(to: Prompt("x"), options: options).content == "x1")
    await #expect(throws: LanguageModelError.self) {
      try await model.respond(to: Prompt("y"), options: options)
    }
    await #expect(throws: LanguageModelError.self) {
      try await model.respond(to: Prompt("z"), options: options)
    }
  }

  @Test func `remembers what it was asked, failed calls included`() async throws {
    let model = ScriptedModel { call throws(LanguageModelError) in
      if call.index == 1 { throw LanguageModelError(.rateLimited, "Slow down.") }
      return Response("\(call.index).\(call.indexOfPrompt)")
    }
    let cold = GenerationOptions(samplingMode: .greedy, temperature: 0)
    #expect(try await model.respond(to: Prompt("x"), options: options).content == "0.0")
    await #expect(throws: LanguageModelError(.rateLimited, "Slow down.")) {
      try await model.respond(to: Prompt("y"), options: cold)
    }
    #expect(try await model.respond(to: Prompt("x"), options: options).content == "2.1")
    #expect(model.calls.map(\.prompt.content) == ["x", "y", "x"])
    #expect(model.calls.map(\.options) == [options, cold, options])
    #expect(model.calls.map(\.indexOfPrompt) == [0, 0, 1])
    #expect(ScriptedModel([], name: "other").identity == ["model": "other"])
  }

  @Test func `a faulty model fails at the chosen calls only`() async throws {
    let error = LanguageModelError(.unavailable, "Gone.")
    let model = FaultyModel(ScriptedModel(["a", "b"]), failing: [1: error])
    #expect(try await model.respond(to: Prompt("x"), options: options).content == "a")
    await #expect(throws: error) { try await model.respond(to: Prompt("x"), options: options) }
    #expect(try await model.respond(to: Prompt("x"), options: options).content == "b")
    #expect(model.callCount == 3)
    #expect(model.identity == ["model": "scripted"])
  }
}
