/// A pattern as instructions, of which all ways through are followed at once.
struct PatternProgram {
  enum Instruction {
    case scalar(Unicode.Scalar)
    case folded(Unicode.Scalar)
    case any(withLineEnds: Bool)
    case set(Int)
    case assertion(PatternAssertion)
    /// Remembers the place in the text.
    case save(Int)
    /// Goes on at both, the first preferred.
    case split(Int, Int)
    case jump(Int)
    case match
  }

  /// The most instructions: with the longest reply that bounds the time of a match.
  private static let maximumInstructions = 5_000

  private(set) var instructions: [Instruction] = []
  private(set) var sets: [ScalarSet] = []
  /// How many places are remembered: two a group.
  let places: Int

  init(_ tree: PatternNode, groups: Int) throws(TextPattern.Mistake) {
    places = groups * 2
    try write(tree)
    try emit(.match)
  }

  private mutating func emit(_ instruction: Instruction) throws(TextPattern.Mistake) {
    guard instructions.count < Self.maximumInstructions else {
      throw TextPattern.Mistake(
        what: "the pattern is too large once its repetitions are written out",
        remedy: "count fewer of them, or use * or +", offset: 0)
    }
    instructions.append(instruction)
  }

  private mutating func write(_ node: PatternNode) throws(TextPattern.Mistake) {
    switch node {
    case .empty: break
    case .scalar(let scalar, let isFolded):
      try emit(isFolded ? .folded(scalar.caseFolded) : .scalar(scalar))
    case .any(let withLineEnds): try emit(.any(withLineEnds: withLineEnds))
    case .set(let set):
      sets.append(set)
      try emit(.set(sets.count - 1))
    case .assertion(let assertion): try emit(.assertion(assertion))
    case .sequence(let parts):
      for part in parts { try write(part) }
    case .group(let inner, let place):
      try emit(.save(place * 2))
      try write(inner)
      try emit(.save(place * 2 + 1))
    case .choice(let choices): try emit(choices: choices)
    case .repeated(let part, let least, let most, let isLazy):
      for _ in 0..<least { try write(part) }
      if let most {
        try emit(part, atMost: most - least, isLazy: isLazy)
      } else {
        try emit(endlessly: part, isLazy: isLazy)
      }
    }
  }

  private mutating func emit(choices: [PatternNode]) throws(TextPattern.Mistake) {
    var jumps: [Int] = []
    for choice in choices.dropLast() {
      let split = instructions.count
      try emit(.match)
      try write(choice)
      jumps.append(instructions.count)
      try emit(.match)
      instructions[split] = .split(split + 1, instructions.count)
    }
    if let last = choices.last { try write(last) }
    for jump in jumps { instructions[jump] = .jump(instructions.count) }
  }

  private mutating func emit(
    _ part: PatternNode, atMost count: Int, isLazy: Bool
  ) throws(TextPattern.Mistake) {
    var splits: [Int] = []
    for _ in 0..<count {
      splits.append(instructions.count)
      try emit(.match)
      try write(part)
    }
    let end = instructions.count
    for split in splits { instructions[split] = isLazy ? .split(end, split + 1) : .split(split + 1, end) }
  }

  private mutating func emit(endlessly part: PatternNode, isLazy: Bool) throws(TextPattern.Mistake) {
    let split = instructions.count
    try emit(.match)
    try write(part)
    try emit(.jump(split))
    let end = instructions.count
    instructions[split] = isLazy ? .split(end, split + 1) : .split(split + 1, end)
  }
}
