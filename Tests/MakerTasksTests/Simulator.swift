/// The strategy played on plain arrays, as the rule reads. It shares no code with the task.
struct Simulator: Equatable {
  var stacks: [[Int]]
  var previous = [0, 0, 0]

  /// The game's first position.
  init(disks: Int) { stacks = [Array((1...disks).reversed()), [], []] }

  init(stacks: [[Int]], previous: [Int]) {
    self.stacks = stacks
    self.previous = previous
  }

  /// Whether no disk lies on a smaller one.
  var isLegal: Bool {
    stacks.allSatisfy { stack in zip(stack, stack.dropFirst()).allSatisfy { $0 > $1 } }
  }

  /// Makes the next move; nil when the rule has none.
  mutating func advance() -> [Int]? {
    guard let home = stacks.firstIndex(where: { $0.contains(1) }) else { return nil }
    var (from, to) = (home, (home + 1) % 3)
    if previous[0] == 1 {
      let others = [0, 1, 2].filter { $0 != home }
      let tops = others.map { stacks[$0].last ?? .max }
      guard tops[0] != tops[1] else { return nil }
      (from, to) = tops[0] < tops[1] ? (others[0], others[1]) : (others[1], others[0])
    }
    guard let disk = stacks[from].last, stacks[to].last ?? .max > disk else { return nil }
    stacks[from].removeLast()
    stacks[to].append(disk)
    previous = [disk, from, to]
    return previous
  }
}
