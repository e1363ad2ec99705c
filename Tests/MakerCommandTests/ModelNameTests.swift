import MakerCommand
import Testing

@Suite("A model is named PROVIDER/NAME")
struct ModelNameTests {
  private static let providers = ["anthropic", "custom", "llamacpp", "ollama", "openai", "openrouter"]

  private func name(_ text: String, hasBaseURL: Bool = false) throws(ModelName.Refusal) -> ModelName {
    try ModelName(text, providers: Self.providers, hasBaseURL: hasBaseURL)
  }

  @Test(
    "everything behind the first slash is the model",
    arguments: [
      ("openai/gpt-4.1-mini", "openai", "gpt-4.1-mini"),
      ("anthropic/claude-haiku-4-5", "anthropic", "claude-haiku-4-5"),
      ("openrouter/meta-llama/llama-3.3-70b-instruct", "openrouter", "meta-llama/llama-3.3-70b-instruct"),
      ("ollama/qwen3:0.6b", "ollama", "qwen3:0.6b"),
      ("openai/ft:gpt-4.1-mini:org::id", "openai", "ft:gpt-4.1-mini:org::id"),
      ("llamacpp/qwen-q4_k_m.gguf", "llamacpp", "qwen-q4_k_m.gguf"), ("openai//", "openai", "/"),
    ])
  func endpoints(text: String, provider: String, model: String) throws {
    for hasBaseURL in [false, true] {
      #expect(try name(text, hasBaseURL: hasBaseURL) == .endpoint(provider: provider, model: model))
    }
  }

  @Test("the embedded model keeps its name, with an address and without")
  func embedded() throws {
    #expect(try name("embedded/hanoi") == .embedded("embedded/hanoi"))
    #expect(try name("embedded/hanoi", hasBaseURL: true) == .embedded("embedded/hanoi"))
  }

  @Test(
    "a path is a file",
    arguments: ["model.gguf", "a/b/model.GGUF", "./model", "../x/model.gguf", "/dev", "./openai/gpt"])
  func files(path: String) throws {
    #expect(try name(path) == .file(path))
  }

  @Test(
    "with an address any name is that of a model there",
    arguments: ["qwen3", "meta-llama/llama-3.3-70b-instruct", "hanoi.gguf", "gtp/4", "a b"])
  func anyName(text: String) throws {
    #expect(try name(text, hasBaseURL: true) == .endpoint(provider: "custom", model: text))
  }

  @Test(
    "an unknown provider, or none, is refused in one sentence that lists the known ones",
    arguments: ["gpt-4.1-mini", "mistrall/small", "Openai/gpt-4.1-mini", "embedded", " openai/gpt"])
  func unknown(text: String) {
    let refusal = #expect(throws: ModelName.Refusal.self) { try name(text) }
    let message = refusal?.message ?? ""
    #expect(message.contains(text) && message.contains("--base-url") && message.hasSuffix("."))
    for known in Self.providers + ["embedded"] { #expect(message.contains(known)) }
    #expect(message.split(separator: ". ").count == 1)
  }

  @Test("one that is nearly right is named")
  func nearest() {
    let refusal = #expect(throws: ModelName.Refusal.self) { try name("opneai/gpt-4.1-mini") }
    #expect(refusal?.message.contains("did you mean openai?") == true)
  }

  @Test(
    "no name, a provider without one, control characters",
    arguments: ["", "openai/", "openai/a\nb", "\u{1B}[2K"])
  func noName(text: String) {
    for hasBaseURL in [false, true] {
      #expect(throws: ModelName.Refusal.self) { try name(text, hasBaseURL: hasBaseURL) }
    }
  }
}

@Suite("The nearest known word")
struct NearestWordTests {
  @Test(
    "is fewest edits away; two swapped letters are one edit",
    arguments: [
      ("max_cots", "max_cost"), ("maxcost", "max_cost"), ("max_costs", "max_cost"), ("rmp", "rpm"),
      ("modle", "model"), ("mod", "mode"),
    ])
  func near(word: String, meant: String) {
    #expect(NearestWord.of(word, among: SettingName.allCases.map(\.rawValue)) == meant)
  }

  @Test("is none where nothing is near", arguments: ["", "x", "frobnicate", "budget"])
  func far(word: String) {
    #expect(NearestWord.of(word, among: SettingName.allCases.map(\.rawValue)) == nil)
  }

  @Test("distances are symmetric, and 0 only between equals")
  func distance() {
    #expect(NearestWord.edits(from: "kitten", to: "sitting") == 3)
    #expect(NearestWord.edits(from: "sitting", to: "kitten") == 3)
    #expect(NearestWord.edits(from: "", to: "abc") == 3)
    #expect(NearestWord.edits(from: "abc", to: "abc") == 0)
    #expect(NearestWord.edits(from: "ab", to: "ba") == 1)
  }
}
