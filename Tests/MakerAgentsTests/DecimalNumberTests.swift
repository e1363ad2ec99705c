import MakerAgents
import Testing

@Suite struct DecimalNumberTests {
  @Test(arguments: [
    ("0", "0"), ("-0", "0"), ("0.000", "0"), ("-0e7", "0"), ("1", "1"), ("1.0", "1"), ("1.50", "1.5"),
    ("15e-1", "1.5"),
    ("1e3", "1000"), ("1E+3", "1000"), ("0.05", "0.05"), ("5e-2", "0.05"), ("-12.30", "-12.3"),
    ("100", "100"),
    ("1e20", "100000000000000000000"), ("1e21", "1e21"), ("12e22", "1.2e23"), ("1e-6", "0.000001"),
    ("1e-7", "1e-7"),
    ("0.1", "0.1"), ("123456789012345678901234567890.5", "1.234567890123456789012345678905e29"),
    ("1e0009999", "1e9999"),
  ])
  func `a number has one canonical form`(written: String, canonical: String) throws {
    let number = try #require(DecimalNumber(written))
    #expect(number.canonical == canonical)
    #expect(number.text == written)
    #expect(DecimalNumber(canonical) == number)
    #expect(DecimalNumber(canonical)?.canonical == canonical)
  }

  @Test(arguments: [
    "", "-", "+1", ".5", "1.", "007", "00", "-01", "1e", "1e+", "0x1", "1,000", "1_000", " 1", "1 ", "١",
    "NaN", "Infinity", "1e99999",
    "--1", "1.2.3", "1e1e1",
  ])
  func `what JSON does not call a number is none`(text: String) { #expect(DecimalNumber(text) == nil) }

  @Test func `a number that is too long is none`() {
    #expect(DecimalNumber(String(repeating: "1", count: 1_000)) != nil)
    #expect(DecimalNumber(String(repeating: "1", count: 1_001)) == nil)
  }

  @Test func `numbers are in the order of their values`() throws {
    let ascending = [
      "-1e30", "-100.01", "-100", "-99.9", "-2", "-1.5", "-1", "-0.001", "0", "1e-9", "0.001", "0.01", "0.1",
      "0.11", "1", "1.0001", "2",
      "9.99", "10", "10.5", "99", "1e2", "1e30",
    ]
    for (place, one) in ascending.enumerated() {
      for (otherPlace, other) in ascending.enumerated() {
        let (left, right) = (try #require(DecimalNumber(one)), try #require(DecimalNumber(other)))
        #expect((left < right) == (place < otherPlace), "\(one) and \(other)")
        #expect((left == right) == (place == otherPlace), "\(one) and \(other)")
      }
    }
  }

  @Test func `decimals are counted without zeros at the end`() throws {
    for (text, decimals) in [
      ("1", 0), ("1.500", 1), ("0.05", 2), ("1e-3", 3), ("1500e-3", 1), ("1e3", 0), ("0.0", 0),
    ] {
      let number = try #require(DecimalNumber(text))
      #expect(number.decimals == decimals, "\(text)")
      #expect(number.isWhole == (decimals == 0), "\(text)")
    }
  }

  @Test(arguments: [0, 1, -1, 10, -100, 12_345, Int.max, Int.min])
  func `an integer is itself`(integer: Int) {
    #expect(DecimalNumber(integer) == DecimalNumber("\(integer)"))
    #expect(DecimalNumber(integer).text == "\(integer)")
  }

  @Test func `it agrees with the machine's own numbers where those are exact`() throws {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<2_000 {
      let (one, other) = (
        Int.random(in: -5_000...5_000, using: &random), Int.random(in: -5_000...5_000, using: &random)
      )
      // Quarters are exact in binary.
      let (left, right) = (Double(one) / 4, Double(other) / 4)
      let numbers = (try #require(DecimalNumber("\(left)")), try #require(DecimalNumber("\(right)")))
      #expect((numbers.0 < numbers.1) == (left < right))
      #expect((numbers.0 == numbers.1) == (left == right))
      #expect(numbers.0 != numbers.1 || numbers.0.hashValue == numbers.1.hashValue)
    }
  }
}
