package import Maker
package import MakerJournal

/// Counts over the steps of a run, in at most a hundred bins of equal width.
package struct StepBins: Sendable, Hashable {
  /// What was counted in one of them.
  package struct Bin: Sendable, Hashable {
    /// Steps decided.
    package var steps = 0
    /// Votes cast.
    package var votes = 0
    /// Votes for another answer than the one decided.
    package var outvoted = 0
    /// Samples paid for.
    package var samples = 0
    /// Discarded samples by kind.
    package var flags: [FlagKind: Int] = [:]
  }

  /// The steps of a bin.
  package let width: Int
  /// The bins, that of step 0 first.
  package private(set) var bins: [Bin]

  /// Empty bins.
  ///
  /// - Parameters:
  ///   - steps: How many steps they have to hold.
  ///   - limit: The most bins.
  package init(steps: Int, limit: Int = 100) {
    width = max(1, (max(0, steps) + limit - 1) / limit)
    bins = Array(repeating: Bin(), count: (max(0, steps) + width - 1) / width)
  }

  /// Counts a decision; one of a step beyond the last bin is not counted.
  ///
  /// - Parameters:
  ///   - decision: The decision.
  ///   - outvoted: How many of its votes were for another answer.
  ///   - isVote: Whether it was decided by votes; what was only collected has none that could be for another answer.
  package mutating func count(_ decision: RecordedDecision, outvoted: Int, isVote: Bool = true) {
    let place = decision.step / width
    guard bins.indices.contains(place) else { return }
    bins[place].steps += 1
    bins[place].votes += isVote ? decision.votes : 0
    bins[place].samples += decision.samples
    guard decision.isContested else { return }
    bins[place].outvoted += outvoted
    bins[place].flags.merge(decision.flags, uniquingKeysWith: +)
  }

  /// Neighbouring bins taken together, so that each has so many votes, as far as there are.
  ///
  /// - Parameter least: The votes that a share should be taken of, on average.
  /// - Returns: The middle of each, as a step, and what was counted in it.
  package func grouped(votes least: Int = 1_000) -> [(middle: Double, bin: Bin)] {
    let votes = bins.reduce(0) { $0 + $1.votes }
    let together = max(
      1, min(bins.count / 5, Int((Double(least * bins.count) / Double(max(1, votes))).rounded(.up))))
    // What is left at the end, if it is little, belongs to the last.
    var starts = Array(stride(from: 0, to: bins.count, by: together))
    if starts.count > 1, let last = starts.last, 2 * (bins.count - last) < together { starts.removeLast() }
    return zip(starts, starts.dropFirst() + [bins.count]).map { first, end in
      let sum = bins[first..<end].reduce(into: Bin()) { sum, bin in
        sum.steps += bin.steps
        sum.votes += bin.votes
        sum.outvoted += bin.outvoted
        sum.samples += bin.samples
        sum.flags.merge(bin.flags, uniquingKeysWith: +)
      }
      // The last bin may be only partly filled.
      return ((Double(first * width) + Double(sum.steps) / 2), sum)
    }
  }
}
