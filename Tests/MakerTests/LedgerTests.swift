import Maker
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What was paid for, by model, and what it cost.
@Suite struct LedgerTests {
  private let usage = Usage(
    inputTokens: 1_000, outputTokens: 100, cachedInputTokens: 600, cacheWriteTokens: 300, reasoningTokens: 40)

  @Test func `tokens of the prompt are plain, cached or written to the cache, and each has its price`() {
    let all = Prices(
      inputUSDPerMillionTokens: 3, outputUSDPerMillionTokens: 15, cachedInputUSDPerMillionTokens: 0.3,
      cacheWriteUSDPerMillionTokens: 3.75)
    // 100 at 3, 600 at 0.3, 300 at 3.75, 100 at 15: 300 + 180 + 1125 + 1500 millionths.
    #expect(abs(all.costUSD(of: usage) - 3_105e-6) < 1e-12)
    let plain = Prices(inputUSDPerMillionTokens: 3, outputUSDPerMillionTokens: 15)
    #expect(abs(plain.costUSD(of: usage) - 4_500e-6) < 1e-12)
    #expect(Prices.free.costUSD(of: usage) == 0)
  }

  @Test func `every model has its account, and replies without a name have theirs`() throws {
    var ledger = Ledger()
    ledger.enter(Response("", usage: usage))
    ledger.enter(Response("", usage: usage, model: "a"))
    ledger.enter(
      Response("", usage: usage, model: "a", tries: [Try(failure: "reset", usage: usage, latencyMs: 1)]))
    #expect(ledger.unnamed.samples == 1)
    #expect(ledger.named["a"]?.samples == 2)
    #expect(ledger.named["a"]?.usage.inputTokens == 3_000)
    #expect(ledger.total.usage.reasoningTokens == 160)
    let copy = try JSONDecoder().decode(Ledger.self, from: JSONEncoder().encode(ledger))
    #expect(copy == ledger)
    var sum = ledger
    sum.enter(copy)
    #expect(sum.total.samples == 6)
    #expect(sum.named["a"]?.usage.outputTokens == 600)
  }

  @Test func `a cost is known when the price of every model in the ledger is`() {
    var ledger = Ledger()
    ledger.enter(Response("", usage: usage, model: "a"))
    let price = Prices(inputUSDPerMillionTokens: 1, outputUSDPerMillionTokens: 10)
    #expect(PriceList().costUSD(of: ledger) == nil)
    #expect(PriceList(models: ["a": price]).costUSD(of: ledger) == 0.002)
    ledger.enter(Response("", usage: usage))
    #expect(PriceList(models: ["a": price]).costUSD(of: ledger) == nil)
    #expect(PriceList(models: ["a": price], unnamed: .free).costUSD(of: ledger) == 0.002)
  }

  @Test func `a refusal that came as an error took no tokens, and leaves the cost known`() {
    var ledger = Ledger()
    ledger.enter(Response("", usage: usage, model: "a"))
    ledger.enter(Response("declined", finishReason: .refusal))
    let price = Prices(inputUSDPerMillionTokens: 1, outputUSDPerMillionTokens: 10)
    #expect(PriceList(models: ["a": price]).costUSD(of: ledger) == 0.002)
    #expect(ledger.total.samples == 2)
  }
}
