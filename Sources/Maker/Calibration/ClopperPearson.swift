#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The exact interval for a binomial proportion (Clopper and Pearson, 1934).
///
/// Its bounds are those chances at which as many hits, or as few, would still be seen with probability (1 - c) / 2. The
/// incomplete beta function takes parts of trials as well, which effective trials are made of (Korn and Graubard, 1998).
enum ClopperPearson {
  /// The bounds of the chance behind `hits` of `trials`.
  static func interval(hits: Int, trials: Int, confidence: Double) -> (lower: Double, upper: Double) {
    interval(hits: Double(hits), trials: Double(trials), confidence: confidence)
  }

  /// The bounds of the chance behind `hits` of `trials`, which need not be whole numbers.
  static func interval(hits x: Double, trials n: Double, confidence: Double) -> (lower: Double, upper: Double)
  {
    let tail = (1 - confidence) / 2
    // P(X >= x | p) = I_p(x, n - x + 1) rises with p; P(X <= x | p) = 1 - I_p(x + 1, n - x) falls.
    let lower = x <= 0 ? 0 : root { IncompleteBeta.value($0, x, n - x + 1) - tail }
    // 1 - p is solved for, so that an upper bound near 1 keeps its digits.
    let upper = x >= n ? 1 : 1 - root { IncompleteBeta.value($0, n - x, x + 1) - tail }
    // Of more trials than a Double tells apart, the last digits are noise.
    let share = n > 0 ? min(max(x / n, 0), 1) : nil
    return (min(lower, share ?? lower), max(upper, share ?? upper))
  }

  /// Where a rising function of (0, 1) crosses zero.
  private static func root(_ function: (Double) -> Double) -> Double {
    var (low, high) = (0.0, 1.0)
    // Halving in the logarithm below 1/2 finds tiny bounds to full relative precision.
    for _ in 0..<200 {
      let middle =
        low > 0 && high / low > 4 ? (low * high).squareRoot() : low == 0 ? high / 16 : (low + high) / 2
      guard middle > low, middle < high, middle > 1e-300 else { break }
      if function(middle) < 0 { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}

/// The regularized incomplete beta function.
enum IncompleteBeta {
  /// I_x(a, b), by its continued fraction (Lentz's method).
  static func value(_ x: Double, _ a: Double, _ b: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    // The fraction converges fast on this side of the mean; on the other the complement does.
    if x > (a + 1) / (a + b + 2) { return 1 - value(1 - x, b, a) }
    let front = exp(
      logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log1p(-x))
    return front * fraction(x, a, b) / a
  }

  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    let nonzero = { (value: Double) in abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / nonzero(1 - (a + b) * x / (a + 1))
    var result = d
    for step in 1...100_000 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / nonzero(1 + even * d)
      c = nonzero(1 + even / c)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / nonzero(1 + odd * d)
      c = nonzero(1 + odd / c)
      result *= d * c
      if abs(d * c - 1) < 1e-15 { break }
    }
    return result
  }

  /// ln Gamma(x); the reentrant call, since the plain one writes a global sign.
  private static func logGamma(_ x: Double) -> Double {
    #if canImport(Glibc) || canImport(Musl)
      var sign: Int32 = 0
      return lgamma_r(x, &sign)
    #else
      return lgamma(x)
    #endif
  }
}
