import Maker
import MakerTasks
import Testing

@Suite struct TowersOfHanoiTests {
  @Test(arguments: 1...12)
  func `the closed form follows the rule at every step`(disks: Int) throws {
    let task = try TowersOfHanoi(disks: disks)
    var game = Simulator(disks: disks)
    var state = task.initialState
    #expect(task.stepCount == (0..<disks).reduce(0) { steps, _ in 2 * steps + 1 })
    for step in 0..<task.stepCount {
      #expect(task.state(before: step) == state)
      let made = game.advance()
      let move = try #require(made)
      let answer = task.rightAnswer(at: step)
      #expect([answer.move.disk, answer.move.from, answer.move.to] == move)
      #expect(answer.nextState.stacks == game.stacks)
      #expect(game.isLegal)
      state = task.apply(answer, to: state)
      #expect(state.previousMove == answer.move)
    }
    #expect(task.state(before: task.stepCount) == state)
    #expect(state.pegs == .tower(disks: disks, on: task.goalPeg))
    #expect(task.goalPeg == (disks % 2 == 0 ? 2 : 1))
  }

  @Test func `a game of 62 disks is right at its first, last and any other step`() throws {
    let task = try TowersOfHanoi(disks: 62)
    let last = task.stepCount - 1
    #expect(last == 4_611_686_018_427_387_902)
    var random = SeededGenerator(seed: 62)
    let powers = (1...61).flatMap { power in [(1 << power) - 1, 1 << power] }
    let steps =
      [0, 1, last - 1, last] + powers + (0..<2_000).map { _ in Int.random(in: 0...last, using: &random) }
    for step in steps {
      let before = task.state(before: step)
      let previous = before.previousMove
      var game = Simulator(
        stacks: before.pegs.stacks, previous: [previous.disk, previous.from, previous.to])
      #expect(game.isLegal)
      let made = game.advance()
      let move = try #require(made)
      let answer = task.rightAnswer(at: step)
      #expect([answer.move.disk, answer.move.from, answer.move.to] == move)
      #expect(answer.nextState.stacks == game.stacks)
      #expect(task.state(before: step + 1) == task.apply(answer, to: before))
    }
    #expect(task.state(before: task.stepCount).pegs == .tower(disks: 62, on: 2))
  }

  @Test(arguments: [Int.min, -1, 0, 63, 64, .max])
  func `a number of disks out of range is an error that says so`(disks: Int) throws {
    let error = #expect(throws: DiskCountError.self) { try TowersOfHanoi(disks: disks) }
    #expect(error?.description == "Towers of Hanoi needs 1 to 62 disks, not \(disks).")
  }

  @Test func `another size or parser is another task`() throws {
    #expect(
      try TowersOfHanoi(disks: 20).identity
        == ["task": "hanoi", "task.disks": "20", "task.parser": "flagging/1"])
    #expect(
      try TowersOfHanoi(disks: 3, parser: .repairing).identity
        == ["task": "hanoi", "task.disks": "3", "task.parser": "repairing/1"])
  }

  @Test func `the decided state is taken as it was said, wrong or not`() throws {
    let task = try TowersOfHanoi(disks: 3)
    let move = try #require(Move(disk: 3, from: 2, to: 2))
    let said = try #require(Pegs([[], [1, 2, 3], []]))
    let state = task.apply(HanoiAnswer(move: move, nextState: said), to: task.initialState)
    #expect(state == HanoiState(pegs: said, previousMove: move))
  }
}
