import Maker
import Testing

/// A random order holds every number once, and any beginning of it is an even draw.
@Suite struct RandomOrderTests {
  @Test func `it holds every number once, in another order for another seed`() {
    for total in [0, 1, 2, 7, 100, 1_000] {
      for seed in 0..<20 as Range<UInt64> {
        let order = Array(RandomOrder(of: total, seed: seed))
        #expect(order.sorted() == Array(0..<total))
        #expect(order == Array(RandomOrder(of: total, seed: seed)))
      }
    }
    #expect(Array(RandomOrder(of: 100, seed: 1)) != Array(RandomOrder(of: 100, seed: 2)))
  }

  @Test func `every number is at every place as often as every other`() {
    var counts = [Int](repeating: 0, count: 9)
    for seed in 0..<9_000 as Range<UInt64> {
      for (place, number) in RandomOrder(of: 3, seed: seed).enumerated() { counts[3 * place + number] += 1 }
    }
    // Six standard deviations of a binomial.
    #expect(counts.allSatisfy { abs(Double($0) - 3_000) < 6 * (9_000 * 2.0 / 9).squareRoot() })
  }

  @Test func `a few of very many are drawn at once`() {
    let few = Array(RandomOrder(of: 1 << 60, seed: 5).prefix(1_000))
    #expect(Set(few).count == 1_000 && few.allSatisfy { 0..<1 << 60 ~= $0 })
    #expect(few.contains { $0 > 1 << 59 } && few.contains { $0 < 1 << 59 })
  }
}
