import Maker
import Testing

/// The sequential test: seldom wrong while the plan holds, soon right when it does not.
@Suite struct DriftTestTests {
  /// Plays votes one by one until an alarm; nil when there is none in so many.
  private func alarm(
    planned p: Double, error: (Int) -> Double, votes: Int, falseAlarm: Double = 0.01, seed: UInt64
  ) -> (vote: Int, seen: (votes: Int, wrong: Int))? {
    var generator = SeededGenerator(seed: seed)
    var test = DriftTest(p: p, votes: Double(votes), falseAlarm: falseAlarm)
    for vote in 0..<votes {
      let isWrong = Double.random(in: 0..<1, using: &generator) < error(vote)
      if let seen = test.count(right: isWrong ? 0 : 1, wrong: isWrong ? 1 : 0) { return (vote, seen) }
    }
    return nil
  }

  @Test(arguments: [0.6, 0.9, 0.99, 0.999])
  func `while the plan holds hardly any run has an alarm`(p: Double) {
    let alarms = (0..<400).count {
      alarm(planned: p, error: { _ in 1 - p }, votes: 5_000, falseAlarm: 0.05, seed: UInt64($0)) != nil
    }
    // 5 % of 400 are 20; Lorden's bound leaves them far fewer.
    #expect(alarms <= 20)
  }

  @Test(arguments: [(0.9, 1.5), (0.9, 4.0), (0.99, 2.0), (0.99, 10.0), (0.999, 20.0)])
  func `more errors from some vote on are found, and not before`(p: Double, factor: Double) {
    for seed in 0..<20 {
      let found = alarm(
        planned: p, error: { $0 < 20_000 ? 1 - p : factor * (1 - p) }, votes: 200_000, seed: UInt64(seed))
      guard let found else {
        Issue.record("no alarm at p = \(p), \(factor) times the errors, seed \(seed)")
        continue
      }
      #expect(found.vote >= 20_000)
      let seen = Double(found.seen.wrong) / Double(found.seen.votes)
      #expect(seen > 1 - p, "the votes since the change show it")
    }
  }

  @Test func `a model that never errs was planned for, and then errs again and again`() {
    var test = DriftTest(p: 1, votes: 1_000)
    #expect(test.count(right: 500, wrong: 0) == nil)
    let alarms = (0..<20).compactMap { _ in test.count(right: 3, wrong: 1).map { ($0.votes, $0.wrong) } }
    #expect(alarms.first.map { $0.1 <= 7 } == true)
  }

  @Test func `a step that is hard by itself raises no alarm, and many of them do`() {
    var test = DriftTest(p: 0.9999, k: 4, votes: 1e6)
    #expect(test.countedWrong == 1)
    #expect(test.count(right: 1_004, wrong: 1_000) == nil)
    let alarm = (0..<30).lazy.compactMap { _ in test.count(right: 14, wrong: 10) }.first
    #expect(alarm.map { 10 * $0.votes == 24 * $0.wrong } == true, "what is told is what was seen")
    // Where wrong votes are usual, as many as usual are counted.
    #expect(DriftTest(p: 0.7, k: 20, votes: 1e6).countedWrong == 1 + 15 + 32)
    #expect(DriftTest(p: 0.5, k: 20, votes: 1e6).countedWrong == .max)
  }

  @Test func `without a wrong vote nothing ever happens`() {
    var test = DriftTest(p: 0.51, votes: 10)
    for _ in 0..<100_000 { #expect(test.count(right: 100, wrong: 0) == nil) }
  }
}
