import Maker
import Testing

@Suite struct ModelsTogetherTests {
  private let weak = ModelFigures(
    name: "weak", p: 0.9, pLower: 0.88, v: 0.95, inputTokens: 100, outputTokens: 10, costPerSampleUSD: 0.001)
  private let dear = ModelFigures(
    name: "dear", p: 0.99, pLower: 0.8, v: 1, inputTokens: 200, outputTokens: 30, costPerSampleUSD: 0.1)

  @Test func `the worst of each decides k, and taking turns costs the mean`() {
    let both = ModelFigures(together: [weak, dear], inTurns: true)
    #expect((both.p, both.pLower, both.v) == (0.9, 0.8, 0.95))
    #expect(both.costPerSampleUSD.map { abs($0 - 0.0505) < 1e-12 } == true)
    #expect((both.inputTokens, both.outputTokens) == (150, 20))
    #expect(both.name == "weak, dear")
  }

  @Test func `a fallback costs what the first model costs`() {
    #expect(ModelFigures(together: [weak, dear], inTurns: false).sampleCostUSD == 0.001)
    #expect(ModelFigures(together: [dear, weak], inTurns: false).sampleCostUSD == 0.1)
  }

  @Test func `a cost that is not known of one is not known of all, and one model stays as it is`() {
    let unknown = ModelFigures(name: "unknown", p: 0.9)
    #expect(ModelFigures(together: [weak, unknown], inTurns: true).sampleCostUSD == nil)
    #expect(ModelFigures(together: [dear], inTurns: true).sampleCostUSD == 0.1)
  }
}
