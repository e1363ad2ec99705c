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
package struct DriftTest: Sendable, Hashable {
  /// How many times as many errors as planned each sum looks for: slow drifts, and breakdowns.
  private static let factors = [1.25, 2, 8]

  /// The chance of a wrong vote that was planned for.
  package let plannedError: Double
  private let threshold: Double
  private var sums: [Sum]

  /// The evidence for one alternative, and the votes it rests on.
  private struct Sum: Hashable {
    let perRight: Double
    let perWrong: Double
    var evidence = 0.0
    var votes = 0
    var wrong = 0
  }

  /// A test.
  ///
  /// - Parameters:
  ///   - p: The chance of a right vote that was planned for, above 1/2 and below 1.
  ///   - votes: The votes that are still to come, about.
  ///   - falseAlarm: The chance, at the most, of an alarm over all of them while the plan holds.
  package init(p: Double, votes: Double, falseAlarm: Double = 0.01) {
    // A plan of no errors at all would be refuted by the first one; one in 10^12 is as good as none.
    let error = max(1 - p, 1e-12)
    plannedError = error
    sums = Self.factors.map { factor in
      let more = min(factor * error, (error + 1) / 2)
      return Sum(perRight: log1p(-more) - log1p(-error), perWrong: log(more / error))
    }
    threshold = log(Double(Self.factors.count) * max(1, votes) / falseAlarm)
  }

  /// Takes in the votes of one step.
  ///
  /// - Parameters:
  ///   - right: Votes for the decided answer.
  ///   - wrong: Votes for others.
  /// - Returns: The votes since the change, once there surely is one: how many there were, and how many of them were
  ///   wrong.
  package mutating func count(right: Int, wrong: Int) -> (votes: Int, wrong: Int)? {
    for index in sums.indices {
      // Nearly always nothing was wrong, now and just before.
      if wrong == 0, sums[index].evidence == 0 { continue }
      sums[index].evidence += Double(right) * sums[index].perRight + Double(wrong) * sums[index].perWrong
      sums[index].votes += right + wrong
      sums[index].wrong += wrong
      if sums[index].evidence >= threshold { return (sums[index].votes, sums[index].wrong) }
      if sums[index].evidence <= 0 {
        (sums[index].evidence, sums[index].votes, sums[index].wrong) = (0, 0, 0)
      }
    }
    return nil
  }
}
