internal import Maker

/// Takes what it can out of a reply. Only for comparison with ``FlaggingParser``; see the paper on why a
/// reply that needs repair had better not vote.
///
/// It goes back to the last occurrence out of which anything can be taken, reads over missing and surplus
/// brackets and commas, stops at whatever is no part of a list, and drops surplus items: numbers after the
/// third of a move, lists after the third of a state, disks that do not exist or stand somewhere already.
/// Disks that are missing stay missing.
struct RepairingParser {
  let disks: Int

  func answer(in reply: ReplyBytes) throws(Flagged) -> HanoiAnswer {
    guard let move = lastReadable("move", in: reply, as: move) else {
      throw Flagged(.malformed, "there is no move = with three numbers in range")
    }
    guard let state = lastReadable("next_state", in: reply, as: state) else {
      throw Flagged(.malformed, "there is no next_state = with a disk in a list")
    }
    return HanoiAnswer(move: move, nextState: state)
  }

  private func lastReadable<Value>(
    _ name: StaticString, in reply: ReplyBytes, as read: (ReplyBytes, Int) -> Value?
  ) -> Value? {
    var end = reply.count
    while let start = reply.valueOfLast(name, before: end) {
      if let value = read(reply, start) { return value }
      end = start - 1
    }
    return nil
  }

  private func move(_ reply: ReplyBytes, _ start: Int) -> Move? {
    var numbers: [Int] = []
    var pieces = ListPieces(reply, from: start)
    while numbers.count < 3, let piece = pieces.next() {
      if case .number(let number) = piece { numbers.append(number) }
    }
    guard numbers.count == 3, numbers[0] <= disks else { return nil }
    return Move(disk: numbers[0], from: numbers[1], to: numbers[2])
  }

  private func state(_ reply: ReplyBytes, _ start: Int) -> Pegs? {
    var builder = Pegs.Builder()
    var lists = 0
    var isOpen = false
    var pieces = ListPieces(reply, from: start)
    while let piece = pieces.next() {
      switch piece {
      case .open where lists == 3:
        return builder.count > 0 ? builder.pegs : nil
      case .open:
        lists += 1
        builder.beginPeg()
        isOpen = true
      case .close: isOpen = false
      case .number(let disk):
        if isOpen, disk <= disks { _ = builder.push(disk) }
      }
    }
    return builder.count > 0 ? builder.pegs : nil
  }
}

/// The pieces of something that is meant to be a list, up to the first byte that is no part of one.
private struct ListPieces: IteratorProtocol {
  enum Piece {
    /// The bracket that opens a list of numbers; one that opens a list of lists is read over.
    case open
    case close
    case number(Int)
  }

  private let reply: ReplyBytes
  private var position: Int

  init(_ reply: ReplyBytes, from start: Int) {
    self.reply = reply
    position = start
  }

  mutating func next() -> Piece? {
    while true {
      position = reply.skippingWhiteSpace(from: position)
      switch reply[position] {
      case UInt8(ascii: ","):
        position += 1
      case UInt8(ascii: "["):
        position = reply.skippingWhiteSpace(from: position + 1)
        if reply[position] != UInt8(ascii: "[") { return .open }
      case UInt8(ascii: "]"):
        position += 1
        return .close
      case .some(UInt8(ascii: "0")...UInt8(ascii: "9")):
        let (number, end) = reply.digits(from: position)
        position = end
        return .number(number)
      default:
        return nil
      }
    }
  }
}
