import Maker
import MakerTasks
import Testing

@Suite struct HanoiRecordTests {
  @Test func `every state and answer comes back from its record`() throws {
    var random = SeededGenerator(seed: 2)
    for disks in 1...62 {
      for _ in 0..<30 {
        let pegs = try #require(Pegs(random.stacks(disks: disks)))
        let said = random.move(disks: disks)
        let move = try #require(Move(disk: said[0], from: said[1], to: said[2]))
        let answer = HanoiAnswer(move: move, nextState: pegs)
        let state = HanoiState(pegs: pegs, previousMove: Bool.random(using: &random) ? move : .noMove)
        #expect(try HanoiAnswer(record: answer.record) == answer)
        #expect(try HanoiState(record: state.record) == state)
        #expect(answer.record.count == 6 + disks)
        #expect(state.record.count == 6 + disks)
      }
    }
  }

  @Test func `the record is the move, the heights and the disks`() throws {
    let pegs = try #require(Pegs([[4, 2], [], [3]]))
    let move = try #require(Move(disk: 3, from: 1, to: 2))
    #expect(HanoiAnswer(move: move, nextState: pegs).record == [3, 1, 2, 2, 0, 1, 4, 2, 3])
    #expect(HanoiState(pegs: pegs, previousMove: .noMove).record == [0, 0, 0, 2, 0, 1, 4, 2, 3])
  }

  @Test(arguments: [
    [], [1], [1, 0, 1, 0, 0], [1, 0, 1, 1, 0, 0], [1, 0, 1, 1, 0, 0, 1, 2], [1, 0, 1, 2, 0, 0, 1, 1],
    [1, 0, 1, 1, 1, 0, 1, 1], [1, 0, 1, 1, 0, 0, 0], [1, 0, 1, 1, 0, 0, 63], [1, 0, 1, 255, 255, 255, 1],
    [63, 0, 1, 1, 0, 0, 1], [1, 3, 1, 1, 0, 0, 1], [1, 0, 3, 1, 0, 0, 1], [0, 0, 1, 1, 0, 0, 1],
  ])
  func `bytes that are no record are refused`(record: [UInt8]) {
    #expect(throws: MalformedRecord.self) { try HanoiState(record: record) }
    #expect(throws: MalformedRecord.self) { try HanoiAnswer(record: record) }
  }

  @Test func `an answer that moves nothing is refused, a state after no move is not`() throws {
    let record: [UInt8] = [0, 0, 0, 1, 0, 0, 1]
    #expect(try HanoiState(record: record) == TowersOfHanoi(disks: 1).initialState)
    let error = #expect(throws: MalformedRecord.self) { try HanoiAnswer(record: record) }
    #expect(error?.description == "a Hanoi answer with the move [0, 0, 0]")
  }

  @Test func `a damaged record is refused or is the record of what it gives`() throws {
    var random = SeededGenerator(seed: 3)
    var refused = 0
    var accepted = 0
    for _ in 0..<20_000 {
      let task = try TowersOfHanoi(disks: Int.random(in: 1...62, using: &random))
      var record = task.rightAnswer(at: Int.random(in: 0..<task.stepCount, using: &random)).record
      for _ in 0...Int.random(in: 0...2, using: &random) {
        let place = Int.random(in: 0..<record.count, using: &random)
        switch Int.random(in: 0...3, using: &random) {
        case 0: record[place] = UInt8.random(in: 0...255, using: &random)
        case 1: record.insert(UInt8.random(in: 0...64, using: &random), at: place)
        case 2 where record.count > 1: record.remove(at: place)
        default: record.swapAt(place, Int.random(in: 0..<record.count, using: &random))
        }
      }
      do throws(MalformedRecord) {
        #expect(try HanoiAnswer(record: record).record == record)
        accepted += 1
      } catch {
        refused += 1
      }
      if let state = try? HanoiState(record: record) { #expect(state.record == record) }
    }
    #expect(refused > 1_000)
    #expect(accepted > 1_000)
  }

  @Test func `the JSON of an answer is the move and the next state`() throws {
    #expect(
      try TowersOfHanoi(disks: 3).rightAnswer(at: 0).json
        == #"{"move": [1, 0, 1], "next_state": [[3, 2], [1], []]}"#)
    #expect(
      try TowersOfHanoi(disks: 20).rightAnswer(at: 0).json
        == #"{"move": [1, 0, 1], "next_state": [[20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, "#
        + #"4, 3, 2], [1], []]}"#)
  }

  @Test func `the JSON of a state is the state and the previous move`() throws {
    let task = try TowersOfHanoi(disks: 2)
    #expect(task.initialState.json == #"{"current_state": [[2, 1], [], []], "previous_move": [0, 0, 0]}"#)
    #expect(task.state(before: 2).json == #"{"current_state": [[], [1], [2]], "previous_move": [2, 0, 2]}"#)
  }

  @Test func `the JSON of any answer lists its stacks as they stand`() throws {
    var random = SeededGenerator(seed: 4)
    for disks in 1...62 {
      let stacks = random.stacks(disks: disks)
      let said = random.move(disks: disks)
      let move = try #require(Move(disk: said[0], from: said[1], to: said[2]))
      let answer = HanoiAnswer(move: move, nextState: try #require(Pegs(stacks)))
      #expect(answer.json == "{\"move\": \(said), \"next_state\": \(stacks)}")
      let state = HanoiState(pegs: answer.nextState, previousMove: move)
      #expect(state.json == "{\"current_state\": \(stacks), \"previous_move\": \(said)}")
    }
  }
}
