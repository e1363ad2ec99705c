import Maker
import MakerCommand
import MakerProviders
import Testing

@Suite("The models of a run follow from its settings")
struct ModelSelectionTests {
  private func address(
    _ model: String, file: String? = nil, environment: [String: String] = [:],
    options: [SettingName: String] = [:]
  ) async throws -> String? {
    var options = options
    options[.model] = model
    let settings = try await readSettings(file: file, environment: environment, options: options)
    return try ModelSelection(settings).models[0].endpoint?.profile.baseURL
  }

  @Test("the address is the one said where it counts most")
  func addresses() async throws {
    let file = "base_url: http://f/v1\nproviders: {vllm: {base_url: \"http://p/v1\"}}"
    let own = ["VLLM_BASE_URL": "http://e/v1"]
    let general = own.merging(["MAKER_BASE_URL": "http://g/v1"]) { $1 }
    #expect(try await address("vllm/a") == "http://localhost:8000/v1")
    #expect(try await address("ollama/a", file: file) == "http://f/v1")
    #expect(try await address("vllm/a", file: file) == "http://p/v1")
    #expect(try await address("vllm/a", file: file, environment: own) == "http://e/v1")
    #expect(try await address("vllm/a", file: file, environment: general) == "http://g/v1")
    let option = [SettingName.baseURL: "http://o/v1/"]
    #expect(try await address("vllm/a", file: file, environment: general, options: option) == "http://o/v1")
    #expect(try await address("openai/a", environment: ["OPENAI_BASE_URL": "http://e/v1"]) == "http://e/v1")
    #expect(try await address("qwen3", options: option) == "http://o/v1")
  }

  @Test("an address without a model, for a model of this process, for several providers, and none at all")
  func misfits() async throws {
    let option = [SettingName.baseURL: "http://o/v1"]
    #expect(try await settingsRefusal(options: option).contains("--model"))
    let local = option.merging([.model: "embedded/hanoi"]) { $1 }
    #expect(try await settingsRefusal(options: local).contains("custom/NAME"))
    let several = try await settingsRefusal(
      environment: ["MAKER_MODEL": "openai/a,groq/b", "MAKER_BASE_URL": "http://o/v1"])
    #expect(several.contains("groq, openai") && several.contains("providers"))
    #expect(try await settingsRefusal(options: [.model: "custom/a"]).contains("--base-url"))
    #expect(try await settingsRefusal(environment: ["MAKER_MODEL": "vllm/a,vllm/a"]).contains("twice"))
    // An address in the environment is for whoever asks an endpoint.
    let settings = try await readSettings(
      environment: ["MAKER_BASE_URL": "http://o/v1"], options: [.model: "embedded/hanoi"])
    #expect(try ModelSelection(settings).onlyEmbedded == "embedded/hanoi")
  }

  @Test("a run file keeps them, and gives the same ones back without being told again")
  func facts() async throws {
    let file = """
      model: [gateway/a/b, openai/gpt-4.1-mini, embedded/hanoi, vllm/c]
      mode: ensemble
      providers: {gateway: {base_url: "http://gpu:8000/v1", like: vllm}}
      rpm: 500
      connect_timeout: 1500ms
      """
    let selection = try ModelSelection(
      try await readSettings(file: file, environment: ["OPENAI_BASE_URL": "http://127.0.0.1:1/v1"]))
    let facts = selection.facts
    #expect(facts["model.1"] == "gateway/a/b" && facts["model.1.like"] == "vllm")
    #expect(facts["rpm"] == "500" && facts["mode"] == "ensemble")
    // Other settings of the day change nothing but how endpoints are talked to.
    let later = try await readSettings(
      file: "model: groq/x\nmode: fallback\nrpm: 7\nretries: 2",
      environment: ["OPENAI_BASE_URL": "http://x/v1"],
      recorded: ["rpm": 1, "connect_timeout": 1].keys.reduce(into: [:]) { texts, key in
        texts[SettingName(rawValue: key) ?? .rpm] = facts[key]
      })
    let restored = try ModelSelection(facts: facts, prices: selection.prices, settings: later, path: "a.run")
    #expect(restored.summary == selection.summary && restored.prices == selection.prices)
    #expect(
      restored.models.map(\.endpoint?.profile) == selection.models.map(\.endpoint?.profile))
    #expect(restored.connection.rpm == 500 && restored.connection.retries == 2)
    #expect(restored.connection.connectTimeout == .milliseconds(1500))
    #expect(ModelSelection.recorded(facts).texts == [.rpm: ["500"], .connectTimeout: ["1500ms"]])
  }

  @Test(
    "facts that hold no models are damaged", arguments: [[:], ["model.1": "x", "model.1.base_url": "?"]])
  func damaged(facts: [String: String]) {
    let failure = #expect(throws: CommandFailure.self) {
      _ = try ModelSelection(facts: facts, prices: PriceList(), settings: .none, path: "a.run")
    }
    #expect(failure?.code == .data && failure?.message?.contains("a.run") == true)
  }

  @Test("a cost cap needs a price, and the sentence that refuses it says how to give one")
  func prices() async throws {
    let model = [SettingName.model: "custom/qwen3.5", .baseURL: "http://o/v1", .maxCost: "5"]
    let unpriced = try await readSettings(options: model)
    let selection = try ModelSelection(unpriced)
    #expect(selection.prices.prices(of: "custom/qwen3.5") == nil)
    let failure = #expect(throws: CommandFailure.self) { try selection.requirePrices(for: unpriced.caps) }
    #expect(failure?.code == .usage)
    let line = try #require(failure?.message?.split(separator: "`").dropFirst().first)
    let priced = try await readSettings(file: String(line), options: model)
    try ModelSelection(priced).requirePrices(for: priced.caps)
    #expect(try ModelSelection(priced).prices.prices(of: "custom/qwen3.5")?.outputUSDPerMillionTokens == 1.6)
    try selection.requirePrices(for: Caps(maximumTokens: 5))
    for name in ["openai/gpt-4.1-mini", "ollama/anything", "embedded/hanoi"] {
      try ModelSelection(try await readSettings(options: [.model: name])).requirePrices(for: unpriced.caps)
    }
  }

  @Test("a file of prices overrides and extends the table; maker.yaml overrides both")
  func priceFile() async throws {
    let place = try Workplace()
    let rate = { (input: Double) in
      "{\"input_usd_per_million_tokens\": \(input), \"output_usd_per_million_tokens\": 1}"
    }
    try place.write(
      .init("{\"models\": {\"openai/gpt-4.1-mini\": \(rate(7)), \"groq/new\": \(rate(8))}}".utf8),
      to: "p.json")
    try place.write(.init("prices: {groq/new: {input: 9, output: 1}}".utf8), to: "maker.yaml")
    var given = SettingsGiven()
    given.add(.model, ["openai/gpt-4.1-mini", "groq/new", "openai/gpt-4.1"])
    let settings = try await Settings(
      options: given, config: place.path("maker.yaml"), environment: ["MAKER_PRICES": place.path("p.json")])
    let prices = try ModelSelection(settings).prices
    #expect(prices.models["openai/gpt-4.1-mini"]?.inputUSDPerMillionTokens == 7)
    #expect(prices.models["groq/new"]?.inputUSDPerMillionTokens == 9)
    #expect(prices.models["openai/gpt-4.1"] != nil)
  }
}
