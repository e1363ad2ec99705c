import Maker
import Testing

/// The laws are those of two candidates. What the real ballot does with errors that differ.
@Suite(.serialized) struct ScatteredErrorsTests {
  private struct Result {
    var right = 0.0
    var votes = 0.0
    var votesError = 0.0
  }

  private static let trials = 20_000

  private func simulate(p: Double, k: Int, wrong: Int, seed: UInt64) -> Result {
    var generator = SeededGenerator(seed: seed)
    var (right, sum, squares) = (0, 0.0, 0.0)
    for _ in 0..<Self.trials {
      var ballot = Ballot<Int>(k: k)
      while ballot.decision == nil {
        let isRight = Double.random(in: 0..<1, using: &generator) < p
        ballot.cast(isRight ? 0 : Int.random(in: 1...wrong, using: &generator))
      }
      if ballot.decision == 0 { right += 1 }
      sum += Double(ballot.count)
      squares += Double(ballot.count * ballot.count)
    }
    let count = Double(Self.trials)
    let mean = sum / count
    return Result(
      right: Double(right) / count, votes: mean,
      votesError: ((squares / count - mean * mean) / count).squareRoot())
  }

  @Test(
    arguments: [(0.55, 2), (0.6, 3), (0.7, 2), (0.7, 4), (0.9, 1), (0.9, 3)], 1...5)
  func `success is at least that of two candidates`(model: (p: Double, k: Int), wrong: Int) {
    let result = simulate(p: model.p, k: model.k, wrong: wrong, seed: 90 + UInt64(wrong))
    let bound = ScalingLaws.stepSuccess(p: model.p, k: model.k)
    let deviation = (bound * (1 - bound) / Double(Self.trials)).squareRoot()
    #expect(result.right >= bound - 4 * deviation, "\(result.right) is less than \(bound)")
    if wrong == 1 { #expect(abs(result.right - bound) <= 4 * deviation) }
  }

  @Test(arguments: [(0.65, 3), (0.7, 3), (0.7, 4), (0.65, 5), (0.8, 3), (0.9, 3), (0.9, 6)], 1...5)
  func `from a lead of three on, votes are at most those of two candidates`(
    model: (p: Double, k: Int), wrong: Int
  ) {
    let result = simulate(p: model.p, k: model.k, wrong: wrong, seed: 70 + UInt64(wrong))
    let bound = ScalingLaws.expectedVotes(p: model.p, k: model.k)
    #expect(result.votes <= bound + 4 * result.votesError, "\(result.votes) is more than \(bound)")
    if wrong == 1 { #expect(abs(result.votes - bound) <= 4 * result.votesError) }
  }

  @Test(arguments: 2...5)
  func `at a lead of two, errors that differ can take more votes`(wrong: Int) {
    // A tie of three candidates is left more slowly than one of two.
    let even = simulate(p: 0.55, k: 2, wrong: wrong, seed: 50 + UInt64(wrong))
    #expect(even.votes > ScalingLaws.expectedVotes(p: 0.55, k: 2) + 4 * even.votesError)
    // With a model worth planning for it is little.
    let good = simulate(p: 0.9, k: 2, wrong: wrong, seed: 50 + UInt64(wrong))
    #expect(good.votes < ScalingLaws.expectedVotes(p: 0.9, k: 2) * 1.002 + 4 * good.votesError)
  }
}
