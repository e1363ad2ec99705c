import Testing

import MicroModel

@Suite("The embedded model")
struct EmbeddedModelTests {
  private let prompt =
    "current_state = [[20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1], [], []]\n"
    + "previous_move = [0, 0, 0]\n"
  private let completion =
    "move = [1, 0, 1]\n"
    + "next_state = [[20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2], [1], []]\n"

  @Test("It makes the first move of the Towers of Hanoi")
  func firstMove() throws {
    let model = try MicroModel.embedded("embedded/hanoi")
    #expect(model.identity.hasPrefix("hanoi-"))
    let (chance, isMostLikely) = try model.chance(of: completion, after: prompt, temperature: 1)
    #expect(isMostLikely)
    #expect(chance > 0.9)
    let sample = try model.samples(
      of: prompt, [CompletionRequest(temperature: 0, seed: 0)], maximumTokens: 40)[0]
    #expect(sample.text == completion)
    #expect(sample.finish == .stop)
  }
}
