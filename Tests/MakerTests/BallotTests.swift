import Maker
import Testing

@Suite struct BallotTests {
  /// The counts of a sequence, and nothing else, judge it.
  private struct Judge {
    var counts = [0, 0, 0]
    let k: Int

    var sorted: [Int] { counts.sorted(by: >) }
    var lead: Int { sorted[0] - sorted[1] }
    var winner: Int? { lead >= k ? counts.firstIndex(of: sorted[0]) : nil }
  }

  /// Casts every continuation of up to `depth` votes; returns how many ballots were compared.
  private func walk(
    _ ballot: Ballot<Int>, _ judge: Judge, _ votes: [Int], depth: Int, mismatches: inout [[Int]]
  ) -> Int {
    var agrees = ballot.lead == judge.lead && ballot.deficit == judge.k - judge.lead
    agrees = agrees && ballot.decision == judge.winner && ballot.count == votes.count
    agrees = agrees && ballot.order.map { ballot.candidates[$0].answer } == votes
    agrees = agrees && ballot.candidates.allSatisfy { $0.votes == judge.counts[$0.answer] }
    if !agrees { mismatches.append(votes) }
    guard depth > 0, judge.winner == nil else { return 1 }
    return (0..<3).reduce(1) { compared, vote in
      var (nextBallot, nextJudge) = (ballot, judge)
      nextBallot.cast(vote)
      nextJudge.counts[vote] += 1
      return compared
        + walk(nextBallot, nextJudge, votes + [vote], depth: depth - 1, mismatches: &mismatches)
    }
  }

  @Test(arguments: 1...4)
  func `agrees with the counts after every vote of every sequence`(k: Int) {
    var mismatches: [[Int]] = []
    let all = walk(Ballot(k: k), Judge(k: k), [], depth: 10, mismatches: &mismatches)
    #expect(mismatches.isEmpty)
    #expect(all >= [4, 100, 1_000, 10_000][k - 1], "too few ballots were compared")
  }

  @Test func `candidates stand in the order of their first vote`() {
    var ballot = Ballot<String>(k: 3)
    for vote in ["b", "a", "b", "c", "a", "b"] { ballot.cast(vote) }
    #expect(ballot.candidates.map(\.answer) == ["b", "a", "c"])
    #expect(ballot.candidates.map(\.votes) == [3, 2, 1])
    #expect(ballot.order == [0, 1, 0, 2, 1, 0])
    #expect(ballot.decision == nil)
    #expect(ballot.lead == 1)
    #expect(ballot.deficit == 2)
  }

  @Test func `an empty ballot lacks k votes`() {
    let ballot = Ballot<Int>(k: 4)
    #expect(ballot.lead == 0)
    #expect(ballot.deficit == 4)
    #expect(ballot.decision == nil)
  }

  @Test func `a plurality is no decision however long it lasts`() {
    var ballot = Ballot<Int>(k: 2)
    for round in 0..<1_000 {
      ballot.cast(round % 2)
      if round % 2 == 1 { #expect(ballot.lead == 0) }
    }
    #expect(ballot.decision == nil)
    ballot.cast(1)
    #expect(ballot.decision == nil)
    ballot.cast(1)
    #expect(ballot.decision == 1)
  }

  @Test func `the lead counts against the best of many others`() {
    var ballot = Ballot<Int>(k: 3)
    for other in 1...50 { ballot.cast(other) }
    ballot.cast(0)
    ballot.cast(0)
    ballot.cast(0)
    #expect(ballot.lead == 2)
    ballot.cast(0)
    #expect(ballot.decision == 0)
  }
}
