import MakerTasks

/// SplitMix64: the same seed gives the same numbers on every machine.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

extension SeededGenerator {
  /// Stacks of disks 1 to `disks` in any order, legal or not.
  mutating func stacks(disks: Int) -> [[Int]] {
    var stacks: [[Int]] = [[], [], []]
    for disk in (1...disks).shuffled(using: &self) {
      stacks[Int.random(in: 0...2, using: &self)].append(disk)
    }
    return stacks
  }

  /// A move of one of `disks` disks, legal or not, as its three numbers.
  mutating func move(disks: Int) -> [Int] {
    [
      Int.random(in: 1...disks, using: &self), Int.random(in: 0...2, using: &self),
      Int.random(in: 0...2, using: &self),
    ]
  }
}
