internal import Maker

/// Reads a reply or flags it; it never repairs.
///
/// The last `move =` and the last `next_state =` count, whole or not: a reply that breaks off in its last
/// answer is flagged even when it gave a good one before. The order of disks on a peg is not looked at: a
/// wrong order is a wrong vote, and votes are what outvotes it.
struct FlaggingParser {
  let disks: Int

  func answer(in reply: ReplyBytes) throws(Flagged) -> HanoiAnswer {
    guard let move = reply.valueOfLast("move", before: reply.count) else {
      throw Flagged(.malformed, "there is no move =")
    }
    guard let state = reply.valueOfLast("next_state", before: reply.count) else {
      throw Flagged(.malformed, "there is no next_state =")
    }
    return HanoiAnswer(
      move: try self.move(ListReader(reply, valueOf: "move", at: move)),
      nextState: try self.state(ListReader(reply, valueOf: "next_state", at: state)))
  }

  private func move(_ start: ListReader) throws(Flagged) -> Move {
    var reader = start
    var numbers = (0, 0, 0)
    var count = 0
    try reader.list { reader throws(Flagged) in
      let number = try reader.integer()
      switch count {
      case 0: numbers.0 = number
      case 1: numbers.1 = number
      case 2: numbers.2 = number
      default: throw reader.malformed("has more than three integers")
      }
      count += 1
    }
    try reader.end()
    guard count == 3 else { throw reader.malformed("has \(count) integers, not three") }
    guard 1...disks ~= numbers.0 else { throw reader.malformed("names a disk that is none of 1 to \(disks)") }
    guard 0...2 ~= numbers.1, 0...2 ~= numbers.2 else {
      throw reader.malformed("names a peg that is none of 0 to 2")
    }
    return Move(checkedDisk: numbers.0, from: numbers.1, to: numbers.2)
  }

  private func state(_ start: ListReader) throws(Flagged) -> Pegs {
    var reader = start
    var builder = Pegs.Builder()
    var lists = 0
    try reader.list { reader throws(Flagged) in
      guard lists < 3 else { throw reader.malformed("has more than three lists") }
      lists += 1
      builder.beginPeg()
      try reader.list { reader throws(Flagged) in
        let disk = try reader.integer()
        guard 1...disks ~= disk else { throw reader.malformed("names a disk that is none of 1 to \(disks)") }
        guard builder.push(disk) else { throw reader.malformed("has disk \(disk) twice") }
      }
    }
    try reader.end()
    guard lists == 3 else { throw reader.malformed("has \(lists) lists, not three") }
    guard builder.count == disks else {
      throw reader.malformed("has \(builder.count) disks, not \(disks)")
    }
    return builder.pegs
  }
}
