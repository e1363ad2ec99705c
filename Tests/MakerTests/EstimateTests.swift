import Foundation
import Maker
import Testing

/// The estimate of p from right answers, and from agreement alone.
@Suite struct EstimateTests {
  private let trials = 1_000_000

  private func agreement(_ share: Double, of trials: Int) -> Estimate {
    Estimate(Proportion(hits: Int((share * Double(trials)).rounded()), trials: trials), basis: .agreement)
  }

  @Test func `from right answers it is the share and its interval`() {
    let counts = Proportion(hits: 97, trials: 100)
    let estimate = Estimate(counts)
    #expect(estimate.value == 0.97)
    #expect(estimate.lower == counts.lower && estimate.upper == counts.upper)
    #expect(estimate.precision == counts.precision)
  }

  @Test(arguments: [0.5, 0.55, 0.7, 0.9, 0.99, 0.999, 1])
  func `errors that could all be alike give back the p they came from`(p: Double) throws {
    let value = try #require(agreement(p * p + (1 - p) * (1 - p), of: trials).value)
    // At one half the way from A to p is as steep as a square root at zero.
    #expect(abs(value - p) < (p < 0.6 ? 1e-3 : 1e-5), "\(value)")
  }

  @Test func `it is never above the p of errors that are never alike`() throws {
    for percent in 0...100 {
      let share = Double(percent) / 100
      let value = try #require(agreement(share, of: 100).value)
      #expect(value <= share.squareRoot() + 1e-12)
    }
  }

  @Test func `it rises with agreement, and its bounds hold it`() throws {
    var last = -1.0
    for hits in 0...200 {
      let estimate = Estimate(Proportion(hits: hits, trials: 200), basis: .agreement)
      let value = try #require(estimate.value)
      #expect(value >= last)
      #expect(estimate.lower <= value && value <= estimate.upper)
      #expect((0...1).contains(estimate.lower) && (0...1).contains(estimate.upper))
      last = value
    }
  }

  @Test func `without a trial nothing is known`() {
    for basis in [ModelCalibration.Basis.truth, .agreement] {
      let estimate = Estimate(Proportion(hits: 0, trials: 0), basis: basis)
      #expect(estimate.value == nil && estimate.lower == 0 && estimate.upper == 1)
    }
  }

  @Test func `it is read back as it was written, and its bounds cannot be forged`() throws {
    let estimate = agreement(0.98, of: 500)
    let data = try JSONEncoder().encode(estimate)
    #expect(try JSONDecoder().decode(Estimate.self, from: data) == estimate)
    let forged = #"{"basis": "truth", "hits": 5, "trials": 10, "lower": 0.999, "upper": 1, "value": 1}"#
    let read = try JSONDecoder().decode(Estimate.self, from: Data(forged.utf8))
    #expect(read.value == 0.5 && read.lower < 0.2)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Estimate.self, from: Data(#"{"hits": 11, "trials": 10}"#.utf8))
    }
  }
}
