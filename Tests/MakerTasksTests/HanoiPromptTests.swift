import Maker
import MakerTasks
import Testing

@Suite struct HanoiPromptTests {
  @Test func `the first step's prompt is the tower and no previous move`() throws {
    let task = try TowersOfHanoi(disks: 20)
    #expect(
      task.prompt(for: task.initialState).content
        == "current_state = [[20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1], [], []]\n"
        + "previous_move = [0, 0, 0]\n")
  }

  @Test(arguments: [
    (1, "current_state = [[3, 2], [1], []]\nprevious_move = [1, 0, 1]\n"),
    (2, "current_state = [[3], [1], [2]]\nprevious_move = [2, 0, 2]\n"),
    (3, "current_state = [[3], [], [2, 1]]\nprevious_move = [1, 1, 2]\n"),
    (4, "current_state = [[], [3], [2, 1]]\nprevious_move = [3, 0, 1]\n"),
    (7, "current_state = [[], [3, 2, 1], []]\nprevious_move = [1, 0, 1]\n"),
  ])
  func `a later step's prompt is its state and the move before`(step: Int, content: String) throws {
    let task = try TowersOfHanoi(disks: 3)
    #expect(task.prompt(for: task.state(before: step)).content == content)
  }

  @Test func `a prompt shows any state as it stands`() throws {
    var random = SeededGenerator(seed: 5)
    for disks in 1...62 {
      let task = try TowersOfHanoi(disks: disks)
      let stacks = random.stacks(disks: disks)
      let said = random.move(disks: disks)
      let state = HanoiState(
        pegs: try #require(Pegs(stacks)),
        previousMove: try #require(Move(disk: said[0], from: said[1], to: said[2])))
      #expect(
        task.prompt(for: state).content == "current_state = \(stacks)\nprevious_move = \(said)\n")
    }
  }

  @Test func `the instructions are the same for every step and size and name the form of the answer`() throws
  {
    let small = try TowersOfHanoi(disks: 3)
    let large = try TowersOfHanoi(disks: 20)
    let instructions = try #require(small.prompt(for: small.initialState).instructions)
    #expect(large.prompt(for: large.state(before: 77_777)).instructions == instructions)
    #expect(
      instructions.content.contains("move = [disk, from, to]\nnext_state = [[...], [...], [...]]\n"))
  }

  @Test func `the example in the instructions is the right answer of a real step`() throws {
    let task = try TowersOfHanoi(disks: 4)
    let text = try #require(task.prompt(for: task.initialState).instructions).content
    let step = try #require(
      (0..<task.stepCount).first { text.contains(task.prompt(for: task.state(before: $0)).content) })
    #expect(try task.answer(in: text) == task.rightAnswer(at: step))
  }
}
