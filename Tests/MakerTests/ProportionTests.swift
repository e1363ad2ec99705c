import Foundation
import Maker
import Testing

@Suite struct ProportionTests {
  private func agree(_ one: Double, _ other: Double, within relative: Double) -> Bool {
    abs(one - other) <= relative * abs(other)
  }

  @Test(arguments: PlanningReference.proportions)
  func `bounds are those of the beta distribution`(
    row: (hits: Int, trials: Int, lower: Double, upper: Double)
  ) {
    let proportion = Proportion(hits: row.hits, trials: row.trials)
    // ln Gamma loses digits in proportion to the trials.
    let precision = 1e-12 + 1e-15 * Double(row.trials)
    #expect(agree(proportion.lower, row.lower, within: precision), "\(proportion.lower)")
    #expect(agree(proportion.upper, row.upper, within: precision), "\(proportion.upper)")
  }

  @Test(arguments: [
    (0, 0.0, 0.10054508337476258), (47, 0.7972937305313568, 0.9931275146670484),
    (50, 0.8994549166252374, 1.0),
  ])
  func `a higher confidence has wider bounds`(row: (hits: Int, lower: Double, upper: Double)) {
    let proportion = Proportion(hits: row.hits, trials: 50, confidence: 0.99)
    #expect(abs(proportion.lower - row.lower) < 1e-12 && abs(proportion.upper - row.upper) < 1e-12)
    let usual = Proportion(hits: row.hits, trials: 50)
    #expect(usual.lower >= proportion.lower && usual.upper <= proportion.upper)
  }

  @Test(arguments: [1, (1 << 52) - 1, 1 << 52, (1 << 53) - 1])
  func `bounds hold the share however many trials there are`(hits: Int) {
    let proportion = Proportion(hits: hits, trials: (1 << 53) - 1)
    #expect(proportion.lower <= proportion.value ?? -1 && proportion.value ?? 2 <= proportion.upper)
  }

  @Test func `nothing known is everything possible`() {
    let nothing = Proportion(hits: 0, trials: 0)
    #expect(nothing.value == nil && nothing.lower == 0 && nothing.upper == 1 && nothing.precision == 0.5)
  }

  @Test(arguments: [1, 7, 100, 9_999])
  func `bounds of misses mirror those of hits`(trials: Int) {
    for hits in [0, 1, trials / 3, trials / 2, trials] {
      let (one, other) = (
        Proportion(hits: hits, trials: trials), Proportion(hits: trials - hits, trials: trials)
      )
      #expect(abs(one.lower - (1 - other.upper)) < 1e-10)
      #expect(one.lower <= Double(hits) / Double(trials) && Double(hits) / Double(trials) <= one.upper)
    }
  }

  @Test func `the interval holds the true chance as often as it says`() {
    var generator = SeededGenerator(seed: 3)
    for chance in [0.02, 0.5, 0.97] {
      var held = 0
      for _ in 0..<1_000 {
        let hits = (0..<100).count { _ in Double.random(in: 0..<1, using: &generator) < chance }
        let proportion = Proportion(hits: hits, trials: 100)
        if proportion.lower <= chance, chance <= proportion.upper { held += 1 }
      }
      // 95 % at the least; four standard deviations of a thousand draws are 0.028.
      #expect(held >= 922, "\(held) of 1000 at \(chance)")
    }
  }

  @Test func `a file cannot claim bounds that do not belong to its counts`() throws {
    let json = Data(#"{"hits": 9, "trials": 10, "confidence": 0.95, "lower": 0.89, "upper": 0.91}"#.utf8)
    #expect(try JSONDecoder().decode(Proportion.self, from: json) == Proportion(hits: 9, trials: 10))
    for bad in [
      #"{"hits": 3, "trials": 2}"#, #"{"hits": -1, "trials": 2}"#,
      #"{"hits": 1, "trials": 2, "confidence": 1}"#,
    ] {
      #expect(throws: DecodingError.self) { try JSONDecoder().decode(Proportion.self, from: Data(bad.utf8)) }
    }
    let there = Proportion(hits: 299, trials: 300, confidence: 0.99)
    #expect(try JSONDecoder().decode(Proportion.self, from: JSONEncoder().encode(there)) == there)
  }
}
