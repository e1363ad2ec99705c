import MakerReport
import Testing

@Suite("A scale has a place for every number and round ticks")
struct ScaleTests {
  /// Numbers of all sizes.
  private static func ranges(_ count: Int) -> [(Double, Double)] {
    var random = SeededGenerator(seed: 7)
    return (0..<count).map { _ in
      let numbers = [0, 1].map { _ in
        Double.random(in: -1...1, using: &random) * exp10(Double.random(in: -200...200, using: &random))
      }
      return (numbers[0], numbers[1])
    }
  }

  private static func exp10(_ power: Double) -> Double {
    (0..<Int(abs(power))).reduce(1) { value, _ in power < 0 ? value / 10 : value * 10 }
  }

  @Test("values are within it, in their order, for linear and log")
  func places() {
    for (a, b) in Self.ranges(2_000) {
      for kind in [Scale.Kind.linear, .log] {
        let values = kind == .log ? [abs(a), abs(b)] : [a, b]
        let scale = Scale(fitting: values, kind)
        #expect(scale.lower < scale.upper)
        #expect(scale.lower <= values.min()! * (1 + 1e-9) || kind == .linear)
        let places = values.sorted().compactMap(scale.position)
        #expect(places.count == 2)
        #expect(places.allSatisfy { 0...1 ~= $0 })
        #expect(places == places.sorted())
      }
    }
  }

  @Test("ticks ascend within the bounds, are not many, and no two have the same label")
  func ticks() {
    for (a, b) in Self.ranges(2_000) {
      for kind in [Scale.Kind.linear, .log] {
        let scale = Scale(fitting: kind == .log ? [abs(a), abs(b)] : [a, b], kind)
        for count in [2, 5, 9] {
          let ticks = scale.ticks(count)
          #expect(
            !ticks.isEmpty && ticks.count <= 3 * count + 2, "\(a) \(b) \(kind) \(count): \(ticks.count)")
          #expect(zip(ticks, ticks.dropFirst()).allSatisfy { $0 < $1 })
          let room = (scale.upper - scale.lower) * 1e-6
          #expect(ticks.allSatisfy { $0 >= scale.lower - room && $0 <= scale.upper + room })
        }
      }
    }
  }

  @Test(
    "labels of a usual axis are told apart",
    arguments: [(0.0, 1_048_575.0), (0.9997, 1), (0, 3), (-5, 5), (1e-7, 9e-7)])
  func labels(from: Double, to: Double) {
    let ticks = Scale(fitting: [from, to], .linear).ticks(5)
    let labels = NumberText.labels(ticks, .linear)
    #expect(Set(labels).count == labels.count, "\(labels)")
  }

  @Test("what cannot be shown does no harm", arguments: [Scale.Kind.linear, .log])
  func odd(kind: Scale.Kind) {
    for values in [
      [], [0.0], [1], [.nan], [.infinity, 1], [-.infinity], [-1, 0], [1e308, -1e308],
      [Double.leastNonzeroMagnitude],
      [1e300, 1e300],
    ] as [[Double]] {
      let scale = Scale(fitting: values, kind)
      #expect(scale.lower < scale.upper && scale.lower.isFinite && scale.upper.isFinite)
      #expect(scale.position(of: .nan) == nil)
      #expect(scale.ticks(5).allSatisfy { $0.isFinite })
      for value in values { if let place = scale.position(of: value) { #expect(0...1 ~= place) } }
    }
    #expect(Scale(.log, from: 1, to: 10).position(of: 0) == nil)
    #expect(Scale(.linear, from: .nan, to: .nan).lower == 0)
  }

  @Test("numbers are written as a reader expects them")
  func numbers() {
    #expect(NumberText.count(-1_048_575) == "-1,048,575")
    #expect(NumberText.short(0.99998) == "0.99998")
    #expect(NumberText.short(1234.5) == "1,235")
    #expect(NumberText.power(300_000) == "3×10⁵")
    #expect(NumberText.power(-1e-7) == "-10⁻⁷")
    #expect(NumberText.labels([0, 200_000, 400_000], .linear) == ["0", "200k", "400k"])
    #expect(NumberText.labels([0, 500_000, 1_000_000], .linear) == ["0", "0.5M", "1.0M"])
    #expect(NumberText.labels([1, 1_000, 1_000_000], .log) == ["1", "1,000", "10⁶"])
    #expect(NumberText.percent(0.999999) == "99.9999 %")
    #expect(NumberText.percent(0.95) == "95 %" && NumberText.percent(1) == "100 %")
    for digits in 3...12 { #expect(NumberText.percent(1 - Self.exp10(-Double(digits))) != "100 %") }
    #expect(NumberText.dollars(0.00042) == "$0.00042")
    #expect(NumberText.time(3725) == "1:02:05 h")
    for number in [Double.nan, .infinity, -.infinity, Double.leastNonzeroMagnitude, 1.7e308, -0.0] {
      for text in [NumberText.short(number), NumberText.fixed(number, 3), NumberText.power(number)] {
        #expect(!text.isEmpty)
      }
    }
  }
}
