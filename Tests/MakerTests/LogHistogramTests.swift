import Foundation
import Maker
import Testing

@Suite struct LogHistogramTests {
  @Test func `an empty one knows nothing`() {
    let empty = LogHistogram()
    #expect(empty.count == 0 && empty.mean == nil && empty.quantile(0.5) == nil && empty.filled.isEmpty)
  }

  @Test func `quantiles are right to five percent`() throws {
    var generator = SeededGenerator(seed: 12)
    var (histogram, values) = (LogHistogram(), [Double]())
    for _ in 0..<5_000 {
      let unit = Double.random(in: 0..<1, using: &generator)
      // From a hundredth to a million, densely at the low end.
      let value = 0.01 + 1e6 * unit * unit * unit * unit
      histogram.add(value)
      values.append(value)
    }
    values.sort()
    for q in [0.01, 0.1, 0.5, 0.9, 0.99, 1] {
      let exact = values[max(0, Int((q * 5_000).rounded(.up)) - 1)]
      let quantile = try #require(histogram.quantile(q))
      #expect(abs(quantile / exact - 1) < 0.05)
    }
    let mean: Double = values.reduce(0, +) / 5_000
    let measured = try #require(histogram.mean)
    #expect(abs(measured / mean - 1) < 1e-12)
  }

  @Test func `what two have counted is what one would have`() {
    var (one, other, both) = (LogHistogram(), LogHistogram(), LogHistogram())
    for value in [1.0, 3, 900] {
      one.add(value)
      both.add(value)
    }
    other.add(20, times: 4)
    both.add(20, times: 4)
    one.add(other)
    #expect(one == both && one.count == 7)
    one.add(LogHistogram())
    #expect(one == both)
  }

  @Test func `bins hold what was counted, in order, and are nine percent wide`() {
    var histogram = LogHistogram()
    for value in [700.0, 1.5, 90, 91, 1.5] { histogram.add(value) }
    #expect(histogram.filled.map(\.count).reduce(0, +) == 5)
    #expect(zip(histogram.filled, histogram.filled.dropFirst()).allSatisfy { $0.to <= $1.from })
    #expect(histogram.filled.allSatisfy { $0.to / $0.from < 1.091 && $0.to / $0.from > 1.09 })
    for value in [700.0, 1.5, 90] { #expect(histogram.filled.contains { $0.from <= value && value < $0.to }) }
  }

  @Test(arguments: [0, -5, 1e-300, 1e300, .infinity, .nan, .leastNonzeroMagnitude])
  func `numbers that no bin is for go into the first or the last`(value: Double) {
    var histogram = LogHistogram()
    histogram.add(value)
    #expect(histogram.count == 1 && histogram.filled.count == 1)
  }

  @Test func `it is read as it was written`() throws {
    var histogram = LogHistogram()
    for value in [0, 1.5, 90, 91, 1e20] { histogram.add(value) }
    let data = try JSONEncoder().encode(histogram)
    #expect(try JSONDecoder().decode(LogHistogram.self, from: data) == histogram)
    let empty = try JSONEncoder().encode(LogHistogram())
    #expect(try JSONDecoder().decode(LogHistogram.self, from: empty) == LogHistogram())
  }

  @Test(
    arguments: ["[[1, -1]]", "[[-1, 1]]", "[[512, 1]]", "[[1]]", "[[1, 2, 3]]", "[[1, 9007199254740993]]"])
  func `bins that cannot be are refused`(bins: String) {
    let json = Data(#"{"sum": 1, "bins": \#(bins)}"#.utf8)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(LogHistogram.self, from: json) }
  }
}
