#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The scaling laws of the paper (section 3): what voting costs and what it gives.
///
/// `p` is the chance that a valid vote is right, `v` the chance that a sample is valid. Everything is written in
/// the log-odds L = ln(p / (1 - p)), which keeps full precision for p near 1/2 and near 1 and for 10^12 steps.
public enum ScalingLaws {
  /// L = ln(p / (1 - p)), the log-odds of a right vote; 0 at p = 1/2.
  public static func logOdds(p: Double) -> Double {
    // Near 1/2 the quotient loses the difference from 1 that is all there is.
    abs(p - 0.5) < 0.25 ? 2 * atanh(2 * p - 1) : log(p) - log1p(-p)
  }

  /// The log-odds that all of several steps in one reply are right, each with chance p: those of p^m.
  ///
  /// - Parameters:
  ///   - p: The chance that one step is right, above 0.
  ///   - stepsPerAgent: The steps one agent does at once, m, above 0.
  /// - Returns: ln(p^m / (1 - p^m)).
  public static func logOdds(p: Double, stepsPerAgent: Double) -> Double {
    guard stepsPerAgent != 1 else { return logOdds(p: p) }
    // p^m itself rounds to 1 where p is near 1; its distance from 1 does not.
    let logarithm = stepsPerAgent * log(p)
    return logarithm - log(-expm1(logarithm))
  }

  /// The chance that a step is decided right: 1 / (1 + ((1 - p) / p)^k).
  public static func stepSuccess(p: Double, k: Int) -> Double {
    1 / (1 + exp(-Double(k) * logOdds(p: p)))
  }

  /// The chance that every step is decided right: (1 + ((1 - p) / p)^k)^(-s / m).
  ///
  /// - Parameters:
  ///   - p: The chance that a valid vote is right; over all its steps at once if an agent does several.
  ///   - k: The lead that decides.
  ///   - steps: The steps of the task, s.
  ///   - stepsPerAgent: The steps one agent does at once, m.
  /// - Returns: The chance of zero errors.
  public static func success(p: Double, k: Int, steps: Double, stepsPerAgent: Double = 1) -> Double {
    success(logOdds: logOdds(p: p), k: k, decisions: steps / stepsPerAgent)
  }

  static func success(logOdds: Double, k: Int, decisions: Double) -> Double {
    exp(-decisions * log1p(exp(-Double(k) * logOdds)))
  }

  /// The expected number of steps that are decided wrong: s ((1 - p) / p)^k / (1 + ((1 - p) / p)^k).
  ///
  /// It is what counts where steps do not build on one another, as with the records of a table.
  ///
  /// - Parameters:
  ///   - p: The chance that a valid vote is right.
  ///   - k: The lead that decides.
  ///   - steps: The steps of the task, s.
  /// - Returns: s (1 - P(step right)), without the difference of two numbers near 1.
  public static func expectedWrong(p: Double, k: Int, steps: Double) -> Double {
    steps / (1 + exp(Double(k) * logOdds(p: p)))
  }

  /// The chance of zero errors, as its logarithm, that goes with a number of wrong steps in expectation.
  ///
  /// Every step is right with the same chance r. At most N of s steps are wrong in expectation, s (1 - r) <= N, exactly if
  /// r >= 1 - N/s, that is if the chance of zero errors r^s is (1 - N/s)^s or more: near e^-N for many steps. So a
  /// goal for records is one for a chain with a lower target, and takes the same least k: ceil(ln(s/N - 1) / L).
  ///
  /// - Parameters:
  ///   - maximumWrong: The most wrong steps in expectation, N, above 0.
  ///   - steps: The steps of the task, s.
  /// - Returns: s ln(1 - N/s), which e^-745 and less could not tell apart as chances; minus infinity from N = s on.
  public static func logTarget(maximumWrong: Double, steps: Double) -> Double {
    steps * log1p(-min(1, maximumWrong / steps))
  }

  /// The least k with which no more than N of s steps are wrong in expectation: ceil(ln(s/N - 1) / L).
  ///
  /// - Parameters:
  ///   - p: The chance that a valid vote is right.
  ///   - steps: The steps of the task, s.
  ///   - maximumWrong: The most wrong steps in expectation, N, above 0.
  /// - Returns: Nil when p is 1/2 or less: then no k helps.
  public static func kMin(p: Double, steps: Double, maximumWrong: Double) -> Int? {
    kMin(
      logOdds: logOdds(p: p), decisions: steps,
      logTarget: logTarget(maximumWrong: maximumWrong, steps: steps))
  }

  /// The least k that reaches the target: ceil(ln(t^(-m/s) - 1) / ln((1 - p) / p)).
  ///
  /// - Parameters:
  ///   - p: The chance that a valid vote is right.
  ///   - steps: The steps of the task, s.
  ///   - target: The chance of zero errors that is wanted, t, between 0 and 1.
  ///   - stepsPerAgent: The steps one agent does at once, m.
  /// - Returns: Nil when p is 1/2 or less: then no k helps.
  public static func kMin(p: Double, steps: Double, target: Double, stepsPerAgent: Double = 1) -> Int? {
    kMin(logOdds: logOdds(p: p), decisions: steps / stepsPerAgent, target: target)
  }

  static func kMin(logOdds: Double, decisions: Double, target: Double) -> Int? {
    kMin(logOdds: logOdds, decisions: decisions, logTarget: log(target))
  }

  static func kMin(logOdds: Double, decisions: Double, logTarget: Double) -> Int? {
    guard logOdds > 0 else { return nil }
    guard logOdds < .infinity else { return 1 }
    // t^(-m/s) - 1 = expm1(-ln(t) m / s): for large s the power is 1 to the last bit, the expm1 is not.
    let allowedOdds = expm1(-logTarget / decisions)
    let exact = -log(allowedOdds) / logOdds
    guard exact < 1e15 else { return nil }
    // An exact value that is an integer but for rounding must not be rounded up. No steps, or a target of zero,
    // give minus infinity: a lead of one is enough.
    return Int(max(1, (exact * (1 - 1e-13)).rounded(.up)))
  }

  /// The least p for which a lead of k reaches the target: the inverse of ``kMin(p:steps:target:stepsPerAgent:)``.
  ///
  /// - Parameters:
  ///   - k: The lead that decides, 1 or more.
  ///   - steps: The steps of the task, s.
  ///   - target: The chance of zero errors that is wanted, t, between 0 and 1.
  /// - Returns: 1 / (1 + (t^(-1/s) - 1)^(1/k)); 1/2 at the least.
  public static func leastP(k: Int, steps: Double, target: Double) -> Double {
    let odds = exp(log(expm1(-log(target) / steps)) / Double(k))
    return max(0.5, 1 / (1 + odds))
  }

  /// The expected votes of a step, exact for two candidates: k / (2p - 1) * (r - 1) / (r + 1), r = (p / (1 - p))^k.
  ///
  /// This is the duration of a gambler's walk between -k and k. It equals k tanh(kL / 2) / tanh(L / 2), which
  /// goes to k^2 at p = 1/2 without a division of zero by zero.
  public static func expectedVotes(p: Double, k: Int) -> Double {
    expectedVotes(logOdds: logOdds(p: p), k: k)
  }

  static func expectedVotes(logOdds: Double, k: Int) -> Double {
    let half = abs(logOdds) / 2
    guard half > 1e-150 else { return Double(k) * Double(k) }
    return Double(k) * tanh(Double(k) * half) / tanh(half)
  }

  /// The expected votes of a step as the paper approximates them: k / (2p - 1).
  public static func approximateVotes(p: Double, k: Int) -> Double { Double(k) / (2 * p - 1) }

  /// The votes that no step of a task exceeds, but with chance 1/100.
  ///
  /// A step takes more than n votes only if at least (n - k)/2 of the first n are wrong. With the share
  /// a = (1 - k/n)/2 of them, that happens with chance exp(-n D) at the most, D = a ln(a/q) + (1-a) ln((1-a)/p)
  /// (Chernoff, 1952).
  ///
  /// - Parameters:
  ///   - p: The chance that a vote is right, above 1/2.
  ///   - k: The lead that decides, 1 or more.
  ///   - steps: The steps of the task.
  /// - Returns: The least n at which the bound of all steps together is below 1/100.
  public static func mostVotes(p: Double, k: Int, steps: Double) -> Double {
    let (q, k, wanted) = (1 - p, Double(k), log(100 * max(1, steps)))
    guard p > 0.5 else { return .infinity }
    guard q > 0 else { return k }
    func isEnough(_ n: Double) -> Bool {
      // a - q without the difference of two halves; near q the divergence is d^2 / (2 p q), which logarithms would lose.
      let (a, d) = ((1 - k / n) / 2, (p - 0.5) - k / (2 * n))
      guard d > 0 else { return false }
      let divergence = d < 1e-5 * q ? d * d / (2 * p * q) : a * log(a / q) + (1 - a) * log((1 - a) / p)
      return n * divergence >= wanted
    }
    var (low, high) = (k, 2 * k)
    while !isEnough(high) {
      guard high < 1e300 else { return .infinity }
      (low, high) = (high, 2 * high)
    }
    while high - low > max(1, 1e-9 * high) {
      let middle = (low + high) / 2
      if isEnough(middle) { high = middle } else { low = middle }
    }
    return high.rounded(.up)
  }

  /// The expected samples of a step: its votes, and what is flagged on the way.
  ///
  /// - Parameters:
  ///   - p: The chance that a valid vote is right.
  ///   - v: The chance that a sample is valid.
  ///   - k: The lead that decides.
  /// - Returns: The expected samples of one step.
  public static func expectedSamples(p: Double, v: Double, k: Int) -> Double {
    expectedVotes(p: p, k: k) / v
  }
}
