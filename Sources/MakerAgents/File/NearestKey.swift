/// The word that was probably meant.
enum NearestKey {
  /// The nearest of some words, when it is near enough to be a slip: a third of the letters at most, or only its case.
  static func of(_ word: String, among words: [String]) -> String? {
    guard word.utf8.count <= 100 else { return nil }
    let written = Array(word.lowercased().unicodeScalars)
    let near = words.prefix(AgentLimits.fields).filter { $0.utf8.count <= 100 }
      .map { ($0, distance(written, Array($0.lowercased().unicodeScalars))) }
      .min { $0.1 < $1.1 }
    guard let (nearest, edits) = near, edits < nearest.count,
      edits <= max(1, max(written.count, nearest.count) / 3)
    else { return nil }
    return nearest
  }

  /// The fewest letters to put in, leave out or change, two neighbours turned round as one change (Damerau 1964).
  private static func distance(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Int {
    var (before, last) = ([Int](), Array(0...other.count))
    for (row, scalar) in one.enumerated() {
      var current = [row + 1]
      for (column, otherScalar) in other.enumerated() {
        let changed = last[column] + (scalar == otherScalar ? 0 : 1)
        var edits = min(changed, last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, scalar == other[column - 1], one[row - 1] == otherScalar {
          edits = min(edits, before[column - 1] + 1)
        }
        current.append(edits)
      }
      (before, last) = (last, current)
    }
    return last[other.count]
  }
}
