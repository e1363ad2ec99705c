#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A sequential test of whether votes go wrong more often than was planned for, from some moment on.
///
/// It is Page's cumulative sum (1954), for several alternatives at once: at each, the log-likelihood ratio of more errors
/// to the planned ones is added up, and begins anew whenever it falls below zero. While the plan holds, a sum passes
/// a threshold h in fewer than e^-h of all votes (Lorden, 1971), so the chance of a false alarm over a whole run is
/// chosen by h. Ballots stop when they are decided; that leaves the test as it is, since a likelihood ratio does not
/// mind when one stops to look.
///
/// A step that is hard by itself may take a hundred votes and says nothing of the steps to come. So a ballot is evidence of no
/// more wrong votes than the plan lets one have, but for one in thousands; that only makes an alarm later. And what an
/// alarm says of the votes since the change leaves the hardest step aside where it is out of line with the others.
package struct DriftTest: Sendable, Hashable {
  /// How many times as many errors as planned each sum looks for: slow drifts, real ones, and breakdowns.
  private static let factors = (slow: 1.25, fast: 2.0, broken: 8.0)

  /// The chance of a wrong vote that was planned for.
  package let plannedError: Double
  /// The most wrong votes of one ballot that are counted.
  package let countedWrong: Int
  /// What was seen so far.
  package private(set) var evidence: WatchEvidence
  private let threshold: Double
  private let k: Int
  private let (slow, fast, broken): (Alternative, Alternative, Alternative)

  /// The log-likelihood ratio of one vote, at one share of errors.
  private struct Alternative: Hashable {
    let perRight: Double
    let perWrong: Double

    init(_ factor: Double, to error: Double) {
      let more = min(factor * error, (error + 1) / 2)
      perRight = log1p(-more) - log1p(-error)
      perWrong = log(more / error)
    }
  }

  /// A test.
  ///
  /// - Parameters:
  ///   - p: The chance of a right vote that was planned for, at least 1/2.
  ///   - k: The lead that ballots are decided by.
  ///   - votes: The votes that are still to come, about.
  ///   - falseAlarm: The chance, at the most, of an alarm over all of them while the plan holds.
  ///   - evidence: What was seen before.
  package init(
    p: Double, k: Int = 1, votes: Double, falseAlarm: Double = 0.01, evidence: WatchEvidence = WatchEvidence()
  ) {
    // A plan of no errors at all would be refuted by the first one; one in 10^12 is as good as none.
    let error = min(max(1 - p, 1e-12), 0.5)
    plannedError = error
    self.evidence = evidence
    self.k = k
    slow = Alternative(Self.factors.slow, to: error)
    fast = Alternative(Self.factors.fast, to: error)
    broken = Alternative(Self.factors.broken, to: error)
    threshold = log(3 * max(1, votes) / falseAlarm)
    countedWrong = Self.usualWrong(error, k)
  }

  /// One more than the mean and four standard deviations of the wrong votes of a ballot (the first passage of a random
  /// walk: W = (T - k) / 2 with E T = k / (p - q), Var T = 4 p q k / (p - q)^3).
  private static func usualWrong(_ error: Double, _ k: Int) -> Int {
    let ahead = 1 - 2 * error
    guard ahead > 1e-4 else { return .max }
    let mean = Double(k) * error / ahead
    let deviation = (Double(k) * error * (1 - error) / (ahead * ahead * ahead)).squareRoot()
    return 1 + Int(min(mean + 4 * deviation, 1e9))
  }

  /// Takes in the votes of one step.
  ///
  /// - Parameters:
  ///   - right: Votes for the decided answer.
  ///   - wrong: Votes for others.
  /// - Returns: The votes since the change, once there surely is one: how many there were, and how many of them were
  ///   wrong; the hardest step is left aside where it is out of line with the others.
  package mutating func count(right: Int, wrong: Int) -> (votes: Int, wrong: Int)? {
    let isSlow = count(right, wrong, in: &evidence.slow, slow)
    let isFast = count(right, wrong, in: &evidence.fast, fast)
    let isBroken = count(right, wrong, in: &evidence.broken, broken)
    guard isSlow || isFast || isBroken else { return nil }
    // The sum that looks for the most has seen the change most clearly.
    let sum = isBroken ? evidence.broken : isFast ? evidence.fast : evidence.slow
    let others = (votes: sum.votes - sum.hardestVotes, wrong: sum.wrong - sum.hardestWrong)
    let error = others.votes > 0 ? Double(others.wrong) / Double(others.votes) : 0
    let isUsual = sum.hardestWrong <= Self.usualWrong(max(error, plannedError), k)
    return isUsual ? (sum.votes, sum.wrong) : others
  }

  /// Adds a ballot to a sum; whether it says that there was a change.
  private func count(
    _ right: Int, _ wrong: Int, in sum: inout WatchEvidence.Sum, _ alternative: Alternative
  ) -> Bool {
    // Nearly always nothing was wrong, now and just before.
    if wrong == 0, sum.evidence == 0 { return false }
    sum.evidence +=
      Double(right) * alternative.perRight + Double(min(wrong, countedWrong)) * alternative.perWrong
    sum.votes += right + wrong
    sum.wrong += wrong
    if wrong > sum.hardestWrong { (sum.hardestVotes, sum.hardestWrong) = (right + wrong, wrong) }
    if sum.evidence >= threshold { return true }
    if sum.evidence <= 0 { sum = WatchEvidence.Sum() }
    return false
  }
}
