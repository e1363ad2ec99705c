/// How far votes of the same step are one draw: sums over steps, from which the number of effective trials follows.
///
/// Were votes independent, the variance of their mean would be p(1-p)/M for M votes. What it is follows from the steps,
/// which are drawn independently: C/(C-1) sum (w_i - q m_i)^2 / M^2 for C steps with w_i wrong of m_i votes, q of all
/// being wrong. The ratio of the two is the design effect (Kish, 1965), and M votes are worth M divided by it
/// (Korn and Graubard, 1998).
struct VoteClusters {
  private var steps = 0
  private var votes = 0
  private var misses = 0
  private var most = 0
  private var votesSquared = 0
  private var missesSquared = 0
  private var missesTimesVotes = 0

  /// Counts a step.
  ///
  /// - Parameters:
  ///   - hits: Its right votes.
  ///   - count: All its votes; a step without any is none.
  mutating func count(hits: Int, of count: Int) {
    guard count > 0 else { return }
    let missed = count - hits
    steps += 1
    votes += count
    misses += missed
    most = max(most, count)
    votesSquared += count * count
    missesSquared += missed * missed
    missesTimesVotes += missed * count
  }

  /// So many independent trials tell as much: from the number of steps, where all votes of a step are one draw, to that
  /// of votes, where each is a draw of its own.
  ///
  /// Few errors tell little of whether they go together. So one more step, at which every vote is wrong, is counted in
  /// the design effect, as if it came next: when all votes are right, the steps are the trials, and it fades as errors
  /// are seen.
  var effectiveTrials: Double {
    guard steps > 0, most > 1 else { return Double(votes) }
    // Votes of a step that are one draw: a step counts as often as it has votes.
    let largest = Double(votesSquared) / Double(votes)
    let (count, all) = (Double(steps + 1), Double(votes + most))
    let wrong = Double(misses + most) / all
    guard wrong < 1 else { return Double(votes) / largest }
    let extra = Double(most * most)
    let squares =
      Double(missesSquared) + extra - 2 * wrong * (Double(missesTimesVotes) + extra)
      + wrong * wrong * (Double(votesSquared) + extra)
    let effect = count / (count - 1) * squares / (all * wrong * (1 - wrong))
    return Double(votes) / min(max(1, effect), largest)
  }
}
