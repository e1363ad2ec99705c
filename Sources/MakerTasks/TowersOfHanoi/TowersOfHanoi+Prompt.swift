public import Maker

extension TowersOfHanoi {
  /// What a microagent is asked: the state and the previous move, nothing of what came before.
  ///
  /// The content is, to the byte, the text the embedded model was trained on.
  ///
  /// - Parameter state: The state, legal or not.
  /// - Returns: The state as content, and the same instructions at every step.
  public func prompt(for state: HanoiState) -> Prompt {
    Prompt(Self.content(of: state), instructions: Self.instructions)
  }

  static func content(of state: HanoiState) -> String {
    StateWriter.text(disks: state.pegs.diskCount) { writer in
      writer.write("current_state = [[")
      writer.write(state.pegs)
      writer.write("]]\nprevious_move = [")
      writer.write(state.previousMove)
      writer.write("]\n")
    }
  }

  /// The rules, the strategy and the form of the answer. They name no number of disks, so one text serves
  /// all.
  private static let instructions = Instructions(
    """
    You make one move of a long Towers of Hanoi game. Other agents made the moves before yours and will make \
    those after it. You see only the current position and the move that led to it. Make exactly one move.

    The position
    - There are three pegs: 0, 1 and 2. The disks are numbered by size; disk 1 is the smallest.
    - A position is a list of three lists, one for each peg in the order 0, 1, 2. Each list names the disks on \
    that peg from bottom to top, so the last number of a list is the top disk. An empty peg is [].
    - A move is written [disk, from, to]: the disk that moves, the peg it leaves, the peg it goes to. The \
    previous move [0, 0, 0] means that nothing has moved yet.

    The rules
    - Only the top disk of a peg can move, and only one disk moves at a time.
    - A disk may go onto an empty peg or onto a larger disk, never onto a smaller one.

    The strategy, which leaves no choice
    - If the previous move did not move disk 1, move disk 1 one peg clockwise: from 0 to 1, from 1 to 2, or \
    from 2 to 0. This also holds for [0, 0, 0].
    - If the previous move moved disk 1, leave disk 1 where it is. Look at the other two pegs: move the smaller \
    of their top disks onto the other peg of the two. If one of the two is empty, the disk goes there. No \
    other move without disk 1 is legal.

    The position after the move
    - Take the moved disk off the end of its old list and put it at the end of its new list. Copy everything \
    else unchanged. Every disk must appear exactly once.

    The answer
    - End your reply with these two lines, filled in, and write nothing after them:

    move = [disk, from, to]
    next_state = [[...], [...], [...]]

    For example, for
    current_state = [[4, 3], [1], [2]]
    previous_move = [2, 0, 2]
    the previous move did not move disk 1, so disk 1 goes from peg 1 to peg 2, and the answer is
    move = [1, 1, 2]
    next_state = [[4, 3], [], [2, 1]]
    """)
}
