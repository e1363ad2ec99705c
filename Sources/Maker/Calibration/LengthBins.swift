/// Errors by the length of a reply, counted by the exact number of tokens and put into bins at the end.
struct LengthBins {
  private struct Count {
    var samples = 0
    /// Valid ones whose right answer is known.
    var votes = 0
    var wrong = 0
    var flagged = 0
  }

  /// The most bins there are.
  static let most = 24

  /// The most tokens that are told apart: no reply is as long, and every bin has an end.
  private static let longest = 1 << 53

  private var counts: [Int: Count] = [:]

  /// Counts one sample.
  ///
  /// - Parameters:
  ///   - tokens: The length of its reply.
  ///   - isWrong: Whether its vote was wrong; nil when it was flagged.
  ///   - isJudged: Whether the right answer is known.
  mutating func count(tokens: Int, isWrong: Bool?, isJudged: Bool) {
    let tokens = min(max(0, tokens), Self.longest)
    var count = counts[tokens, default: Count()]
    if let isWrong {
      if isJudged {
        count.votes += 1
        if isWrong { count.wrong += 1 }
      }
    } else {
      count.flagged += 1
    }
    count.samples += 1
    counts[tokens] = count
  }

  /// The bins that are not empty, shortest first: all of one width, 1, 2 or 5 times a power of ten.
  var bins: [ModelCalibration.LengthErrors] {
    guard let least = counts.keys.min(), let greatest = counts.keys.max() else { return [] }
    let width = Self.width(from: least, to: greatest)
    let groups = Dictionary(grouping: counts.keys) { $0 / width }
    return groups.keys.sorted().map { group in
      let lengths = groups[group] ?? []
      let sum = lengths.reduce(into: Count()) { sum, tokens in
        guard let count = counts[tokens] else { return }
        sum.samples += count.samples
        sum.votes += count.votes
        sum.wrong += count.wrong
        sum.flagged += count.flagged
      }
      return ModelCalibration.LengthErrors(
        from: group * width, to: (group + 1) * width, wrong: Proportion(hits: sum.wrong, trials: sum.votes),
        flagged: Proportion(hits: sum.flagged, trials: sum.samples))
    }
  }

  /// The least sensible width that needs no more than ``most`` bins.
  static func width(from least: Int, to greatest: Int) -> Int {
    var power = 1
    while true {
      for factor in [1, 2, 5] {
        let width = factor * power
        if greatest / width - least / width < most { return width }
      }
      power *= 10
    }
  }
}
