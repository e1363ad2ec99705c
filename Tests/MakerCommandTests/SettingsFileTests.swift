import Foundation
import Logging
import Maker
import MakerCommand
import MakerProviders
import Testing

@Suite("maker.yaml")
struct SettingsFileTests {
  private static let full = """
    model: [gateway/qwen3, openai/gpt-4.1-mini]
    mode: ensemble
    base_url: http://gpu:9000/v1
    providers:
      gateway:
        base_url: http://gpu:8000/v1
        like: vllm
      openai:
        base_url: http://127.0.0.1:7000/v1
    prices:
      gateway/qwen3.5: {input: 0.1, output: 0.4, cached_input: 0.05, cache_write: 0.2}
      openai/gpt-4.1-mini: {input: 1, output: 2, batch_input: 0.5, batch_output: 1}
    secrets_dir: secrets
    k: 5
    temperature: 0.7
    max_connections: 64
    rpm: 500
    tpm: 200000
    connect_timeout: 5s
    first_byte_timeout: 1m
    reply_timeout: 5m
    retries: 3
    hedge_after: 45s
    max_cost: 2.50
    max_tokens: 1000000
    max_time: 2h
    max_steps: 1000
    max_run_samples: 5000
    log_level: info
    log_format: json
    """

  @Test("every setting does what it says")
  func everySetting() async throws {
    let settings = try await readSettings(file: Self.full)
    let selection = try ModelSelection(settings)
    #expect(selection.summary == "gateway/qwen3, openai/gpt-4.1-mini (ensemble)")
    let profiles = selection.models.compactMap(\.endpoint?.profile)
    #expect(profiles.map(\.baseURL) == ["http://gpu:8000/v1", "http://127.0.0.1:7000/v1"])
    #expect(profiles[0].allowsSeveralChoices && profiles[0].keyVariable == "MAKER_GATEWAY_API_KEY")
    #expect(settings.prices["gateway/qwen3.5"]?.prices.cachedInputUSDPerMillionTokens == 0.05)
    #expect(settings.prices["gateway/qwen3.5"]?.prices.cacheWriteUSDPerMillionTokens == 0.2)
    #expect(selection.prices.models["openai/gpt-4.1-mini"]?.inputUSDPerMillionTokens == 1)
    #expect(selection.prices.models["openai/gpt-4.1-mini:batch"]?.outputUSDPerMillionTokens == 1)
    #expect(settings.baseURL?.address.text == "http://gpu:9000/v1")
    #expect(settings.k == 5 && settings.temperature == 0.7)
    let options = settings.connection.options
    #expect(options.maximumConnections == 64 && options.requestsPerMinute == 500)
    #expect(options.tokensPerMinute == 200_000 && options.maximumTries == 4)
    #expect(options.connectTimeout == .seconds(5) && options.firstByteTimeout == .seconds(60))
    #expect(options.replyTimeout == .seconds(300) && options.hedgeAfter == .seconds(45))
    let caps = Caps(
      maximumCostUSD: 2.5, maximumTokens: 1_000_000, maximumSeconds: 7200, maximumSteps: 1000,
      maximumSamples: 5000)
    #expect(settings.caps == caps)
    #expect(settings.logLevel == .info && settings.logFormat == .json)
    for name in SettingName.allCases {
      #expect("\n\(Self.full)".contains("\n\(name.rawValue):"), "\(name) is not tried")
    }
  }

  @Test("every setting is documented, with its option and its variable")
  func documentation() throws {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../docs/configuration.md").standardized
    let text = try String(contentsOf: page, encoding: .utf8)
    for name in SettingName.allCases {
      #expect(text.contains("`\(name.rawValue)`"), "\(name.rawValue)")
      if name != .providers { #expect(text.contains(name.variable), "\(name.variable)") }
    }
    for field in SettingsKeys.providerFields + SettingsKeys.priceFields {
      #expect(text.contains("`\(field)`"))
    }
  }

  @Test("paths in it begin at its folder")
  func paths() async throws {
    let place = try Workplace()
    try place.write(Data("prices: my.json\nmodel: vllm/a".utf8), to: "maker.yaml")
    let settings = try await Settings(
      options: SettingsGiven(), config: place.path("maker.yaml"), environment: [:])
    #expect(settings.pricesFile == place.path("my.json"))
    let absolute = try await Self.read(["MAKER_PRICES": "/x/my.json"])
    #expect(absolute.pricesFile == "/x/my.json")
    #expect(try await Self.read(["MAKER_PRICES": "my.json"]).pricesFile == "my.json")
  }

  private static func read(_ environment: [String: String]) async throws -> Settings {
    try await Settings(options: SettingsGiven(), config: "/dev/null", environment: environment)
  }

  @Test(
    "may be empty, hold only comments, or begin with a byte order mark",
    arguments: ["", "# nothing\n---\n", "\u{FEFF}k: 7"])
  func empty(text: String) async throws {
    let settings = try await readSettings(file: text)
    #expect(settings.k == (text.contains("7") ? 7 : nil))
  }

  @Test(
    "what is no YAML is named with its line, and not quoted",
    arguments: [
      ("k: 4\n hunter2: [\n", 2), ("k: 4\n\thunter2: 5\n", 2), ("k: \"hunter2\n", 2), ("hunter2\n", nil),
      ("- hunter2\n", nil), ("model: [{hunter2: 1}]\n", nil), ("k: 4\nk: 5\n", 1), ("k: &hunter2 4\n", 1),
      ("k: 4\nmodel: [*hunter2]", 2), ("? {hunter2: 1}\n: 2\n", nil),
      (String(repeating: "[", count: 5000), 1), (String(repeating: "{a: ", count: 50_000), 1),
    ])
  func malformed(text: String, line: Int?) async throws {
    let message = try await settingsRefusal(file: text)
    #expect(message.contains("maker.yaml" + (line.map { ", line \($0)" } ?? "")), "\(message)")
    #expect(!message.contains("hunter2"), "\(message)")
  }

  @Test("a value may hold & and *")
  func marks() async throws {
    let settings = try await readSettings(file: "model: [custom/a&b*c, \"custom/d\"] # not an *alias\nk: 3")
    #expect(settings.models == ["custom/a&b*c", "custom/d"] && settings.k == 3)
  }

  @Test("bytes that are no text, and more than a few lines, are refused")
  func bytes() async throws {
    let place = try Workplace()
    for data in [Data([0xFF, 0xFE]), Data([0x6B, 0]), Data(repeating: 0x23, count: 1 << 20)] {
      try place.write(data, to: "maker.yaml")
      await #expect(throws: CommandFailure.self) {
        _ = try await Settings(options: SettingsGiven(), config: place.path("maker.yaml"), environment: [:])
      }
    }
  }

  @Test(
    "an unknown key is named with the one that is near",
    arguments: [
      ("max_cots: 5", "max_cost"), ("Model: a", "model"), ("max-cost: 5", "max_cost"),
      ("secrets-dir: x", "secrets_dir"),
      ("providers: {mine: {base-url: \"http://a\"}}", "base_url"),
      ("prices: {a/b: {imput: 1, output: 2}}", "input"),
    ])
  func unknown(text: String, meant: String) async throws {
    let message = try await settingsRefusal(file: "k: 4\n" + text)
    #expect(message.contains("line 2") && message.contains("did you mean `\(meant)`?"), "\(message)")
  }

  @Test("a key that is far from all is told which there are")
  func far() async throws {
    let message = try await settingsRefusal(file: "budget: 5")
    #expect(message.contains("`budget`") && message.contains("max_cost, max_run_samples, max_steps"))
  }

  @Test(
    "a key of an endpoint is refused, and not shown",
    arguments: [
      "key: hunter2", "api_key: hunter2", "apiKey: hunter2", "api-key: hunter2", "OPENAI_API_KEY: hunter2",
      "providers: {mine: {base_url: \"http://a\", key: hunter2}}", "openai: {api_key: hunter2}",
      "token: hunter2",
      "password: [hunter2]",
    ])
  func keys(text: String) async throws {
    let message = try await settingsRefusal(file: text)
    #expect(message.contains("secrets_dir") && message.contains("environment"), "\(message)")
    #expect(!message.contains("hunter2"))
  }

  @Test(
    "what is nested wrongly is said so",
    arguments: [
      "rpm: [1, 2]", "rpm: {a: 1}", "model: {a: 1}", "providers: mine", "providers: {mine: x}",
      "providers: {mine: {like: vllm}}", "providers: {mine: {base_url: \"http://a\", like: vlm}}",
      "providers: {openai: {base_url: \"http://a\", like: vllm}}",
      "providers: {My Host: {base_url: \"http://a\"}}",
      "providers: {embedded: {base_url: \"http://a\"}}", "prices: {a/b: 1}", "prices: {a/b: {input: 1}}",
      "prices: {a/b: {input: 1, output: -1}}", "prices: [a]", "prices: missing.json\nmodel: openai/x",
    ])
  func nested(text: String) async throws {
    let message = try await settingsRefusal(file: text)
    #expect(message.contains("maker.yaml") || message.contains("missing.json"), "\(message)")
  }
}
