public import Maker

extension TowersOfHanoi {
  /// How many other wordings of the question there are.
  public static let paraphraseCount = 2

  /// The same question in two other wordings, for a step that will not decide.
  ///
  /// - Parameter state: The state, legal or not.
  /// - Returns: A checklist, and a set of questions; both ask for the answer in the same form.
  public func paraphrases(for state: HanoiState) -> [Prompt] {
    let content = Self.content(of: state)
    return [Self.checklist, Self.questions].map { Prompt(content, instructions: $0) }
  }

  private static let form = """
    Finish with exactly these two lines, with your numbers in place of the words and dots:

    move = [disk, from, to]
    next_state = [[...], [...], [...]]
    """

  private static let checklist = Instructions(
    """
    A Towers of Hanoi position is given as three lists, the pegs 0, 1 and 2, each from its bottom disk to its top \
    disk; larger numbers are larger disks. The last move made is given as [disk, from, to], or [0, 0, 0] before \
    the first. Find the one next move with this checklist.

    1. Look at the first number of previous_move. Is it 1?
    2. If it is not 1, the next move is made by disk 1. Find the list that ends in 1: that is peg `from`. The peg \
    `to` is the next one in the circle 0, 1, 2, 0.
    3. If it is 1, find the list that ends in 1 and put it aside. Compare the last numbers of the two remaining \
    lists; an empty list counts as larger than any disk. The smaller number moves to the other of those two lists.
    4. Write the three lists again: without the moved disk at the end of the list it left, and with it at the end \
    of the list it went to. Nothing else changes.

    \(form)
    """)

  private static let questions = Instructions(
    """
    Several workers solve a Towers of Hanoi puzzle, one move each, and it is your turn. Disks are numbers, 1 the \
    smallest. `current_state` holds three lists; the first is peg 0, the second peg 1, the third peg 2, and the last \
    number of a list lies on top. `previous_move` names the disk that was just moved, the peg it came from and the \
    peg it went to; zeros mean that the puzzle is untouched.

    Whose turn is it? Disk 1 is moved every second time. If anything but disk 1 was moved last, or nothing at all, \
    disk 1 is moved now, always in the same direction: 0 to 1, 1 to 2, 2 to 0. If disk 1 was moved last, it rests, \
    and the only other legal move is made: of the two pegs without disk 1, the smaller top disk goes onto the other \
    peg, which is empty or shows a larger disk.

    What does the puzzle look like afterwards? Only one number changes its place: it leaves the end of one list and \
    is appended to another.

    \(form)
    """)
}
