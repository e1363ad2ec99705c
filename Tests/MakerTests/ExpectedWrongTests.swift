import Foundation
import Maker
import Testing

/// Steps that do not build on one another are counted: at most so many of them may be wrong.
@Suite struct ExpectedWrongTests {
  @Test(arguments: [0.51, 0.7, 0.9, 0.99, 0.999999], [1, 2, 5, 12])
  func `as many are expected as the chance of a wrong step says`(p: Double, k: Int) {
    let wrong = ScalingLaws.expectedWrong(p: p, k: k, steps: 1e6)
    let odds = pow((1 - p) / p, Double(k))
    #expect(abs(wrong - 1e6 * odds / (1 + odds)) <= 1e-9 * wrong)
  }

  @Test func `the least lead keeps them below a number, and one less does not`() throws {
    for p in [0.6, 0.8, 0.95, 0.99, 0.9999] {
      for steps in [1.0, 10, 1e3, 1e6, 1e12] {
        for most in [1e-6, 0.5, 1, 10, 999, 1e5] {
          let k = try #require(ScalingLaws.kMin(p: p, steps: steps, maximumWrong: most))
          #expect(ScalingLaws.expectedWrong(p: p, k: k, steps: steps) <= most * (1 + 1e-9))
          guard k > 1 else { continue }
          #expect(ScalingLaws.expectedWrong(p: p, k: k - 1, steps: steps) > most * (1 - 1e-9))
        }
      }
    }
    #expect(ScalingLaws.kMin(p: 0.9, steps: 100, maximumWrong: 100) == 1)
    #expect(ScalingLaws.kMin(p: 0.9, steps: 100, maximumWrong: 1_000) == 1)
    #expect(ScalingLaws.kMin(p: 0.5, steps: 100, maximumWrong: 1) == nil)
  }

  @Test func `the goal is that of a chain whose chance of zero errors is (1 - N/s)^s`() throws {
    for (steps, most) in [(1_000.0, 3.0), (1e6, 0.05), (50, 1)] {
      let target = exp(ScalingLaws.logTarget(maximumWrong: most, steps: steps))
      #expect(abs(target - pow(1 - most / steps, steps)) < 1e-9)
      for p in [0.7, 0.97, 0.9995] {
        #expect(
          ScalingLaws.kMin(p: p, steps: steps, maximumWrong: most)
            == ScalingLaws.kMin(p: p, steps: steps, target: target))
      }
    }
  }

  @Test func `a plan for it takes the lower bound of p, and far fewer votes than one for none at all`() throws
  {
    var figures = ModelFigures(name: "m", p: 0.99)
    figures.pLower = 0.97
    let none = try Plan(figures, for: Plan.Goal(steps: 1e6))
    let few = try Plan(figures, for: Plan.Goal(steps: 1e6, maximumWrong: 1_000))
    #expect(few.kMin == 2 && few.k == 2 && none.k > few.k)
    let strict = try Plan(figures, for: Plan.Goal(steps: 1e6, maximumWrong: 10))
    #expect(strict.kMin == 3 && strict.k == 4)
    #expect(strict.cautious.expectedWrong <= 10 && strict.expected.expectedWrong < 0.1)
    #expect(Counterfactuals(to: few).outcomes.contains { if case .majority = $0.way { true } else { false } })
  }
}
