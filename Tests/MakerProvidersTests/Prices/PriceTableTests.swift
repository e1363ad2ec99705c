import Maker
import MakerProviders
import Testing

@Suite("The price table")
struct PriceTableTests {
  private let table = PriceTable.builtIn

  @Test("the table that comes along is read, and every price in it has a day and a source")
  func builtIn() throws {
    #expect(table.entries.count > 40)
    for (name, entry) in table.entries {
      let provider = try #require(EndpointProfile.named(String(name.prefix { $0 != "/" })), "\(name)")
      #expect(!provider.isFree, "\(name)")
      #expect(entry.date != nil && entry.source != nil, "\(name)")
      #expect((entry.date ?? "") >= "2025-01-01" && (entry.date ?? "9") < "2026-11-21", "\(name)")
      #expect(entry.prices.inputUSDPerMillionTokens > 0, "\(name)")
      #expect(entry.prices.outputUSDPerMillionTokens >= entry.prices.inputUSDPerMillionTokens, "\(name)")
      if let cached = entry.prices.cachedInputUSDPerMillionTokens {
        #expect(cached < entry.prices.inputUSDPerMillionTokens, "\(name)")
      }
    }
  }

  @Test("a batch costs half, and only OpenAI and Anthropic have any")
  func batches() {
    for (name, entry) in table.entries {
      guard let batch = entry.batch else {
        #expect(EndpointProfile.named(String(name.prefix { $0 != "/" }))?.hasBatches == false, "\(name)")
        continue
      }
      #expect(
        abs(batch.inputUSDPerMillionTokens * 2 - entry.prices.inputUSDPerMillionTokens) < 1e-9, "\(name)")
      #expect(
        abs(batch.outputUSDPerMillionTokens * 2 - entry.prices.outputUSDPerMillionTokens) < 1e-9, "\(name)")
    }
  }

  @Test(
    "a dated name costs what the name without its date does",
    arguments: [
      ("openai/gpt-4.1-mini", 0.4), ("openai/gpt-4.1-mini-2025-04-14", 0.4),
      ("openai/gpt-4o-2024-08-06", 2.5),
      ("openai/gpt-4o-2024-05-13", 5), ("anthropic/claude-haiku-4-5-20251001", 1),
      ("anthropic/claude-sonnet-4-0", 3),
      ("anthropic/claude-3-5-haiku-latest", 0.8), ("together/meta-llama/llama-3.3-70b-instruct-turbo", 0.88),
      ("openrouter/openai/gpt-4.1-mini", 0.4),
    ] as [(String, Double)])
  func lookup(model: String, input: Double) {
    #expect(table.entry(for: model)?.prices.inputUSDPerMillionTokens == input)
  }

  @Test(
    "a model that is not in the table has no price, not even that of one with a similar name",
    arguments: [
      "openai/gpt-4.1-micro", "openai/gpt-4.1-mini-pro", "openai/gpt-4", "gpt-4.1-mini", "", "openai/",
      "/gpt-4.1",
      "custom/gpt-4.1-mini", "openrouter/openai/gpt-4.1-mini:nitro", "anthropic/claude-haiku-9",
    ])
  func unknown(model: String) {
    #expect(table.entry(for: model) == nil)
  }

  @Test("one's own servers and free variants cost nothing")
  func free() {
    for model in [
      "ollama/qwen3", "vllm/meta-llama/Llama-3", "llamacpp/default", "lmstudio/x", "openrouter/x/y:free",
    ] {
      #expect(table.entry(for: model)?.prices == .free, "\(model)")
    }
  }

  @Test("a user's table overrides and extends it")
  func merge() throws {
    var merged = table
    let json =
      #"{"models":{"openai/gpt-4.1-mini":{"input_usd_per_million_tokens":9,"output_usd_per_million_tokens":10},"custom/x":{"input_usd_per_million_tokens":0,"output_usd_per_million_tokens":1.5,"note":"rented","date":"2026-11-20"},"vllm/x":{"input_usd_per_million_tokens":1,"output_usd_per_million_tokens":1}}}"#
    merged.merge(try PriceTable(json: Array(json.utf8), file: "prices.json"))
    #expect(merged.entry(for: "openai/gpt-4.1-mini-2025-04-14")?.prices.inputUSDPerMillionTokens == 9)
    #expect(merged.entry(for: "openai/gpt-4.1-mini")?.batch == nil)
    #expect(merged.entry(for: "custom/x")?.note == "rented")
    #expect(merged.entry(for: "vllm/x")?.prices.inputUSDPerMillionTokens == 1)
    #expect(merged.entry(for: "openai/gpt-4.1") == table.entry(for: "openai/gpt-4.1"))
  }

  @Test("a run's list has the models by their names, their batches apart, and leaves out what is not known")
  func priceList() throws {
    let list = table.priceList(for: [
      "openai/gpt-4.1-mini-2025-04-14", "ollama/qwen3", "custom/x", "groq/llama-3.1-8b-instant",
    ])
    #expect(
      Set(list.models.keys) == [
        "openai/gpt-4.1-mini-2025-04-14", "openai/gpt-4.1-mini-2025-04-14:batch", "ollama/qwen3",
        "groq/llama-3.1-8b-instant",
      ])
    #expect(list.unnamed == nil)
    var ledger = Ledger()
    let usage = Usage(inputTokens: 1_000_000, outputTokens: 1_000_000)
    ledger.enter(Response("x", usage: usage, model: "openai/gpt-4.1-mini-2025-04-14"))
    ledger.enter(Response("x", usage: usage, model: "openai/gpt-4.1-mini-2025-04-14:batch"))
    ledger.enter(Response("x", usage: usage, model: "ollama/qwen3"))
    let cost = try #require(list.costUSD(of: ledger))
    #expect(abs(cost - 3) < 1e-9)
    ledger.enter(Response("x", usage: usage, model: "custom/x"))
    #expect(list.costUSD(of: ledger) == nil)
  }

  @Test("the names replies are counted under are those that are priced")
  func names() {
    #expect(OpenAIWire(profile: .groq, model: "a/b").modelName == "groq/a/b")
    #expect(PriceTable.batchSuffix == ":batch")
  }
}

@Suite("A price file with mistakes")
struct PriceTableErrorTests {
  private func problem(_ json: String) -> PriceTableError? {
    do throws(PriceTableError) {
      _ = try PriceTable(json: Array(json.utf8), file: "my-prices.json")
      return nil
    } catch {
      return error
    }
  }

  private func entry(_ body: String) -> String { #"{"models":{"a/b":{\#(body)}}}"# }
  private let prices = #""input_usd_per_million_tokens":1,"output_usd_per_million_tokens":2"#

  @Test("is named by file, key and remedy")
  func sentence() {
    let error = problem(entry(#""input_usd_per_million_tokens":"1""#))
    #expect(
      error?.description
        == "my-prices.json, at models / a/b / input_usd_per_million_tokens: a price is a number of dollars from 0 to "
        + "100000. Write it without quotes.")
    let json = problem("{\n\"models\":\n{,}}")
    #expect(json?.description.contains("my-prices.json: it is not JSON") == true)
    #expect(json?.description.contains("line 3") == true)
  }

  @Test("is refused")
  func refused() {
    let cases: [(String, String)] = [
      ("", ""), ("[]", ""), ("{}", ""), (#"{"models":[]}"#, "models"), (#"{"prices":{}}"#, "prices"),
      (#"{"models":{},"models":{}}"#, "models"), (#"{"models":{"b":{\#(prices)}}}"#, "models / b"),
      (#"{"models":{"/b":{\#(prices)}}}"#, "models / /b"), (#"{"models":{"a/b":7}}"#, "models / a/b"),
      (entry(""), "models / a/b"),
      (entry(#""input_usd_per_million_tokens":1"#), "models / a/b"),
      (entry(prices + #","inputs":1"#), "models / a/b / inputs"),
      (entry(prices + #","input_usd_per_million_tokens":1"#), "models / a/b / input_usd_per_million_tokens"),
      (
        entry(#""input_usd_per_million_tokens":-1,"output_usd_per_million_tokens":2"#),
        "models / a/b / input_usd_per_million_tokens"
      ),
      (
        entry(#""input_usd_per_million_tokens":1,"output_usd_per_million_tokens":1e9"#),
        "models / a/b / output_usd_per_million_tokens"
      ),
      (
        entry(prices + #","cached_input_usd_per_million_tokens":true"#),
        "models / a/b / cached_input_usd_per_million_tokens"
      ),
      (entry(prices + #","date":"yesterday""#), "models / a/b / date"),
      (entry(prices + #","date":20260101"#), "models / a/b / date"),
      (entry(prices + #","date":"2026-13-01""#), "models / a/b / date"),
      (entry(prices + #","source":1"#), "models / a/b / source"),
      (entry(prices + #","batch":{}"#), "models / a/b / batch"),
      (entry(prices + #","batch":7"#), "models / a/b / batch"),
      (entry(prices + #","batch":{\#(prices),"date":"2026-01-01"}"#), "models / a/b / batch / date"),
    ]
    for (json, key) in cases {
      let error = problem(json)
      #expect(error?.key == key, "\(json)")
      #expect(error?.file == "my-prices.json" && error?.problem.hasSuffix(".") == true, "\(json)")
    }
    #expect(problem(entry(prices)) == nil)
    #expect(problem(#"{"models":{}}"#) == nil)
    #expect(
      problem(#"{"about":"mine","models":{"a/b/c:d":{\#(prices),"batch":{\#(prices)},"date":"2026-02-28"}}}"#)
        == nil)
  }

  @Test("with random damage never traps")
  func damage() {
    var generator = DamageGenerator(seed: 13)
    let good = Array(entry(prices + #","batch":{\#(prices)},"date":"2026-02-28","source":"x""#).utf8)
    for _ in 0..<1000 {
      guard let table = try? PriceTable(json: generator.damage(good), file: "f") else { continue }
      for entry in table.entries.values { #expect(entry.prices.inputUSDPerMillionTokens >= 0) }
    }
  }
}
