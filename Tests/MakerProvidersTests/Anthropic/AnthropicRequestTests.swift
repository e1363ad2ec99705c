import Maker
import MakerProviders
import Testing

@Suite("Asking in Anthropic's protocol")
struct AnthropicRequestTests {
  private func body(
    _ prompt: Prompt = Prompt("2 + 2?"), _ options: GenerationOptions = GenerationOptions(),
    model: String = "claude-haiku-4-5", _ wireOptions: WireOptions = WireOptions()
  ) throws -> JSONValue {
    try JSONReader.read(
      try AnthropicWire(model: model, options: wireOptions).call(for: prompt, options: options).body)
  }

  @Test("a call names the version of the protocol, and has no key in it")
  func call() throws {
    let wire = AnthropicWire(
      model: "claude-haiku-4-5", options: WireOptions(mask: Mask([Secret("sk-ant-secret")])))
    let call = try wire.call(for: Prompt("x"), options: GenerationOptions())
    #expect(call.method == .post && call.path == "/messages")
    #expect(call.headers.contains { $0.name == "anthropic-version" && $0.value == "2023-06-01" })
    #expect(!call.headers.contains { $0.name.lowercased() == "x-api-key" })
    #expect(!String(decoding: call.body, as: UTF8.self).contains("secret"))
    #expect(wire.modelName == "anthropic/claude-haiku-4-5" && wire.system == "anthropic")
  }

  @Test("the instructions are the system block, which a cache is to hold")
  func system() throws {
    let value = try body(Prompt("x", instructions: Instructions("You move disks.")))
    let block = value["system"]?.array?.first
    #expect(block?["type"] == .string("text"))
    #expect(block?["text"] == .string("You move disks."))
    #expect(block?["cache_control"]?["type"] == .string("ephemeral"))
    #expect(value["messages"]?.array?.count == 1)
    #expect(value["messages"]?.array?.first?["content"] == .string("x"))
    #expect(try body()["system"] == nil)
  }

  @Test("a token limit is always there")
  func tokenLimit() throws {
    #expect(try body()["max_tokens"] == .integer(4096))
    #expect(try body(Prompt("x"), GenerationOptions(maximumResponseTokens: 50))["max_tokens"] == .integer(50))
  }

  @Test("temperatures are at most 1, greedy is 0, and no seed, schema or log probability is asked for")
  func sampling() throws {
    #expect(try body(Prompt("x"), GenerationOptions(temperature: 1.7))["temperature"]?.real == 1)
    #expect(try body(Prompt("x"), GenerationOptions(temperature: 0.1))["temperature"]?.real == 0.1)
    let value = try body(
      Prompt("x", schema: ResponseSchema(name: "s", json: "{}")),
      GenerationOptions(samplingMode: .greedy, temperature: 0.3), WireOptions(asksForLogprobs: true))
    #expect(value["temperature"]?.real == 0)
    for key in ["seed", "response_format", "logprobs", "n", "stream"] { #expect(value[key] == nil) }
    #expect(try body(Prompt("x"), GenerationOptions(samplingMode: .random(seed: 5)))["seed"] == nil)
  }

  @Test(
    "models that refuse a temperature are sent none",
    arguments: [
      ("claude-opus-4-7", true), ("claude-opus-4-8", true), ("claude-opus-5", true),
      ("claude-sonnet-5-5", true),
      ("claude-haiku-5-5", true), ("claude-fable-5-1", true), ("claude-opus-4-7-20260416", true),
      ("claude-opus-4-6", false), ("claude-opus-4-1-20250805", false), ("claude-sonnet-4-20250514", false),
      ("claude-sonnet-4-5", false), ("claude-haiku-4-5-20251001", false), ("claude-3-7-sonnet-latest", false),
      ("claude-3-haiku-20240307", false), ("claude", false),
    ])
  func temperatureRule(model: String, refuses: Bool) throws {
    #expect((try body(model: model)["temperature"] == nil) == refuses)
    #expect(try body(model: model, WireOptions(sendsTemperature: true))["temperature"] != nil)
  }

  @Test("a temperature that is no number is refused before anything is sent")
  func impossible() {
    for temperature in [Double.nan, .infinity, -1] {
      let failure = WireFixture.failure { () throws(CallFailure) in
        try AnthropicWire(model: "m").call(
          for: Prompt("x"), options: GenerationOptions(temperature: temperature))
      }
      #expect(failure?.code == .invalidRequest && failure?.stage == .unsent)
    }
  }
}
