/// How long samples take that are launched together.
package struct SampleLatency: Sendable {
  /// Seconds in the middle of a bin, and the share of samples in this and all shorter bins.
  private let bins: [(seconds: Double, share: Double)]
  /// The mean of one sample in seconds.
  package let meanSeconds: Double

  /// From what was measured; nil when nothing was.
  package init?(_ latencyMs: LogHistogram) {
    guard let mean = latencyMs.mean, mean >= 0 else { return nil }
    meanSeconds = mean / 1000
    let filled = latencyMs.filled
    let middles = filled.map { ($0.from * $0.to).squareRoot() }
    let sum = zip(filled, middles).reduce(0) { $0 + Double($1.0.count) * $1.1 }
    // The mean was kept exactly and the bins are 9 % wide: they are shifted so that theirs is the same.
    let scale = sum > 0 ? meanSeconds * Double(latencyMs.count) / sum : 0
    var seen = 0
    var bins: [(seconds: Double, share: Double)] = []
    for (bin, middle) in zip(filled, middles) {
      seen += bin.count
      bins.append((middle * scale, Double(seen) / Double(latencyMs.count)))
    }
    self.bins = bins
  }

  /// The expected longest of so many independent samples, in seconds: sum of x (F(x)^n - F(x-)^n).
  package func secondsOfLongest(of count: Int) -> Double {
    var (expected, below) = (0.0, 0.0)
    for bin in bins {
      let power = Self.power(bin.share, count)
      expected += bin.seconds * (power - below)
      below = power
    }
    return expected
  }

  /// The expected time of a wave of samples in seconds, with at most `concurrency` of them out at once.
  ///
  /// With more samples than may be out, the next is launched whenever one is back: (n - c) of them at the rate c / mean,
  /// then the longest of the last c. That is exact for exponential latency, for c = 1 and for c >= n; for a constant
  /// latency it leaves out that the last round may be partly empty.
  package func secondsOfWave(_ count: Int, concurrency: Int) -> Double {
    let together = min(count, concurrency)
    return Double(count - together) * meanSeconds / Double(together) + secondsOfLongest(of: together)
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, square, left) = (1.0, base, exponent)
    while left > 0 {
      if left & 1 == 1 { result *= square }
      square *= square
      left >>= 1
    }
    return result
  }
}
