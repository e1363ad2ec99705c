public import Maker

/// Towers of Hanoi, one move a step: 2^n - 1 dependent steps for n disks, 1,048,575 for 20.
///
/// All disks start on peg 0. Each step is told the strategy and makes the one move it prescribes: disk 1,
/// the smallest, goes one peg clockwise (0, 1, 2, 0) every other move, and in between the only legal move
/// is made that leaves disk 1 alone. With this strategy the tower ends on peg 2 for an even number of disks
/// and on peg 1 for an odd one, in either case after the fewest moves possible.
///
/// ```swift
/// let summary = try await Run(TowersOfHanoi(disks: 10), model: model).finish()
/// ```
public struct TowersOfHanoi: VerifiableTask {
  /// How a reply is read.
  public enum Parser: String, Sendable, Hashable, CaseIterable {
    /// Anything but one whole, well-formed answer is red-flagged. This is the one to use.
    case flagging
    /// Takes what it can out of a malformed reply. Only to show what that costs: a confused reply then votes,
    /// and confused replies are wrong more often, in ways that agree with each other.
    case repairing
  }

  /// Goes up when a parser reads any reply differently: a run must not be resumed with another one.
  private static let parserVersion = 1

  /// The numbers of disks that can be played; beyond 62 the number of steps does not fit an `Int`.
  public static var diskCounts: ClosedRange<Int> { 1...62 }

  /// The number of disks.
  public let disks: Int
  /// How a reply is read.
  public let parser: Parser

  /// A game.
  ///
  /// - Parameters:
  ///   - disks: The number of disks, 1 to 62.
  ///   - parser: How a reply is read.
  /// - Throws: ``DiskCountError`` for any other number of disks.
  public init(disks: Int, parser: Parser = .flagging) throws(DiskCountError) {
    guard Self.diskCounts.contains(disks) else { throw DiskCountError(disks: disks) }
    self.disks = disks
    self.parser = parser
  }

  /// The number of moves, 2^n - 1 for n disks.
  public var stepCount: Int { (1 << disks) - 1 }

  /// All disks on peg 0 and nothing moved yet.
  public var initialState: HanoiState {
    HanoiState(pegs: .tower(disks: disks, on: 0), previousMove: .noMove)
  }

  /// The peg the tower ends on: 2 for an even number of disks, 1 for an odd one.
  public var goalPeg: Int { disks.isMultiple(of: 2) ? 2 : 1 }

  /// Reads the last `move =` and the last `next_state =` of a reply, as ``parser`` does it.
  ///
  /// - Parameter reply: The model's text.
  /// - Returns: The move and the state as said, right or wrong, legal or not.
  /// - Throws: A finding of kind `malformed`.
  public func answer(in reply: String) throws(Flagged) -> HanoiAnswer {
    var reply = reply
    let (disks, parser) = (disks, parser)
    let result = reply.withUTF8 { bytes in
      Result { () throws(Flagged) in
        switch parser {
        case .flagging: try FlaggingParser(disks: disks).answer(in: ReplyBytes(bytes))
        case .repairing: try RepairingParser(disks: disks).answer(in: ReplyBytes(bytes))
        }
      }
    }
    return try result.get()
  }

  /// The state as it was said, with the decided move as the previous one.
  public func apply(_ answer: HanoiAnswer, to state: HanoiState) -> HanoiState {
    HanoiState(pegs: answer.nextState, previousMove: answer.move)
  }

  /// The task's name, the number of disks, the parser: `task`, `task.disks`, `task.parser`.
  public var identity: [String: String] {
    ["task": "hanoi", "task.disks": "\(disks)", "task.parser": "\(parser.rawValue)/\(Self.parserVersion)"]
  }
}
