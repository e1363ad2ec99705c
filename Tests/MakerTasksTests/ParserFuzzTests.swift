import Maker
import MakerTasks
import Testing

/// Replies that are nearly good, tens of thousands of them, the same on every machine.
@Suite struct ParserFuzzTests {
  /// Pieces that parsers trip over, mixed into good replies.
  static let pieces = [
    "move = [", "next_state = [[", "]]", "[", "]", ",", "=", " ", "\n", "0", "1", "2", "3", "-",
    "99999999999999999999",
    "move", "next_state", "previous_move = [1, 0, 1]", "move = [1, 0, 1]\n",
    "next_state = [[3, 2], [1], []]\n", "é",
    "\u{2003}", "\u{0}", "```", "MOVE=", "Next_State =", "\u{FFFD}", "🗼", "[]", ", ",
  ]

  static func mutated(_ reply: String, by random: inout SeededGenerator) -> String {
    var bytes = Array(reply.utf8)
    for _ in 0...Int.random(in: 0...2, using: &random) {
      let place = Int.random(in: 0...bytes.count, using: &random)
      let end = min(bytes.count, place + Int.random(in: 0...6, using: &random))
      switch Int.random(in: 0...4, using: &random) {
      case 0: bytes.removeSubrange(place..<end)
      case 1:
        bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &random))
      case 2: bytes.insert(contentsOf: Array((pieces.randomElement(using: &random) ?? "").utf8), at: place)
      case 3: bytes.removeSubrange(place...)
      default: if place < end { bytes[place] = UInt8.random(in: 0...255, using: &random) }
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func reply(disks: Int, _ random: inout SeededGenerator) -> String {
    let (move, stacks) = (random.move(disks: disks), random.stacks(disks: disks))
    return "move = \(move)\nnext_state = \(stacks)\n"
  }

  /// What follows the last `name =`, without white space and with names in lower case; nil when there is
  /// none.
  ///
  /// Slow and plain on purpose: this is what the parser is checked against.
  static func lastValue(of name: String, in reply: String) -> String? {
    let words = Array(reply.unicodeScalars.map { Character($0.properties.isWhitespace ? " " : $0) })
    let lowered = words.map { $0.isASCII ? Character($0.lowercased()) : $0 }
    let wanted = Array(name)
    for sign in lowered.indices.reversed() where lowered[sign] == "=" {
      var end = sign
      while end > 0, lowered[end - 1] == " " { end -= 1 }
      guard end >= wanted.count, Array(lowered[(end - wanted.count)..<end]) == wanted else { continue }
      let before = end > wanted.count ? lowered[end - wanted.count - 1] : " "
      if before.isASCII, before.isLetter || before.isNumber || before == "_" { continue }
      return String(lowered[(sign + 1)...].filter { $0 != " " })
    }
    return nil
  }

  @Test func `what is read from a damaged reply is what it says last`() throws {
    var random = SeededGenerator(seed: 7)
    var (read, flagged) = (0, 0)
    for _ in 0..<20_000 {
      let disks = Int.random(in: 1...4, using: &random)
      let task = try TowersOfHanoi(disks: disks)
      var good = Self.reply(disks: disks, &random)
      if Bool.random(using: &random) { good += Self.reply(disks: disks, &random) }
      let reply = Self.mutated(good, by: &random)
      guard let answer = try? task.answer(in: reply) else {
        flagged += 1
        continue
      }
      read += 1
      let (move, state) = ("\(answer.move)", "\(answer.nextState)")
      #expect(Self.saysLast("move", move, in: reply), "\(move) read from \(reply.debugDescription)")
      #expect(Self.saysLast("next_state", state, in: reply), "\(state) read from \(reply.debugDescription)")
      #expect(answer.nextState.stacks.joined().sorted() == Array(1...disks))
    }
    #expect(read > 2_000)
    #expect(flagged > 2_000)
  }

  static func saysLast(_ name: String, _ value: String, in reply: String) -> Bool {
    guard let said = lastValue(of: name, in: reply) else { return false }
    // Python's comma after a last item is the one liberty the parser allows.
    return said.replacing(",]", with: "]").hasPrefix(value.filter { $0 != " " })
  }

  @Test func `no text crashes either parser`() throws {
    var random = SeededGenerator(seed: 8)
    for _ in 0..<10_000 {
      let disks = Int.random(in: 1...62, using: &random)
      let count = Int.random(in: 0...30, using: &random)
      var text = (0..<count).map { _ in Self.pieces.randomElement(using: &random) ?? "" }.joined()
      if Bool.random(using: &random) { text = Self.mutated(text, by: &random) }
      for parser in TowersOfHanoi.Parser.allCases {
        let task = try TowersOfHanoi(disks: disks, parser: parser)
        do throws(Flagged) {
          let answer = try task.answer(in: text)
          #expect(answer.move.disk <= disks)
        } catch {
          #expect(error.kind == .malformed)
        }
      }
    }
  }

  @Test func `what the flagging parser reads the repairing one reads the same`() throws {
    var random = SeededGenerator(seed: 9)
    var same = 0
    for _ in 0..<10_000 {
      let disks = Int.random(in: 1...4, using: &random)
      let reply = Self.mutated(Self.reply(disks: disks, &random), by: &random)
      guard let flagging = try? TowersOfHanoi(disks: disks).answer(in: reply) else { continue }
      #expect(try TowersOfHanoi(disks: disks, parser: .repairing).answer(in: reply) == flagging)
      same += 1
    }
    #expect(same > 300)
  }
}
