import MakerProviders
import Testing

@Suite("Profiles of endpoints")
struct EndpointProfileTests {
  @Test("every profile is found by its name, and no name is taken twice")
  func names() {
    #expect(Set(EndpointProfile.all.map(\.name)).count == EndpointProfile.all.count)
    for profile in EndpointProfile.all { #expect(EndpointProfile.named(profile.name) == profile) }
    #expect(EndpointProfile.named("nobody") == nil)
    #expect(EndpointProfile.named("") == nil)
  }

  @Test("addresses end in a version, are encrypted unless they are local, and only custom has none")
  func addresses() {
    for profile in EndpointProfile.all where profile.name != "custom" {
      #expect(profile.baseURL.hasSuffix("/v1"), "\(profile.name)")
      #expect(
        profile.baseURL.hasPrefix("https://") || profile.baseURL.hasPrefix("http://localhost:"),
        "\(profile.name)")
      #expect(profile.isFree == profile.baseURL.hasPrefix("http://localhost:"), "\(profile.name)")
      #expect(profile.needsKey == !profile.isFree, "\(profile.name)")
    }
    #expect(EndpointProfile.custom.baseURL.isEmpty)
    #expect(EndpointProfile.custom(baseURL: "http://10.0.0.7:9000/v1").baseURL == "http://10.0.0.7:9000/v1")
  }

  @Test("the key for OpenAI is sent to OpenAI alone: no two profiles share a variable")
  func variables() {
    let variables = EndpointProfile.all.compactMap(\.keyVariable)
    #expect(Set(variables).count == variables.count)
    #expect(EndpointProfile.openai.keyVariable == "OPENAI_API_KEY")
    #expect(EndpointProfile.anthropic.keyVariable == "ANTHROPIC_API_KEY")
    #expect(EndpointProfile.openrouter.keyVariable == "OPENROUTER_API_KEY")
  }

  @Test("only OpenAI and Anthropic have batches and names that are checked")
  func vendors() {
    #expect(EndpointProfile.all.filter(\.hasBatches).map(\.name) == ["openai", "anthropic"])
    #expect(EndpointProfile.all.filter(\.checksModelName).map(\.name) == ["openai", "anthropic"])
    #expect(EndpointProfile.all.filter { $0.dialect == .anthropic }.map(\.name) == ["anthropic"])
  }

  @Test("local servers are found at their usual ports")
  func ports() {
    #expect(EndpointProfile.vllm.baseURL == "http://localhost:8000/v1")
    #expect(EndpointProfile.llamacpp.baseURL == "http://localhost:8080/v1")
    #expect(EndpointProfile.ollama.baseURL == "http://localhost:11434/v1")
    #expect(EndpointProfile.lmstudio.baseURL == "http://localhost:1234/v1")
  }
}
