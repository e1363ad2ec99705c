/// Follows all ways through a pattern along a text, a character at a time.
struct PatternMatcher {
  /// Ways through the program at one place of the text, the preferred first; each instruction is in it once.
  private struct Ways {
    var instructions: [Int] = []
    /// For each way the places it remembers.
    var places: [[Int]] = []
    private var stamps: [Int]
    private var stamp = 1

    init(capacity: Int) { stamps = Array(repeating: 0, count: capacity) }

    mutating func removeAll() {
      instructions.removeAll(keepingCapacity: true)
      places.removeAll(keepingCapacity: true)
      stamp += 1
    }

    /// Marks an instruction as reached here; false when it was before, by a preferred way.
    mutating func reach(_ instruction: Int) -> Bool {
      guard stamps[instruction] != stamp else { return false }
      stamps[instruction] = stamp
      return true
    }
  }

  private let program: PatternProgram
  private let text: [Unicode.Scalar]
  private var ways: Ways
  private var nextWays: Ways
  private var pending: [(instruction: Int, places: [Int])] = []

  init(_ program: PatternProgram, _ text: String) {
    self.program = program
    self.text = Array(text.unicodeScalars)
    ways = Ways(capacity: program.instructions.count)
    nextWays = Ways(capacity: program.instructions.count)
  }

  /// Whether the pattern matches anywhere.
  mutating func isFound() -> Bool {
    for index in 0...text.count {
      follow(0, places: [], from: index, savesPlaces: false)
      for way in ways.instructions where isMatch(way) { return true }
      if index < text.count { step(over: index, savesPlaces: false) }
    }
    return false
  }

  /// What each group matched, when the pattern matches the whole text.
  mutating func groupsOfWhole() -> [String?]? {
    follow(0, places: Array(repeating: -1, count: program.places), from: 0, savesPlaces: true)
    for index in text.indices {
      if ways.instructions.isEmpty { return nil }
      step(over: index, savesPlaces: true)
    }
    for (way, places) in zip(ways.instructions, ways.places) where isMatch(way) {
      return stride(from: 0, to: places.count, by: 2).map { group(places[$0], places[$0 + 1]) }
    }
    return nil
  }

  private func group(_ start: Int, _ end: Int) -> String? {
    guard start >= 0, end >= start else { return nil }
    var part = String.UnicodeScalarView()
    part.append(contentsOf: text[start..<end])
    return String(part)
  }

  private func isMatch(_ instruction: Int) -> Bool {
    if case .match = program.instructions[instruction] { return true }
    return false
  }

  /// Takes every way over the scalar at `index` that it leads over.
  private mutating func step(over index: Int, savesPlaces: Bool) {
    let scalar = text[index]
    swap(&ways, &nextWays)
    ways.removeAll()
    for way in nextWays.instructions.indices {
      let instruction = nextWays.instructions[way]
      guard takes(program.instructions[instruction], scalar) else { continue }
      follow(
        instruction + 1, places: savesPlaces ? nextWays.places[way] : [], from: index + 1,
        savesPlaces: savesPlaces)
    }
  }

  private func takes(_ instruction: PatternProgram.Instruction, _ scalar: Unicode.Scalar) -> Bool {
    switch instruction {
    case .scalar(let expected): scalar == expected
    case .folded(let expected): scalar.caseFolded == expected
    case .any(let withLineEnds): withLineEnds || !(scalar == "\n" || scalar == "\r")
    case .set(let set): program.sets[set].contains(scalar)
    case .assertion, .save, .split, .jump, .match: false
    }
  }

  /// Adds every way that leads on from an instruction without taking a scalar, the preferred first.
  private mutating func follow(_ start: Int, places: [Int], from index: Int, savesPlaces: Bool) {
    pending.append((start, places))
    while let (instruction, places) = pending.popLast() {
      guard ways.reach(instruction) else { continue }
      switch program.instructions[instruction] {
      case .jump(let target): pending.append((target, places))
      case .split(let first, let second):
        pending.append((second, places))
        pending.append((first, places))
      case .save(let place):
        var places = places
        if savesPlaces { places[place] = index }
        pending.append((instruction + 1, places))
      case .assertion(let assertion):
        if holds(assertion, at: index) { pending.append((instruction + 1, places)) }
      case .scalar, .folded, .any, .set, .match:
        ways.instructions.append(instruction)
        if savesPlaces { ways.places.append(places) }
      }
    }
  }

  private func holds(_ assertion: PatternAssertion, at index: Int) -> Bool {
    switch assertion {
    case .textStart: index == 0
    case .textEnd: index == text.count
    case .lineStart: index == 0 || text[index - 1] == "\n"
    case .lineEnd: index == text.count || text[index] == "\n" || text[index] == "\r"
    case .wordEdge: isWord(index - 1) != isWord(index)
    case .noWordEdge: isWord(index - 1) == isWord(index)
    }
  }

  private func isWord(_ index: Int) -> Bool {
    text.indices.contains(index) && ScalarSet.isOf(.word, text[index])
  }
}
