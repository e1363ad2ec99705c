import MakerTasks
import Testing

@Suite struct PegsTests {
  @Test func `stacks come back as they were said, in any order and any number`() throws {
    var random = SeededGenerator(seed: 1)
    for disks in 1...62 {
      for _ in 0..<20 {
        let stacks = random.stacks(disks: disks)
        let pegs = try #require(Pegs(stacks))
        #expect(pegs.stacks == stacks)
        #expect((0...2).map { pegs[$0] } == stacks)
        #expect(pegs.diskCount == disks)
        #expect(pegs.description == "\(stacks)")
      }
    }
  }

  @Test func `pegs are equal only when the same disks stand in the same order on the same pegs`() throws {
    let stacks = [
      [[3, 2, 1], [], []], [[], [3, 2, 1], []], [[], [], [3, 2, 1]], [[3, 2], [1], []], [[3, 2], [], [1]],
      [[2, 3], [1], []], [[3], [2], [1]], [[3], [2, 1], []], [[3], [], [2, 1]], [[], [], []], [[3], [], []],
    ]
    let pegs = try stacks.map { try #require(Pegs($0)) }
    for (one, left) in pegs.enumerated() {
      for (other, right) in pegs.enumerated() {
        #expect((left == right) == (one == other))
        #expect(one != other || left.hashValue == right.hashValue)
      }
    }
    #expect(Set(pegs).count == pegs.count)
  }

  @Test(arguments: [
    [], [[1]], [[2], [1]], [[1], [], [], []], [[1, 1], [], []], [[1], [2], [1]], [[0], [], []],
    [[63], [], []],
    [[-1], [], []], [[Int.max], [Int.min], []],
  ])
  func `what is no three stacks of different disks is refused`(stacks: [[Int]]) {
    #expect(Pegs(stacks) == nil)
  }

  @Test func `pegs are small enough to be copied at every vote`() {
    #expect(MemoryLayout<Pegs>.size == 64)
  }

  @Test func `a tower has its largest disk at the bottom`() {
    #expect(Pegs.tower(disks: 4, on: 1).stacks == [[], [4, 3, 2, 1], []])
    #expect(Pegs.tower(disks: 62, on: 2)[2] == Array((1...62).reversed()))
  }
}

@Suite struct MoveTests {
  @Test func `a move of a disk and pegs that exist is made as said`() throws {
    let move = try #require(Move(disk: 62, from: 2, to: 2))
    #expect((move.disk, move.from, move.to) == (62, 2, 2))
    #expect(!move.isNone)
    #expect(move.description == "[62, 2, 2]")
  }

  @Test(arguments: [
    [0, 0, 0], [0, 0, 1], [63, 0, 1], [-1, 0, 1], [1, 3, 1], [1, -1, 1], [1, 0, 3], [1, 0, -1],
  ])
  func `a move of another disk or peg is refused`(numbers: [Int]) {
    #expect(Move(disk: numbers[0], from: numbers[1], to: numbers[2]) == nil)
  }

  @Test func `no move is written with zeros`() {
    #expect(Move.noMove.isNone)
    #expect(Move.noMove.description == "[0, 0, 0]")
  }
}
