import MakerTesting
import Testing

@Suite struct GamblersRuinTests {
  @Test(arguments: [1, 2, 3, 10, 50])
  func `an even walk takes k squared votes and ends on either side alike`(k: Int) {
    let walk = GamblersRuin(p: 0.5, k: k)
    #expect(abs(walk.votes / Double(k * k) - 1) < 1e-12)
    #expect(abs(walk.success - 0.5) < 1e-12 && abs(walk.failure - 0.5) < 1e-12)
  }

  @Test func `a lead of two is what a few lines of arithmetic give`() {
    // Two votes decide unless they differ, and then all begins anew: 2 / (1 - 2pq) votes, p^2 / (p^2 + q^2) right.
    let walk = GamblersRuin(p: 0.75, k: 2)
    #expect(abs(walk.votes - 2 / (1 - 2 * 0.75 * 0.25)) < 1e-12)
    #expect(abs(walk.success - 0.9) < 1e-12)
  }

  @Test(arguments: [0.1, 0.5, 0.50001, 0.9, 1 - 1e-9])
  func `the walk ends somewhere, and its mirror image on the other side`(p: Double) {
    for k in [1, 4, 40] {
      let (walk, mirrored) = (GamblersRuin(p: p, k: k), GamblersRuin(p: 1 - p, k: k))
      #expect(abs(walk.success + walk.failure - 1) < 1e-12)
      #expect(abs(walk.success - mirrored.failure) < 1e-12)
      #expect(abs(walk.votes / mirrored.votes - 1) < 1e-9)
    }
  }
}
