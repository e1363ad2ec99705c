/// Counts over the votes of many cases, as one reader sees them.
struct VoteCounts<Answer: Hashable & Sendable> {
  private(set) var votes = 0
  private(set) var right = 0
  /// Pairs of votes of the same case, no vote in two of them.
  private(set) var pairs = 0
  private(set) var agreeing = 0
  private(set) var samples = 0
  private(set) var flags: [FlagKind: Int] = [:]
  /// Cases with two votes and a known answer.
  private(set) var twice = 0
  private(set) var bothWrong = 0
  private(set) var bothAlike = 0
  /// Right votes of the votes of each case.
  private var rightClusters = VoteClusters()
  /// Agreeing pairs of the pairs of each case.
  private var pairClusters = VoteClusters()

  /// Counts one case.
  mutating func count(_ reading: CaseVotes<Answer>.Reading, right answer: Answer?) {
    let cast = reading.votes
    votes += cast.count
    samples += reading.samples
    flags.merge(reading.flags, uniquingKeysWith: +)
    let alike = stride(from: 0, to: cast.count - 1, by: 2).count { cast[$0] == cast[$0 + 1] }
    pairs += cast.count / 2
    agreeing += alike
    pairClusters.count(hits: alike, of: cast.count / 2)
    guard let answer else { return }
    let good = cast.count { $0 == answer }
    right += good
    rightClusters.count(hits: good, of: cast.count)
    guard cast.count >= 2 else { return }
    twice += 1
    if cast[0] != answer, cast[1] != answer {
      bothWrong += 1
      if cast[0] == cast[1] { bothAlike += 1 }
    }
  }

  /// What p is estimated to be.
  func p(_ basis: ModelCalibration.Basis) -> Estimate {
    switch basis {
    case .truth:
      Estimate(
        Proportion(hits: right, trials: votes), effectiveTrials: rightClusters.effectiveTrials, basis: basis)
    case .agreement:
      Estimate(
        Proportion(hits: agreeing, trials: pairs), effectiveTrials: pairClusters.effectiveTrials, basis: basis
      )
    }
  }

  /// The chance that a sample is valid.
  var v: Proportion { Proportion(hits: votes, trials: samples) }

  /// Cases whose first two votes were both wrong; none are known without right answers.
  func collisions(_ basis: ModelCalibration.Basis) -> ModelCalibration.Collisions {
    guard basis == .truth, votes > 0 else {
      return ModelCalibration.Collisions(both: Proportion(hits: 0, trials: 0), alike: 0, expected: 0)
    }
    let error = Double(votes - right) / Double(votes)
    return ModelCalibration.Collisions(
      both: Proportion(hits: bothWrong, trials: twice), alike: bothAlike,
      expected: error * error * Double(twice))
  }
}
