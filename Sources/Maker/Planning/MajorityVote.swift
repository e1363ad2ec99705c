#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A vote of a fixed, odd number of samples, decided by the plain majority: what ahead-by-k is compared with.
package enum MajorityVote {
  /// Up to this many votes the tail of the binomial distribution is summed; above, its normal limit is right to the
  /// ninth digit of its logarithm.
  private static let greatestSum = 1e9

  /// The least odd number of votes whose majority is right at every step, with the chance that is wanted.
  ///
  /// - Parameters:
  ///   - p: The chance that a vote is right.
  ///   - steps: The steps of the task.
  ///   - target: The chance of zero errors that is wanted, between 0 and 1.
  /// - Returns: The number, exact up to 10^9; nil when p is 1/2 or less.
  package static func votes(p: Double, steps: Double, target: Double) -> Double? {
    votes(p: p, steps: steps, logTarget: log(target))
  }

  static func votes(p: Double, steps: Double, logTarget: Double) -> Double? {
    guard p > 0.5 else { return nil }
    // (1 - e)^s >= t is the same as ln e <= ln(1 - t^(1/s)).
    let allowed = log(-expm1(logTarget / steps))
    let reaches = { (half: Double) in logWrong(p: p, votes: 2 * half - 1) <= allowed }
    // n = 2h - 1. Halves are doubled, then bisected; all of them are whole numbers.
    var (few, enough) = (0.0, 1.0)
    while !reaches(enough) {
      (few, enough) = (enough, 2 * enough)
      guard enough < 1e25 else { return nil }
    }
    while enough - few > 1 {
      let middle = ((few + enough) / 2).rounded(.down)
      guard middle > few, middle < enough else { break }
      if reaches(middle) { enough = middle } else { few = middle }
    }
    return 2 * enough - 1
  }

  /// ln of the chance that the majority is wrong: P(X > n/2) for X of the binomial distribution with n and 1 - p.
  ///
  /// - Parameters:
  ///   - p: The chance that a vote is right, above 1/2.
  ///   - votes: The votes, n, an odd number.
  /// - Returns: The natural logarithm; minus infinity at p = 1.
  package static func logWrong(p: Double, votes: Double) -> Double {
    guard p < 1 else { return -.infinity }
    let half = (votes + 1) / 2
    // ln(4pq) is 0 to the last bit where p is near 1/2; with 1 - 4pq = (2p - 1)^2 it is not.
    let lead = 2 * p - 1
    let product = lead < 0.5 ? log1p(-lead * lead) : log(4) + log(p) + log1p(-p)
    if votes > greatestSum {
      // Temme's uniform expansion of I_q(h, h). The rest of it is a 10^-8th for the tails that are looked for.
      let tail = erfc((-half * product).squareRoot())
      return tail > 0 ? log(tail / 2) : half * product
    }
    // The first term, C(n, h) q^h p^(h-1) with h = (n+1)/2, where C(2h-1, h) is half of C(2h, h).
    let first = logCentralShare(half) + half * product - log(p) - log(2)
    var (sum, term, wrong) = (1.0, 1.0, half)
    let odds = exp(-ScalingLaws.logOdds(p: p))
    while wrong < votes, term > sum * 1e-17 {
      term *= (votes - wrong) / (wrong + 1) * odds
      sum += term
      wrong += 1
    }
    return first + log(sum)
  }

  /// ln of C(2h, h) / 4^h: Stirling's series, since logarithms of factorials would lose the digits of large numbers.
  private static func logCentralShare(_ half: Double) -> Double {
    guard half >= 16 else {
      return (1...Int(half)).reduce(0) { $0 + log((half + Double($1)) / (4 * Double($1))) }
    }
    let inverse = 1 / half
    let square = inverse * inverse
    let series = inverse * (-1 / 8.0 + square * (1 / 192.0 - square * (1 / 640.0 - square * 17 / 14_336)))
    return series - log(.pi * half) / 2
  }
}
