public import Maker

/// What a step of Towers of Hanoi knows: what stands where, and the move that led there.
///
/// The strategy needs the previous move: it tells whether disk 1 has its turn.
public struct HanoiState: Sendable, Hashable {
  /// What stands on the pegs.
  public let pegs: Pegs
  /// The move that led here; ``Move/noMove`` before step 0.
  public let previousMove: Move

  /// Makes a state.
  ///
  /// - Parameters:
  ///   - pegs: What stands on the pegs.
  ///   - previousMove: The move that led there; ``Move/noMove`` before step 0.
  public init(pegs: Pegs, previousMove: Move) {
    self.pegs = pegs
    self.previousMove = previousMove
  }
}

extension HanoiState: Recordable {
  /// The previous move, the heights of the stacks, the disks: six bytes and one a disk.
  public var record: [UInt8] { StateRecord.bytes(previousMove, pegs) }

  /// The state of a record.
  ///
  /// - Parameter record: What ``record`` gave.
  /// - Throws: `MalformedRecord` when no state has this record.
  public init(record: [UInt8]) throws(MalformedRecord) {
    let (move, pegs) = try StateRecord.parts(of: record, called: "a Hanoi state")
    if let move {
      self.init(pegs: pegs, previousMove: move)
    } else if record.prefix(3).allSatisfy({ $0 == 0 }) {
      self.init(pegs: pegs, previousMove: .noMove)
    } else {
      throw MalformedRecord("a Hanoi state after the move \(record.prefix(3).map(Int.init))")
    }
  }

  /// For instance `{"current_state": [[3, 2], [1], []], "previous_move": [1, 0, 1]}`.
  public var json: String {
    StateWriter.text(disks: pegs.diskCount) { writer in
      writer.write("{\"current_state\": [[")
      writer.write(pegs)
      writer.write("]], \"previous_move\": [")
      writer.write(previousMove)
      writer.write("]}")
    }
  }
}
