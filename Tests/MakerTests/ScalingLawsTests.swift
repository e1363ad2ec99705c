import Maker
import Testing

@Suite struct ScalingLawsTests {
  private func agree(_ one: Double, _ other: Double, within relative: Double = 1e-12) -> Bool {
    abs(one - other) <= relative * abs(other)
  }

  @Test(arguments: ScalingReference.rows)
  func `agrees with values at 50 digits`(row: ScalingReference.Row) {
    #expect(agree(ScalingLaws.logOdds(p: row.p), row.logOdds))
    // A relative error of the exponent is an error of the value that grows with the exponent.
    #expect(agree(ScalingLaws.success(p: row.p, k: row.k, steps: row.steps), row.success, within: 1e-10))
    #expect(agree(ScalingLaws.expectedVotes(p: row.p, k: row.k), row.votes))
  }

  @Test(arguments: ScalingReference.leads)
  func `finds the least lead at 50 digits`(row: ScalingReference.LeastLead) {
    #expect(ScalingLaws.kMin(p: row.p, steps: row.steps, target: row.target) == row.k)
  }

  @Test(arguments: [0.51, 0.6, 0.9, 0.99, 0.9999], [1, 100, 1_048_575, 1e12])
  func `the least lead reaches the target and one less does not`(p: Double, steps: Double) throws {
    let k = try #require(ScalingLaws.kMin(p: p, steps: steps, target: 0.95))
    #expect(ScalingLaws.success(p: p, k: k, steps: steps) >= 0.95)
    if k > 1 { #expect(ScalingLaws.success(p: p, k: k - 1, steps: steps) < 0.95) }
  }

  @Test(arguments: [0.55, 0.6, 0.7, 0.8, 0.9, 0.99], [10, 100, 1_000, 1e6])
  func `a lead that just reaches the target is not rounded up`(p: Double, steps: Double) {
    for k in 1...60 {
      let target = ScalingLaws.success(p: p, k: k, steps: steps)
      // Nearer to 1, the double next to the target already asks for another lead.
      guard (0.01...0.995).contains(target) else { continue }
      #expect(ScalingLaws.kMin(p: p, steps: steps, target: target) == k)
    }
  }

  @Test(arguments: 10...52)
  func `next to one half the log-odds keep every digit`(power: Int) {
    let p = 0.5 + 1.37 * Double(sign: .plus, exponent: -power, significand: 1)
    // The series of 2 artanh(x) at x = 2p - 1, which is exact here; the next term is below the last bit.
    let x = 2 * (p - 0.5)
    let series = 2 * x * (1 + x * x * (1 / 3.0 + x * x * (1 / 5.0 + x * x / 7)))
    #expect(agree(ScalingLaws.logOdds(p: p), series, within: 1e-15))
    #expect(agree(ScalingLaws.logOdds(p: 1 - p), -series, within: 1e-15))
  }

  @Test func `no lead helps a model that is right half of the time or less`() {
    for p in [0, 0.3, 0.5] { #expect(ScalingLaws.kMin(p: p, steps: 10, target: 0.9) == nil) }
    #expect(ScalingLaws.kMin(p: .nan, steps: 10, target: 0.9) == nil)
    #expect(ScalingLaws.kMin(p: 0.9, steps: 10, target: 1) == nil, "certainty has no lead")
  }

  @Test func `nothing to do, or nothing wanted, takes a lead of one`() {
    #expect(ScalingLaws.kMin(p: 0.9, steps: 0, target: 0.95) == 1)
    #expect(ScalingLaws.kMin(p: 0.9, steps: 10, target: 0) == 1)
    #expect(ScalingLaws.kMin(p: 1, steps: 1e12, target: 0.999) == 1)
  }

  @Test func `a perfect model never fails and needs k votes`() {
    #expect(ScalingLaws.success(p: 1, k: 1, steps: 1e12) == 1)
    #expect(ScalingLaws.expectedVotes(p: 1, k: 7) == 7)
    #expect(ScalingLaws.stepSuccess(p: 1, k: 1) == 1)
    #expect(ScalingLaws.stepSuccess(p: 0, k: 1) == 0)
  }

  @Test func `at even chances the walk takes k squared votes`() {
    #expect(ScalingLaws.expectedVotes(p: 0.5, k: 9) == 81)
    #expect(agree(ScalingLaws.expectedVotes(p: 0.5.nextUp, k: 9), 81))
    #expect(agree(ScalingLaws.expectedVotes(p: 0.3, k: 4), ScalingLaws.expectedVotes(p: 0.7, k: 4)))
  }

  @Test func `several steps at once by one agent are fewer steps`() {
    let whole = ScalingLaws.success(p: 0.9, k: 5, steps: 1_000, stepsPerAgent: 10)
    #expect(agree(whole, ScalingLaws.success(p: 0.9, k: 5, steps: 100)))
    #expect(
      ScalingLaws.kMin(p: 0.9, steps: 1_000, target: 0.95, stepsPerAgent: 10)
        == ScalingLaws.kMin(p: 0.9, steps: 100, target: 0.95))
  }

  @Test(arguments: [0.55, 0.7, 0.9, 0.99], 1...6)
  func `votes and success are those of the walk's Markov chain`(p: Double, k: Int) {
    // The lead starts at 0 and ends at k or -k; one sweep per vote moves the whole distribution.
    var mass = Array(repeating: 0.0, count: 2 * k + 1)
    mass[k] = 1
    var (votes, right, wrong) = (0.0, 0.0, 0.0)
    while mass.reduce(0, +) > 1e-17 {
      votes += mass.reduce(0, +)
      var next = Array(repeating: 0.0, count: 2 * k + 1)
      for place in 1..<(2 * k) {
        next[place + 1] += mass[place] * p
        next[place - 1] += mass[place] * (1 - p)
      }
      right += next[2 * k]
      wrong += next[0]
      (next[0], next[2 * k]) = (0, 0)
      mass = next
    }
    #expect(agree(ScalingLaws.expectedVotes(p: p, k: k), votes, within: 1e-9))
    #expect(agree(ScalingLaws.stepSuccess(p: p, k: k), right, within: 1e-9))
    #expect(abs(right + wrong - 1) < 1e-9)
  }

  @Test func `votes and success are those of simulated ballots`() {
    var generator = SeededGenerator(seed: 20)
    let (p, k, trials) = (0.7, 3, 40_000)
    var (votes, right) = (0, 0)
    for _ in 0..<trials {
      var ballot = Ballot<Bool>(k: k)
      while ballot.decision == nil { ballot.cast(Double.random(in: 0..<1, using: &generator) < p) }
      votes += ballot.count
      if ballot.decision == true { right += 1 }
    }
    // Four standard errors; the votes of a ballot have a standard deviation of about 3.6 here.
    #expect(abs(Double(votes) / Double(trials) - ScalingLaws.expectedVotes(p: p, k: k)) < 0.08)
    #expect(abs(Double(right) / Double(trials) - ScalingLaws.stepSuccess(p: p, k: k)) < 0.006)
  }

  @Test(arguments: [(0.6, 5), (0.7, 4), (0.9, 3), (0.99, 4), (0.999, 2)])
  func `hardly any task has a step of more votes than the most`(row: (p: Double, k: Int)) {
    var generator = SeededGenerator(seed: 5)
    let most = ScalingLaws.mostVotes(p: row.p, k: row.k, steps: 200)
    #expect(most > ScalingLaws.expectedVotes(p: row.p, k: row.k))
    var (exceeded, longest) = (0, 0.0)
    for _ in 0..<100 {
      var most = 0
      for _ in 0..<200 {
        var (lead, votes) = (0, 0)
        while abs(lead) < row.k {
          lead += Double.random(in: 0..<1, using: &generator) < row.p ? 1 : -1
          votes += 1
        }
        most = max(most, votes)
      }
      longest = max(longest, Double(most))
      if Double(most) > ScalingLaws.mostVotes(p: row.p, k: row.k, steps: 200) { exceeded += 1 }
    }
    #expect(exceeded <= 4)
    #expect(longest > most / 4, "and it is not absurdly high")
  }

  @Test func `the most votes of a perfect model are k, and there is no most without one that is right`() {
    #expect(ScalingLaws.mostVotes(p: 1, k: 7, steps: 1e6) == 7)
    #expect(ScalingLaws.mostVotes(p: 0.5, k: 7, steps: 1e6) == .infinity)
    #expect(ScalingLaws.mostVotes(p: 0.5 + 1e-9, k: 100, steps: 1e12).isFinite)
  }
}
