public import Maker

extension TowersOfHanoi {
  /// The state before a step in closed form, at the same small cost for every step.
  ///
  /// Disk d makes its moves at steps 2^(d-1), 3 * 2^(d-1), 5 * 2^(d-1), ... (counted from 1), so that it
  /// has made (i + 2^(d-1)) / 2^d of them after i steps. Odd disks always go one peg clockwise, even ones
  /// one back.
  ///
  /// - Parameter step: From 0 to ``stepCount``; the latter gives the final state.
  /// - Returns: What stands where, and the move that led there.
  public func state(before step: Int) -> HanoiState {
    precondition(0...stepCount ~= step, "the game has no such step")
    let pegs = Pegs(disks: disks) { disk in Self.peg(of: disk, after: step) }
    guard step > 0 else { return HanoiState(pegs: pegs, previousMove: .noMove) }
    let disk = step.trailingZeroBitCount + 1
    let move = Move(
      checkedDisk: disk,
      from: Self.peg(of: disk, after: step - 1),
      to: Self.peg(of: disk, after: step))
    return HanoiState(pegs: pegs, previousMove: move)
  }

  /// The right move at a step and the state after it, in closed form.
  ///
  /// - Parameter step: From 0 up to but not including ``stepCount``.
  /// - Returns: The answer every vote should be for.
  public func rightAnswer(at step: Int) -> HanoiAnswer {
    precondition(0..<stepCount ~= step, "the game has no such step")
    let next = state(before: step + 1)
    return HanoiAnswer(move: next.previousMove, nextState: next.pegs)
  }

  /// Where a disk stands after so many steps. The sum stays below 2^63: 2^62 - 1 steps and 2^61 at the most.
  private static func peg(of disk: Int, after steps: Int) -> Int {
    let turns = ((steps + (1 << (disk - 1))) >> disk) % 3
    return disk.isMultiple(of: 2) ? (3 - turns) % 3 : turns
  }
}

/// The path is known in closed form, so all of its steps can be voted on at once.
extension TowersOfHanoi: DraftableTask {}
