import Maker
import MakerTasks
import MicroModel
import Testing

@Suite("The embedded model")
struct EmbeddedModelTests {
  @Test("Each name loads, and any other is refused with those that there are")
  func names() throws {
    let error = #expect(throws: MicroModelError.self) { try MicroModel.embedded("embedded/chess") }
    #expect(error?.code == .unsupportedModel)
    for name in MicroModel.embeddedNames {
      #expect(try MicroModel.embedded(name).identity.hasPrefix(name.dropFirst("embedded/".count) + "-"))
      #expect(error?.description.contains(name) == true)
    }
    #expect(try MicroModel.embedded("embedded/hanoi").identity == "hanoi-d61dec6a83cd188e")
  }

  @Test("It makes the first move of the Towers of Hanoi")
  func firstMove() throws {
    let model = try MicroModel.embedded("embedded/hanoi")
    #expect(model.identity.hasPrefix("hanoi-"))
    let task = try TowersOfHanoi(disks: 20)
    let sample = try model.samples(
      of: task.prompt(for: task.initialState).content, [CompletionRequest(temperature: 0, seed: 0)],
      maximumTokens: 40)[0]
    #expect(
      sample.text == """
        move = [1, 0, 1]
        next_state = [[20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2], [1], []]

        """)
    #expect(sample.finish == .stop)
  }

  /// `maker certify` computes every step; these are the ones that models in training got wrong longest.
  @Test("It is right where it is hardest: the moves of the largest disks, and states close to towers")
  func hardestSteps() throws {
    let model = try MicroModel.embedded("embedded/hanoi")
    for disks in [1, 2, 3, 7, 13, 19, 20] {
      let task = try TowersOfHanoi(disks: disks)
      var steps: Set<Int> = [0, task.stepCount - 1]
      for bits in max(0, disks - 4)..<disks {
        for multiple in stride(from: 1, to: 1 << (disks - bits), by: 2) {
          steps.formUnion([(multiple << bits) - 1, multiple << bits].filter { $0 < task.stepCount })
        }
      }
      for step in steps {
        let right = task.rightAnswer(at: step)
        let (chance, isMostLikely) = try model.chance(
          of: "move = \(right.move)\nnext_state = \(right.nextState)\n",
          after: task.prompt(for: task.state(before: step)).content, temperature: 1.6)
        #expect(isMostLikely && chance > 0.9, "step \(step) of \(disks) disks: \(chance)")
      }
    }
  }
}
