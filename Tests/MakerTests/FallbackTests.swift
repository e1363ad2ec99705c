import Maker
import MakerTesting
import Testing

/// When an endpoint is down, the next one is asked.
@Suite struct FallbackTests {
  private func failing(_ code: LanguageModelError.Code) -> ScriptedModel {
    ScriptedModel(name: "first") { _ throws(LanguageModelError) in throw LanguageModelError(code, "no") }
  }
  private let second = ScriptedModel(name: "second") { _ in Response("5", model: "second") }

  @Test(arguments: [LanguageModelError.Code.unavailable, .outOfMoney, .rateLimited])
  func `goes to the next model and stays there`(_ code: LanguageModelError.Code) async throws {
    let first = failing(code)
    let model = FallbackLanguageModel([first, second])
    for _ in 0..<3 {
      let response = try await model.respond(to: Prompt("x"), options: GenerationOptions())
      #expect(response.model == "second")
    }
    #expect(first.calls.count == 1)
  }

  @Test(arguments: [
    LanguageModelError.Code.refusal, .unauthorized, .invalidRequest, .exceededContextWindowSize, .cancelled,
  ])
  func `does not hide what is no outage`(_ code: LanguageModelError.Code) async throws {
    let model = FallbackLanguageModel([failing(code), second])
    let error = await #expect(throws: LanguageModelError.self) {
      try await model.respond(to: Prompt("x"), options: GenerationOptions())
    }
    #expect(error?.code == code)
    #expect(second.calls.isEmpty)
  }

  @Test func `fails with the words of the last when all are down`() async throws {
    let model = FallbackLanguageModel([failing(.unavailable), failing(.outOfMoney)])
    let error = await #expect(throws: LanguageModelError.self) {
      try await model.respond(to: Prompt("x"), options: GenerationOptions())
    }
    #expect(error?.code == .outOfMoney)
  }

  @Test func `a whole run goes over to the second model without losing a vote`() async throws {
    let world = Walk(stepCount: 20)
    let down = FaultyModel(
      Walk.model(Noise(errorRate: 0)),
      failing: Dictionary(
        uniqueKeysWithValues: (30..<200).map { ($0, LanguageModelError(.unavailable, "down")) }))
    let model = FallbackLanguageModel([down, Walk.model(Noise(errorRate: 0))])
    let summary = try await Run(world, model: model, rules: VotingRules(k: 3)).finish()
    #expect(summary.isDone)
    #expect(summary.tally.votes == 60)
  }

  @Test func `its identity names all of them in order`() {
    let model = FallbackLanguageModel([failing(.unavailable), second])
    #expect(model.identity == ["model": "first, else second"])
  }
}
