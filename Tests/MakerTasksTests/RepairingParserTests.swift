import Maker
import MakerTasks
import Testing

@Suite struct RepairingParserTests {
  static let state = "next_state = [[3, 2], [1], []]\n"
  static let move = "move = [1, 0, 1]\n"

  /// All of these are flagged by the other parser; this one takes the right answer out of them.
  static let repaired = [
    ReplyCase("move not closed", "move = [1, 0, 1\n" + state),
    ReplyCase("move without brackets", "move = 1, 0, 1\n" + state),
    ReplyCase("four integers", "move = [1, 0, 1, 2]\n" + state),
    ReplyCase("missing commas", "move = [1 0 1]\n" + state),
    ReplyCase("nested move", "move = [[1, 0, 1]]\n" + state),
    ReplyCase("inner list not closed", move + "next_state = [[3, 2, [1], []]"),
    ReplyCase("outer list not closed", move + "next_state = [[3, 2], [1], []"),
    ReplyCase("cut off in a list", move + "next_state = [[3, 2], [1"),
    ReplyCase("no outer brackets", move + "next_state = [3, 2], [1], []"),
    ReplyCase("two lists", move + "next_state = [[3, 2], [1]]"),
    ReplyCase("four lists", move + "next_state = [[3, 2], [1], [], [2]]"),
    ReplyCase("bracket too many", move + "next_state = [[3, 2], [1], []]]"),
    ReplyCase("disk twice", move + "next_state = [[3, 2], [1], [1]]"),
    ReplyCase("surplus disk", move + "next_state = [[4, 3, 2], [1], []]"),
    ReplyCase("incomplete move after a good answer", move + state + "move = [2, 0"),
    ReplyCase("incomplete state after a good answer", move + state + "next_state ="),
    ReplyCase("words after a good answer", move + state + "The move = disk 1."),
  ]

  @Test(arguments: repaired)
  func `a malformed reply that the other parser flags is repaired`(reply: ReplyCase) throws {
    let repairing = try TowersOfHanoi(disks: 3, parser: .repairing)
    let flagging = try TowersOfHanoi(disks: 3, parser: .flagging)
    #expect(try repairing.answer(in: reply.reply) == repairing.rightAnswer(at: 0))
    #expect(throws: Flagged.self) { try flagging.answer(in: reply.reply) }
  }

  @Test func `disks that are missing stay missing, and the confused reply votes`() throws {
    let answer = try TowersOfHanoi(disks: 3, parser: .repairing).answer(
      in: Self.move + "next_state = [[3], [1")
    #expect(answer.nextState == Pegs([[3], [1], []]))
  }

  @Test(arguments: [
    ReplyCase("empty", ""),
    ReplyCase("no move", state),
    ReplyCase("no state", move),
    ReplyCase("two integers", "move = [1, 0]\n" + state),
    ReplyCase("disk out of range", "move = [4, 0, 1]\n" + state),
    ReplyCase("peg out of range", "move = [1, 0, 3]\n" + state),
    ReplyCase("integer beyond 64 bits", "move = [18446744073709551617, 0, 1]\n" + state),
    ReplyCase("no disk at all", move + "next_state = [[], [], []]"),
    ReplyCase("words", "move = disk one\nnext_state = unchanged"),
  ])
  func `a reply out of which nothing can be taken is flagged`(reply: ReplyCase) throws {
    let task = try TowersOfHanoi(disks: 3, parser: .repairing)
    let flag = #expect(throws: Flagged.self) { try task.answer(in: reply.reply) }
    #expect(flag?.kind == .malformed)
  }
}
