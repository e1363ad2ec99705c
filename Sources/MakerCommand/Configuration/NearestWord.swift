/// Finds what a person meant who mistyped a word.
package enum NearestWord {
  /// The known word that is the fewest edits away; nil when none is near.
  package static func of(_ word: String, among known: some Sequence<String>) -> String? {
    let near = known.map { (word: $0, edits: edits(from: word, to: $0)) }.min { $0.edits < $1.edits }
    guard let near, near.edits <= word.count / 3 else { return nil }
    return near.word
  }

  /// How many characters must be put in, taken out, changed or swapped with the next to make one word the other.
  package static func edits(from one: String, to other: String) -> Int {
    let (one, other) = (Array(one), Array(other))
    var beforeLast: [Int] = []
    var last = Array(0...other.count)
    for row in 0..<one.count {
      var current = [row + 1]
      for column in 0..<other.count {
        let isSame = one[row] == other[column]
        var edits = min(last[column] + (isSame ? 0 : 1), last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, one[row] == other[column - 1], one[row - 1] == other[column] {
          edits = min(edits, beforeLast[column - 1] + 1)
        }
        current.append(edits)
      }
      (beforeLast, last) = (last, current)
    }
    return last[other.count]
  }
}
