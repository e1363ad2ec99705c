public import Maker

/// What a step of Towers of Hanoi decides, and what a vote is: the move together with the state after it.
public struct HanoiAnswer: Sendable, Hashable {
  /// The move, as it was said; never ``Move/noMove``.
  public let move: Move
  /// What stands on the pegs afterwards, as it was said.
  public let nextState: Pegs

  /// Makes an answer.
  ///
  /// - Parameters:
  ///   - move: The move; not ``Move/noMove``.
  ///   - nextState: What stands on the pegs afterwards.
  public init(move: Move, nextState: Pegs) {
    precondition(!move.isNone, "an answer moves a disk")
    self.move = move
    self.nextState = nextState
  }
}

extension HanoiAnswer: Recordable {
  /// The move, the heights of the stacks, the disks: six bytes and one a disk.
  public var record: [UInt8] { StateRecord.bytes(move, nextState) }

  /// The answer of a record.
  ///
  /// - Parameter record: What ``record`` gave.
  /// - Throws: `MalformedRecord` when no answer has this record.
  public init(record: [UInt8]) throws(MalformedRecord) {
    let (move, pegs) = try StateRecord.parts(of: record, called: "a Hanoi answer")
    guard let move else {
      throw MalformedRecord("a Hanoi answer with the move \(record.prefix(3).map(Int.init))")
    }
    self.init(move: move, nextState: pegs)
  }

  /// For instance `{"move": [1, 0, 1], "next_state": [[3, 2], [1], []]}`.
  public var json: String {
    StateWriter.text(disks: nextState.diskCount) { writer in
      writer.write("{\"move\": [")
      writer.write(move)
      writer.write("], \"next_state\": [[")
      writer.write(nextState)
      writer.write("]]}")
    }
  }
}
