import Maker
import MakerTasks
import Testing

/// A reply to a prompt of three disks, and what it is an example of.
struct ReplyCase: Sendable, CustomTestStringConvertible {
  let name: String
  let reply: String
  var testDescription: String { name }

  init(_ name: String, _ reply: String) {
    self.name = name
    self.reply = reply
  }
}

@Suite struct FlaggingParserTests {
  /// All of these say: disk 1 from peg 0 to peg 1, after which peg 0 holds 3 and 2, and peg 1 holds 1.
  static let accepted = [
    ReplyCase("bare", "move = [1, 0, 1]\nnext_state = [[3, 2], [1], []]\n"),
    ReplyCase("no white space", "move=[1,0,1]\nnext_state=[[3,2],[1],[]]"),
    ReplyCase("on one line", "move = [1, 0, 1], next_state = [[3, 2], [1], []]"),
    ReplyCase("state first", "next_state = [[3, 2], [1], []]\nmove = [1, 0, 1]"),
    ReplyCase("upper case", "MOVE = [1, 0, 1]\nNext_State = [[3, 2], [1], []]"),
    ReplyCase("tabs", "move\t=\t[\t1\t,\t0\t,\t1\t]\nnext_state\t=\t[\t[3,\t2],\t[1],\t[\t]\t]"),
    ReplyCase("Windows lines", "move = [1, 0, 1]\r\nnext_state = [\r\n[3, 2],\r\n[1],\r\n[]\r\n]\r\n"),
    ReplyCase(
      "line breaks everywhere", "move\n=\n[\n1\n,\n0\n,\n1\n]\nnext_state\n=\n[\n[\n3\n,2],[1],[\n]\n]"),
    ReplyCase(
      "Unicode white space",
      "move\u{A0}=\u{3000}[1,\u{2009}0,\u{2028}1]\nnext_state\u{205F}= [[3, 2], [1], []]"),
    ReplyCase("Python fence", "```python\nmove = [1, 0, 1]\nnext_state = [[3, 2], [1], []]\n```"),
    ReplyCase("fence on the line", "`move = [1, 0, 1]` and `next_state = [[3, 2], [1], []]`."),
    ReplyCase("bold", "**move = [1, 0, 1]**\n**next_state = [[3, 2], [1], []]**"),
    ReplyCase("trailing commas of Python", "move = [1, 0, 1,]\nnext_state = [\n  [3, 2],\n  [1],\n  [],\n]"),
    ReplyCase(
      "text around",
      "Disk 1 moves.\n\nmove = [1, 0, 1]\nSo:\nnext_state = [[3, 2], [1], []]\n[Done] It is légal."),
    ReplyCase(
      "earlier attempts",
      "move = [2, 0, 2]\nnext_state = [[3]]\nNo.\nmove = [1, 0, 1]\nnext_state = [[3, 2], [1], []]"),
    ReplyCase(
      "other names after",
      "move = [1, 0, 1]\nnext_state = [[3, 2], [1], []]\nprevious_move = [2, 0, 1]\nthe_next_state = []"),
    ReplyCase(
      "names without a sign after",
      "move = [1, 0, 1]\nnext_state = [[3, 2], [1], []]\nThis move leads to next_state."),
  ]

  @Test(arguments: accepted)
  func `a whole answer is read whatever is around it`(reply: ReplyCase) throws {
    #expect(try TowersOfHanoi(disks: 3).answer(in: reply.reply) == TowersOfHanoi(disks: 3).rightAnswer(at: 0))
  }

  static let good = "move = [1, 0, 1]\nnext_state = [[3, 2], [1], []]\n"
  static let goodMove = "move = [1, 0, 1]\n"
  static let goodState = "next_state = [[3, 2], [1], []]\n"

  static let flagged = [
    ReplyCase("empty", ""),
    ReplyCase("white space", " \n "),
    ReplyCase("prose", "I cannot decide."),
    ReplyCase("no move", goodState),
    ReplyCase("no state", goodMove),
    ReplyCase("only a previous move", "previous_move = [1, 0, 1]\n" + goodState),
    ReplyCase("only another state", goodMove + "next_state_of_3 = [[3, 2], [1], []]"),
    ReplyCase("colon for the sign", "move: [1, 0, 1]\n" + goodState),
    ReplyCase("comparison", "move == [1, 0, 1]\n" + goodState),
    ReplyCase("two integers", "move = [1, 0]\n" + goodState),
    ReplyCase("four integers", "move = [1, 0, 1, 2]\n" + goodState),
    ReplyCase("no integers", "move = []\n" + goodState),
    ReplyCase("tuple", "move = (1, 0, 1)\n" + goodState),
    ReplyCase("move not closed", "move = [1, 0, 1\n" + goodState),
    ReplyCase("missing comma", "move = [1 0 1]\n" + goodState),
    ReplyCase("doubled comma", "move = [1,, 0, 1]\n" + goodState),
    ReplyCase("leading comma", "move = [, 1, 0, 1]\n" + goodState),
    ReplyCase("float", "move = [1.0, 0, 1]\n" + goodState),
    ReplyCase("words", "move = [one, 0, 1]\n" + goodState),
    ReplyCase("quoted", "move = ['1', 0, 1]\n" + goodState),
    ReplyCase("plus sign", "move = [+1, 0, 1]\n" + goodState),
    ReplyCase("leading zero", "move = [01, 0, 1]\n" + goodState),
    ReplyCase("digits of another script", "move = [١, 0, 1]\n" + goodState),
    ReplyCase("negative zero", "move = [1, -0, 1]\n" + goodState),
    ReplyCase("disk 0", "move = [0, 0, 1]\n" + goodState),
    ReplyCase("negative disk", "move = [-1, 0, 1]\n" + goodState),
    ReplyCase("disk too large", "move = [4, 0, 1]\n" + goodState),
    ReplyCase("peg 3", "move = [1, 0, 3]\n" + goodState),
    ReplyCase("peg -1", "move = [1, -1, 1]\n" + goodState),
    ReplyCase("integer beyond 64 bits", "move = [18446744073709551617, 0, 1]\n" + goodState),
    ReplyCase(
      "integer of a thousand digits", "move = [\(String(repeating: "1", count: 1_000)), 0, 1]\n" + goodState),
    ReplyCase("nested move", "move = [[1, 0, 1]]\n" + goodState),
    ReplyCase("second move beside", "move = [1, 0, 1], [2, 0, 2]\n" + goodState),
    ReplyCase("indexed", "move = [1, 0, 1][0]\n" + goodState),
    ReplyCase("two lists", goodMove + "next_state = [[3, 2], [1]]"),
    ReplyCase("four lists", goodMove + "next_state = [[3, 2], [1], [], []]"),
    ReplyCase("no lists", goodMove + "next_state = []"),
    ReplyCase("flat state", goodMove + "next_state = [3, 2, 1]"),
    ReplyCase("deeper state", goodMove + "next_state = [[[3, 2]], [1], []]"),
    ReplyCase("state without outer brackets", goodMove + "next_state = [3, 2], [1], []"),
    ReplyCase("inner list not closed", goodMove + "next_state = [[3, 2, [1], []]"),
    ReplyCase("outer list not closed", goodMove + "next_state = [[3, 2], [1], []"),
    ReplyCase("cut off in a list", goodMove + "next_state = [[3, 2], [1"),
    ReplyCase("cut off at the sign", goodMove + "next_state ="),
    ReplyCase("bracket too many", goodMove + "next_state = [[3, 2], [1], []]]"),
    ReplyCase("bracket too many on the next line", goodMove + "next_state = [[3, 2], [1], []]\n]"),
    ReplyCase("disk twice", goodMove + "next_state = [[3, 2], [1], [1]]"),
    ReplyCase("disk missing", goodMove + "next_state = [[3, 2], [], []]"),
    ReplyCase("surplus disk", goodMove + "next_state = [[4, 3, 2], [1], []]"),
    ReplyCase("disk 0 in a list", goodMove + "next_state = [[3, 2, 0], [1], []]"),
    ReplyCase("disk beyond 8 bits", goodMove + "next_state = [[3, 258], [1], []]"),
    ReplyCase("ellipsis", goodMove + "next_state = [[3, ...], [1], []]"),
    ReplyCase("comment in the list", goodMove + "next_state = [[3, 2], # two\n[1], []]"),
    ReplyCase("incomplete move after a good answer", good + "move = [2, 0"),
    ReplyCase("incomplete state after a good answer", good + "next_state = [[3, 2"),
    ReplyCase("bare move after a good answer", good + "move ="),
    ReplyCase("move in words after a good answer", good + "So move = disk 1 from 0 to 1."),
    ReplyCase("malformed move after a good answer", good + "MOVE = [1, 0]"),
  ]

  @Test(arguments: flagged)
  func `anything else is flagged as malformed, with a reason`(reply: ReplyCase) throws {
    let task = try TowersOfHanoi(disks: 3)
    let flag = #expect(throws: Flagged.self) { try task.answer(in: reply.reply) }
    #expect(flag?.kind == .malformed)
    #expect(flag?.reason.isEmpty == false)
    #expect((flag?.reason.utf8.count ?? 0) < 80)
  }

  @Test(arguments: [
    ("move = [1, 0]\n" + goodState, "move has 2 integers, not three"),
    ("move = [1, 0, 7]\n" + goodState, "move names a peg that is none of 0 to 2"),
    (goodMove, "there is no next_state ="),
    (goodMove + "next_state = [[3, 2], [2], [1]]", "next_state has disk 2 twice"),
    (goodMove + "next_state = [[3], [], [1]]", "next_state has 2 disks, not 3"),
  ])
  func `the reason says what is wrong`(reply: String, reason: String) throws {
    let task = try TowersOfHanoi(disks: 3)
    #expect(throws: Flagged(.malformed, reason)) { try task.answer(in: reply) }
  }

  @Test func `a wrong order or an illegal move is a vote like any other`() throws {
    let answer = try TowersOfHanoi(disks: 3).answer(
      in: "move = [3, 2, 2]\nnext_state = [[1, 2, 3], [], []]")
    #expect(answer.move == Move(disk: 3, from: 2, to: 2))
    #expect(answer.nextState == Pegs([[1, 2, 3], [], []]))
  }

  @Test func `any answer is read back from the words of the instructions, for every number of disks`() throws
  {
    var random = SeededGenerator(seed: 6)
    for disks in 1...62 {
      let task = try TowersOfHanoi(disks: disks)
      for _ in 0..<10 {
        let (move, stacks) = (random.move(disks: disks), random.stacks(disks: disks))
        let answer = try task.answer(in: "move = \(move)\nnext_state = \(stacks)\n")
        #expect([answer.move.disk, answer.move.from, answer.move.to] == move)
        #expect(answer.nextState.stacks == stacks)
      }
    }
  }

  @Test func `a text of nothing but names and signs is read in linear time`() throws {
    let task = try TowersOfHanoi(disks: 3)
    let padding = String(repeating: " ", count: 100_000)
    let signs = String(repeating: "= ", count: 50_000)
    #expect(throws: Flagged.self) { try task.answer(in: signs + padding + signs) }
    #expect(try task.answer(in: signs + Self.good + padding) == task.rightAnswer(at: 0))
  }
}
