/// The vote between two candidates, computed from its Markov chain alone: what the closed forms are checked against.
///
/// The lead of the right answer is a walk from 0 that goes up with chance p, and ends at k or -k. With h(l) the chance
/// to end at k, and d(l) the votes to come, both solve a system of linear equations:
///
///     h(l) = p h(l+1) + (1-p) h(l-1),     h(k) = 1, h(-k) = 0
///     d(l) = 1 + p d(l+1) + (1-p) d(l-1), d(k) = d(-k) = 0
///
/// They are solved by elimination from below, in sums of positive numbers only, so that no digits are lost.
public struct GamblersRuin: Sendable, Hashable {
  /// The chance that the right answer is decided.
  public let success: Double
  /// The chance that the wrong answer is decided.
  public let failure: Double
  /// The expected votes.
  public let votes: Double

  /// Solves the walk.
  ///
  /// - Parameters:
  ///   - p: The chance that a vote is right, between 0 and 1.
  ///   - k: The lead that decides, 1 or more.
  public init(p: Double, k: Int) {
    precondition(p > 0 && p < 1 && k >= 1, "a walk goes both ways, and somewhere")
    let up = Self.passage(p: p, k: k)
    let down = Self.passage(p: 1 - p, k: k)
    success = up.reaches
    failure = down.reaches
    votes = up.votes
  }

  /// The chance to end at k, and the expected votes, from a lead of 0.
  private static func passage(p: Double, k: Int) -> (reaches: Double, votes: Double) {
    // From the lead i-1 above the lower end: the chance `escape` that the next higher lead is reached before that end,
    // and the expected votes `wait` until either. From lead l: up at once, or down and up again, or lost.
    let q = 1 - p
    var escapes: [Double] = []
    var (escape, loss, wait) = (0.0, 1.0, 0.0)
    var waits: [Double] = []
    for _ in 0..<(2 * k - 1) {
      // 1 - q * escape without a subtraction: q * escape + q * loss + p = 1.
      let kept = p + q * loss
      wait = (1 + q * wait) / kept
      loss = q * loss / kept
      escape = p / kept
      escapes.append(escape)
      waits.append(wait)
    }
    // The lead 0 is the k-th of them: every one from there on must be left upwards.
    var (reaches, votes) = (1.0, 0.0)
    for index in (k - 1)..<(2 * k - 1) {
      votes += reaches * waits[index]
      reaches *= escapes[index]
    }
    return (reaches, votes)
  }
}
