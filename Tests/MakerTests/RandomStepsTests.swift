import Maker
import Testing

/// Random steps are distinct, the same for the same seed, and every step is as likely as any other.
@Suite struct RandomStepsTests {
  private func draw(_ count: Int, of total: Int, seed: UInt64) -> [Int] {
    Walk(stepCount: total).calibrationCases(count, seed: seed).map(\.number)
  }

  @Test func `for every number of steps and draws they are distinct and in range`() {
    for total in 1...12 {
      for count in 0...14 {
        for seed in 0..<20 as Range<UInt64> {
          let drawn = draw(count, of: total, seed: seed)
          #expect(drawn.count == min(count, total))
          #expect(Set(drawn).count == drawn.count)
          #expect(drawn.allSatisfy { 0..<total ~= $0 })
          #expect(drawn == draw(count, of: total, seed: seed))
        }
      }
    }
  }

  @Test func `all steps are drawn when no more are there`() {
    #expect(draw(99, of: 20, seed: 3).sorted() == Array(0..<20))
    #expect(draw(20, of: 20, seed: 3) != draw(20, of: 20, seed: 4), "in an order of their own")
  }

  @Test func `every step is in a draw as often as every other, at every place of it`() {
    var drawn = [Int](repeating: 0, count: 10)
    var first = [Int](repeating: 0, count: 10)
    for seed in 0..<20_000 as Range<UInt64> {
      let steps = draw(3, of: 10, seed: seed)
      for step in steps { drawn[step] += 1 }
      first[steps[0]] += 1
    }
    // Six standard deviations of a binomial.
    #expect(drawn.allSatisfy { abs(Double($0) - 6_000) < 6 * (20_000 * 0.3 * 0.7).squareRoot() })
    #expect(first.allSatisfy { abs(Double($0) - 2_000) < 6 * (20_000 * 0.1 * 0.9).squareRoot() })
  }

  @Test func `a case is asked at the state that right answers lead to, and knows its answer`() {
    let walk = Walk(stepCount: 30)
    for one in walk.calibrationCases(30, seed: 1, size: 4) {
      #expect(one.prompt == walk.prompt(for: walk.state(before: one.number)))
      #expect(one.right == walk.rightAnswer(at: one.number))
      #expect(one.name == "step \(one.number)" && one.size == 4)
    }
  }
}
