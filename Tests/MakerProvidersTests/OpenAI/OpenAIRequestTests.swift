import Maker
import MakerProviders
import Testing

@Suite("Asking in OpenAI's protocol")
struct OpenAIRequestTests {
  private func body(
    _ prompt: Prompt = Prompt("2 + 2?"), _ options: GenerationOptions = GenerationOptions(),
    of profile: EndpointProfile = .openai, model: String = "gpt-4.1-mini",
    _ wireOptions: WireOptions = WireOptions()
  ) throws -> JSONValue {
    let wire = OpenAIWire(profile: profile, model: model, options: wireOptions)
    return try JSONReader.read(try wire.call(for: prompt, options: options).body)
  }

  @Test("a call is a POST of JSON below the base URL, and has no key in it")
  func call() throws {
    let wire = OpenAIWire(
      profile: .openai, model: "m", options: WireOptions(mask: Mask([Secret("sk-very-secret")])))
    let call = try wire.call(for: Prompt("x"), options: GenerationOptions())
    #expect(call.method == .post)
    #expect(call.path == "/chat/completions")
    #expect(call.headers.contains { $0.name == "Content-Type" && $0.value == "application/json" })
    #expect(!call.headers.contains { $0.name.lowercased().contains("auth") })
    #expect(!String(decoding: call.body, as: UTF8.self).contains("secret"))
    #expect(wire.modelName == "openai/m" && wire.system == "openai" && wire.model == "m")
  }

  @Test("what is the same for all steps goes first: the instructions as the system message")
  func messages() throws {
    let prompt = Prompt("Disk 3\nto \"C\"?", instructions: Instructions("You move disks."))
    let messages = try body(prompt)["messages"]?.array ?? []
    #expect(messages.map { $0["role"]?.string } == ["system", "user"])
    #expect(messages.map { $0["content"]?.string } == ["You move disks.", "Disk 3\nto \"C\"?"])
    #expect(try body()["messages"]?.array?.map { $0["role"]?.string } == ["user"])
  }

  @Test("two steps with the same instructions share a prefix up to where they differ")
  func prefix() throws {
    let wire = OpenAIWire(profile: .openai, model: "m")
    let instructions = Instructions(String(repeating: "rule ", count: 100))
    let one = try wire.call(for: Prompt("a", instructions: instructions), options: GenerationOptions()).body
    let two = try wire.call(for: Prompt("b", instructions: instructions), options: GenerationOptions()).body
    #expect(zip(one, two).prefix { $0 == $1 }.count > 500)
  }

  @Test("the same question gives the same bytes")
  func deterministic() throws {
    let wire = OpenAIWire(profile: .llamacpp, model: "m")
    let prompt = Prompt("a", schema: ResponseSchema(name: "s", json: #"{"type":"object","b":1,"a":2}"#))
    let options = GenerationOptions(
      samplingMode: .random(seed: 5), temperature: 0.1, maximumResponseTokens: 7)
    #expect(try wire.call(for: prompt, options: options) == wire.call(for: prompt, options: options))
  }

  @Test("the token limit has the name that the endpoint knows")
  func tokenLimit() throws {
    let options = GenerationOptions(maximumResponseTokens: 64)
    for profile in EndpointProfile.all where profile.dialect == .openAI {
      let value = try body(Prompt("x"), options, of: profile)
      let isNew = profile.name == "openai" || profile.name == "groq"
      #expect(value[isNew ? "max_completion_tokens" : "max_tokens"] == .integer(64), "\(profile.name)")
      #expect(value[isNew ? "max_tokens" : "max_completion_tokens"] == nil, "\(profile.name)")
    }
    #expect(try body()["max_completion_tokens"] == nil)
  }

  @Test("a seed fits 53 bits, is a function of the seed, and goes only where it is understood")
  func seed() throws {
    for seed in [0, 1, 1 << 53, UInt64.max, 0x8000_0000_0000_0001] {
      let options = GenerationOptions(samplingMode: .random(seed: seed), temperature: 0.1)
      let sent = try #require(try body(Prompt("x"), options)["seed"]?.integer)
      #expect(sent == Int(seed & 0x1F_FFFF_FFFF_FFFF))
      #expect(sent < 1 << 53)
      #expect(try body(Prompt("x"), options, of: .mistral)["seed"] == nil)
      #expect(try body(Prompt("x"), options, of: .deepseek)["seed"] == nil)
    }
    #expect(try body(Prompt("x"), GenerationOptions(samplingMode: .random(seed: nil)))["seed"] == nil)
  }

  @Test("greedy is a temperature of 0 and no seed")
  func greedy() throws {
    let value = try body(Prompt("x"), GenerationOptions(samplingMode: .greedy, temperature: 0.7))
    #expect(value["temperature"]?.real == 0)
    #expect(value["seed"] == nil)
    #expect(try body(Prompt("x"), GenerationOptions(temperature: 0.1))["temperature"]?.real == 0.1)
  }

  @Test(
    "reasoning models that refuse a temperature are sent none",
    arguments: [
      ("o1", true), ("o3-mini", true), ("o4-mini-2025-04-16", true), ("gpt-5", true), ("gpt-5-mini", true),
      ("gpt-5.2", true), ("gpt-6-astra", true), ("openai/o3", true), ("anthropic/claude-opus-4.7", true),
      ("gpt-5-chat-latest", false), ("gpt-4.1-mini", false), ("gpt-4o", false), ("gpt-oss-120b", false),
      ("openai/gpt-oss-20b", false), ("omni", false), ("qwen3", false), ("olmo-2", false),
      ("anthropic/claude-sonnet-4.5", false),
    ])
  func reasoning(model: String, refuses: Bool) throws {
    let options = GenerationOptions(temperature: 0.1)
    #expect((try body(Prompt("x"), options, model: model)["temperature"] == nil) == refuses)
    #expect(
      try body(Prompt("x"), options, model: model, WireOptions(sendsTemperature: true))["temperature"] != nil)
    #expect(
      try body(Prompt("x"), options, model: model, WireOptions(sendsTemperature: false))["temperature"] == nil
    )
  }

  @Test("log probabilities are asked for on request, and only where they are understood")
  func logprobs() throws {
    let asks = WireOptions(asksForLogprobs: true)
    #expect(try body(Prompt("x"), of: .openai, asks)["logprobs"] == .bool(true))
    #expect(try body(Prompt("x"), of: .vllm, asks)["logprobs"] == .bool(true))
    #expect(try body(Prompt("x"), of: .groq, asks)["logprobs"] == nil)
    #expect(try body(Prompt("x"), of: .together, asks)["logprobs"] == nil)
    #expect(try body(Prompt("x"), of: .openai)["logprobs"] == nil)
  }

  @Test("one reply is asked for: `n` and `stream` are not sent")
  func oneReply() throws {
    for profile in EndpointProfile.all where profile.dialect == .openAI {
      let value = try body(Prompt("x"), of: profile)
      #expect(value["n"] == nil && value["stream"] == nil)
    }
  }

  @Test("a schema is sent nested, flat or not at all, in the order of its keys, on one line")
  func schema() throws {
    let prompt = Prompt(
      "x",
      schema: ResponseSchema(
        name: "move", json: "{\n  \"type\": \"object\",\n  \"properties\": {\"b\": {}, \"a\": {}}\n}"))
    let schema = try JSONReader.read(Array(#"{"type":"object","properties":{"b":{},"a":{}}}"#.utf8))
    let nested = try body(prompt, of: .openai)["response_format"]
    #expect(nested?["type"] == .string("json_schema"))
    #expect(nested?["json_schema"]?["name"] == .string("move"))
    #expect(nested?["json_schema"]?["strict"] == .bool(true))
    #expect(nested?["json_schema"]?["schema"] == schema)
    let flat = try body(prompt, of: .llamacpp)["response_format"]
    #expect(flat == .object([.init("type", .string("json_schema")), .init("schema", schema)]))
    #expect(try body(prompt, of: .deepseek)["response_format"] == nil)
    let wire = OpenAIWire(profile: .openai, model: "m")
    #expect(!(try wire.call(for: prompt, options: GenerationOptions()).body.contains(0x0A)))
  }

  @Test("a schema that is not JSON and a temperature that is no number are refused before anything is sent")
  func impossible() {
    let wire = OpenAIWire(profile: .openai, model: "m")
    let broken = Prompt("x", schema: ResponseSchema(name: "move", json: "{type: object}"))
    let schema = WireFixture.failure { () throws(CallFailure) in
      try wire.call(for: broken, options: GenerationOptions())
    }
    #expect(schema?.code == .invalidRequest && schema?.stage == .unsent)
    #expect(schema?.message.contains("move") == true)
    for temperature in [Double.nan, .infinity, -0.1] {
      let failure = WireFixture.failure { () throws(CallFailure) in
        try wire.call(for: Prompt("x"), options: GenerationOptions(temperature: temperature))
      }
      #expect(failure?.code == .invalidRequest)
    }
  }
}
