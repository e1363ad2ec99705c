import Maker
import MakerTesting
import Testing

/// Draws over the whole range the laws are for: s from 1 to 10^12, p from 0.5 + 10^-9 to 1 - 10^-12.
@Suite(.serialized) struct ScalingLawsPropertyTests {
  private struct Case {
    var p: Double
    var steps: Double
    var target: Double

    init(_ generator: inout SeededGenerator) {
      let power = { (low: Double, high: Double, generator: inout SeededGenerator) in
        Self.tenTo(Double.random(in: low...high, using: &generator))
      }
      p =
        Bool.random(using: &generator)
        ? 0.5 + power(-9, -0.602, &generator) : 1 - power(-12, -0.603, &generator)
      steps = power(0, 12, &generator).rounded()
      target = Bool.random(using: &generator) ? 0.95 : 1 - power(-6, -0.1, &generator)
    }

    private static func tenTo(_ exponent: Double) -> Double {
      // Powers without a mathematics library: 10^x by halving.
      var (result, fraction, root) = (1.0, exponent.magnitude, 10.0)
      while fraction >= 1 {
        result *= 10
        fraction -= 1
      }
      for _ in 0..<40 {
        root = root.squareRoot()
        fraction *= 2
        if fraction >= 1 {
          result *= root
          fraction -= 1
        }
      }
      return exponent < 0 ? 1 / result : result
    }
  }

  private func forEachCase(_ check: (Case, inout SeededGenerator) throws -> Void) rethrows {
    var generator = SeededGenerator(seed: 411)
    for _ in 0..<2_000 { try check(Case(&generator), &generator) }
  }

  private func agree(_ one: Double, _ other: Double, within relative: Double) -> Bool {
    abs(one - other) <= relative * abs(other)
  }

  @Test func `draws reach both ends of the range`() {
    var ends = (p: (1.0, 0.0), steps: (1e13, 0.0))
    forEachCase { one, _ in
      ends.p = (min(ends.p.0, one.p - 0.5), max(ends.p.1, one.p))
      ends.steps = (min(ends.steps.0, one.steps), max(ends.steps.1, one.steps))
    }
    #expect(ends.p.0 < 2e-9 && ends.p.0 > 0 && 1 - ends.p.1 < 2e-12 && ends.p.1 < 1)
    #expect(ends.steps.0 < 3 && ends.steps.1 > 5e11)
  }

  @Test func `the least lead reaches the target and one less does not`() throws {
    try forEachCase { one, _ in
      let k = try #require(ScalingLaws.kMin(p: one.p, steps: one.steps, target: one.target))
      #expect(ScalingLaws.success(p: one.p, k: k, steps: one.steps) >= one.target * (1 - 1e-12), "\(one)")
      guard k > 1 else { return }
      #expect(ScalingLaws.success(p: one.p, k: k - 1, steps: one.steps) < one.target * (1 + 1e-12), "\(one)")
    }
  }

  @Test func `more steps, a higher target and a worse model need no smaller lead`() {
    forEachCase { one, generator in
      let other = Case(&generator)
      let k = { (p: Double, steps: Double, target: Double) in
        ScalingLaws.kMin(p: p, steps: steps, target: target) ?? 0
      }
      let (lowP, highP) = (min(one.p, other.p), max(one.p, other.p))
      #expect(k(lowP, one.steps, one.target) >= k(highP, one.steps, one.target))
      let (few, many) = (min(one.steps, other.steps), max(one.steps, other.steps))
      #expect(k(one.p, few, one.target) <= k(one.p, many, one.target))
      let (low, high) = (min(one.target, other.target), max(one.target, other.target))
      #expect(k(one.p, one.steps, low) <= k(one.p, one.steps, high))
    }
  }

  @Test func `success grows with the lead and with p, and falls with the steps`() {
    forEachCase { one, generator in
      let other = Case(&generator)
      let k = Int.random(in: 1...10_000, using: &generator)
      let success = ScalingLaws.success(p: one.p, k: k, steps: one.steps)
      #expect((0...1).contains(success))
      #expect(ScalingLaws.success(p: one.p, k: k + 1, steps: one.steps) >= success)
      let better = ScalingLaws.success(p: max(one.p, other.p), k: k, steps: one.steps)
      #expect(better >= success)
      #expect(ScalingLaws.success(p: one.p, k: k, steps: max(one.steps, other.steps)) <= success)
    }
  }

  @Test func `votes are from k to k squared, more with the lead, and fewer than the paper's approximation`() {
    forEachCase { one, generator in
      let k = Int.random(in: 1...10_000, using: &generator)
      let votes = ScalingLaws.expectedVotes(p: one.p, k: k)
      #expect(votes >= Double(k) * (1 - 1e-12) && votes <= Double(k * k) * (1 + 1e-12), "\(one) \(k)")
      #expect(ScalingLaws.expectedVotes(p: one.p, k: k + 1) > votes)
      #expect(votes <= ScalingLaws.approximateVotes(p: one.p, k: k) * (1 + 1e-6), "\(one) \(k)")
      let better = ScalingLaws.expectedVotes(p: max(one.p, Case(&generator).p), k: k)
      #expect(better <= votes * (1 + 1e-12))
    }
  }

  @Test(arguments: PlanningReference.leads)
  fileprivate func `least leads are those at 60 digits`(row: PlanningReference.Lead) {
    #expect(ScalingLaws.kMin(p: row.p, steps: row.steps, target: 0.95) == row.k)
    #expect(agree(ScalingLaws.success(p: row.p, k: row.k, steps: row.steps), row.success, within: 1e-13))
    #expect(agree(ScalingLaws.expectedVotes(p: row.p, k: row.k), row.votes, within: 1e-13))
    guard let below = row.successBelow else { return }
    #expect(agree(ScalingLaws.success(p: row.p, k: row.k - 1, steps: row.steps), below, within: 1e-10))
  }

  @Test(arguments: [0.5 + 1e-9, 0.5001, 0.55, 0.7, 0.9, 0.999, 1 - 1e-6, 1 - 1e-12])
  func `the closed forms are those of the gambler's ruin, solved step by step`(p: Double) {
    for k in [1, 2, 3, 4, 5, 8, 13, 29, 100, 1_000] {
      let walk = GamblersRuin(p: p, k: k)
      #expect(agree(ScalingLaws.expectedVotes(p: p, k: k), walk.votes, within: 1e-11), "k = \(k)")
      #expect(agree(ScalingLaws.stepSuccess(p: p, k: k), walk.success, within: 1e-11), "k = \(k)")
      // The chance of a wrong decision keeps its digits where that of a right one is 1.
      guard walk.failure > 1e-290 else { continue }
      #expect(agree(ScalingLaws.stepSuccess(p: 1 - p, k: k), walk.failure, within: 1e-10), "k = \(k)")
    }
  }
}
