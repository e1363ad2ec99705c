import Foundation
import Logging
import Maker
import MakerCommand
import MakerProviders
import Testing

@Suite("Keys come from the environment, or from a folder with a file for each")
struct KeyRingTests {
  /// A place with a folder of secrets in it.
  private func place(_ files: [String: String]) throws -> (Workplace, folder: String) {
    let place = try Workplace()
    try FileManager.default.createDirectory(atPath: place.path("secrets"), withIntermediateDirectories: true)
    for (name, text) in files { try place.write(Data(text.utf8), to: "secrets/\(name)") }
    return (place, place.path("secrets"))
  }

  private func refusal(_ ring: KeyRing, _ name: String = "OPENAI_API_KEY") async throws -> String {
    let failure = await #expect(throws: CommandFailure.self) { _ = try await ring.key(named: name) }
    #expect(failure?.code == .usage)
    let message = try #require(failure?.message)
    #expect(message.contains(name) && !message.contains("hunter2"), "\(message)")
    return message
  }

  @Test("the environment counts more than the folder, and an empty variable as none")
  func order() async throws {
    let (place, folder) = try place(["OPENAI_API_KEY": "from-folder-1", "GROQ_API_KEY": "from-folder-2"])
    let ring = KeyRing(
      environment: ["OPENAI_API_KEY": "from-environment", "GROQ_API_KEY": ""], folder: folder)
    #expect(try await ring.key(named: "OPENAI_API_KEY")?.reveal() == "from-environment")
    #expect(try await ring.key(named: "GROQ_API_KEY")?.reveal() == "from-folder-2")
    #expect(try await ring.key(named: "VLLM_API_KEY") == nil)
    #expect(try await KeyRing(environment: [:], folder: nil).key(named: "OPENAI_API_KEY") == nil)
    withExtendedLifetime(place) {}
  }

  @Test(
    "blanks and line ends around a key are no part of it",
    arguments: ["k-123456\n", "k-123456\r\n", "\t k-123456 \n\n"])
  func trimmed(text: String) async throws {
    let (place, folder) = try place(["OPENAI_API_KEY": text])
    let ring = KeyRing(environment: [:], folder: folder)
    #expect(try await ring.key(named: "OPENAI_API_KEY")?.reveal() == "k-123456")
    withExtendedLifetime(place) {}
  }

  @Test("links are followed, as Kubernetes makes them")
  func links() async throws {
    let (place, folder) = try place([:])
    let files = FileManager.default
    try files.createDirectory(atPath: folder + "/..2026", withIntermediateDirectories: true)
    try place.write(Data("k-linked\n".utf8), to: "secrets/..2026/OPENAI_API_KEY")
    try files.createSymbolicLink(atPath: folder + "/..data", withDestinationPath: "..2026")
    try files.createSymbolicLink(
      atPath: folder + "/OPENAI_API_KEY", withDestinationPath: "..data/OPENAI_API_KEY")
    let ring = KeyRing(environment: [:], folder: folder)
    #expect(try await ring.key(named: "OPENAI_API_KEY")?.reveal() == "k-linked")
    // Nothing else in the folder is read: this would be refused.
    try place.write(Data("two words".utf8), to: "secrets/GROQ_API_KEY")
    #expect(try await ring.key(named: "OPENAI_API_KEY") != nil)
  }

  @Test(
    "a file that holds no key is refused, and what it holds is not shown",
    arguments: [
      "", "\n \n", "hunter2 hunter2", "hunter2\nhunter2", "hunter2\u{0}", "hünter2", "\u{7F}hunter2",
    ])
  func noKey(text: String) async throws {
    let (place, folder) = try place(["OPENAI_API_KEY": text])
    _ = try await refusal(KeyRing(environment: [:], folder: folder))
    withExtendedLifetime(place) {}
  }

  @Test(
    "a variable that holds no key is refused as well", arguments: [" ", "hunter2\r\nx-evil: 1", "hunter2 2"])
  func noKeyInEnvironment(text: String) async throws {
    _ = try await refusal(KeyRing(environment: ["OPENAI_API_KEY": text], folder: nil))
  }

  @Test("a file that cannot be read, one that is too large, and a folder that is not there")
  func unreadable() async throws {
    let (place, folder) = try place(["LARGE_API_KEY": String(repeating: "k", count: 1 << 17)])
    let ring = KeyRing(environment: [:], folder: folder)
    let files = FileManager.default
    try files.createDirectory(atPath: folder + "/OPENAI_API_KEY", withIntermediateDirectories: true)
    #expect(try await refusal(ring).contains("is a folder"))
    try files.createSymbolicLink(atPath: folder + "/GROQ_API_KEY", withDestinationPath: "GROQ_API_KEY")
    #expect(try await refusal(ring, "GROQ_API_KEY").contains("cannot be read"))
    #expect(try await refusal(ring, "LARGE_API_KEY").contains("64 KiB"))
    for missing in [place.path("none"), place.path("secrets/LARGE_API_KEY")] {
      let failure = await #expect(throws: CommandFailure.self) {
        _ = try await KeyRing(environment: [:], folder: missing).key(named: "OPENAI_API_KEY")
      }
      #expect(
        failure?.message?.contains(missing) == true && failure?.message?.contains("MAKER_SECRETS_DIR") == true
      )
    }
  }

  @Test("a folder in maker.yaml begins at that file; the environment's counts more")
  func folders() async throws {
    let (place, _) = try place(["OPENAI_API_KEY": "k-in-secrets"])
    try FileManager.default.createDirectory(atPath: place.path("other"), withIntermediateDirectories: true)
    try place.write(Data("k-in-other".utf8), to: "other/OPENAI_API_KEY")
    try place.write(Data("secrets_dir: secrets".utf8), to: "maker.yaml")
    for (environment, key) in [
      ([:], "k-in-secrets"), (["MAKER_SECRETS_DIR": place.path("other")], "k-in-other"),
    ] {
      let settings = try await Settings(
        options: SettingsGiven(), config: place.path("maker.yaml"), environment: environment)
      #expect(try await settings.keys.key(named: "OPENAI_API_KEY")?.reveal() == key)
    }
  }

  @Test("a log line shows no key that was read, wherever it comes from")
  func logLines() async throws {
    let key = "hunter2-\(UUID().uuidString)"
    _ = try await KeyRing(environment: ["OPENAI_API_KEY": key], folder: nil).key(named: "OPENAI_API_KEY")
    let record = LogRecord(
      time: Date(timeIntervalSince1970: 0), level: .trace, label: "x", message: "sent \(key)",
      metadata: ["header": "Bearer \(key)", "nested": ["a": .array([.string(key)])]])
    #expect(!record.text.contains(key) && !record.json.contains(key))
    #expect(record.text.contains("***"))
  }
}

@Suite("A key goes where it was said that it may go, and nowhere else")
struct KeyTrustTests {
  private static let keys = KeyRing(
    environment: [
      "OPENAI_API_KEY": "k-openai-1", "VLLM_API_KEY": "k-vllm-12", "MAKER_API_KEY": "k-custom-1",
      "MAKER_GATEWAY_API_KEY": "k-gateway-1", "GATEWAY_API_KEY": "k-of-another-program",
    ], folder: nil)

  private func key(
    _ model: String, file: String? = nil, environment: [String: String] = [:],
    options: [SettingName: String] = [:]
  ) async throws -> String? {
    var options = options
    options[.model] = model
    let settings = try await readSettings(file: file, environment: environment, options: options)
    return try await ModelSelection(settings).models[0].endpoint?.key(Self.keys)?.reveal()
  }

  @Test("each provider has a key of its own")
  func own() async throws {
    #expect(try await key("openai/a") == "k-openai-1")
    #expect(try await key("vllm/a") == "k-vllm-12")
    #expect(try await key("custom/a", options: [.baseURL: "http://o/v1"]) == "k-custom-1")
    #expect(
      try await key("gateway/a", file: "providers: {gateway: {base_url: \"http://g/v1\"}}") == "k-gateway-1")
    #expect(try await key("ollama/a") == nil)
    let message = await #expect(throws: CommandFailure.self) { _ = try await key("groq/a") }?.message
    #expect(message?.contains("GROQ_API_KEY") == true && message?.contains("MAKER_SECRETS_DIR") == true)
  }

  @Test(
    "a settings file cannot send a vendor's key elsewhere",
    arguments: [
      "base_url: https://evil/v1", "providers: {openai: {base_url: \"https://evil/v1\"}}",
      "base_url: http://127.evil.example/v1", "base_url: http://localhost.evil/v1",
      "base_url: http://api.openai.com/v1",
      "base_url: https://api.openai.com:8443/v1", "base_url: https://api.openai.com.evil/v1",
    ])
  func settingsFile(file: String) async throws {
    let failure = await #expect(throws: CommandFailure.self) { _ = try await key("openai/a", file: file) }
    #expect(failure?.code == .usage && failure?.message?.contains("OPENAI_BASE_URL=") == true)
    // Whoever says it themselves is believed, and servers that have no vendor go where the file says.
    let address = try #require(file.split(separator: "http").last).prefix { $0 != "\"" }
    #expect(try await key("openai/a", file: file, options: [.baseURL: "http" + address]) == "k-openai-1")
    #expect(
      try await key("openai/a", file: file, environment: ["OPENAI_BASE_URL": "http" + address])
        == "k-openai-1")
    if file.hasPrefix("base_url") { #expect(try await key("vllm/a", file: file) == "k-vllm-12") }
  }

  @Test(
    "but to the vendor itself and to this machine it may",
    arguments: [
      "https://api.openai.com/v1", "https://API.openai.com/v2/", "https://api.openai.com:443/v1",
      "http://127.0.0.1:8080/v1", "http://localhost:8080", "http://[::1]:8080/v1",
    ])
  func harmless(address: String) async throws {
    #expect(try await key("openai/a", file: "base_url: \"\(address)\"") == "k-openai-1")
  }

  @Test("a run file cannot send any key elsewhere", arguments: ["openai", "custom", "gateway", "vllm"])
  func runFile(provider: String) async throws {
    let facts = ["model.1": "\(provider)/a", "model.1.base_url": "https://evil/v1"]
    let resumed = { (settings: Settings) in
      try await ModelSelection(facts: facts, prices: .init(), settings: settings, path: "a.run")
        .models[0].endpoint?.key(Self.keys)?.reveal()
    }
    let failure = await #expect(throws: CommandFailure.self) { _ = try await resumed(.none) }
    #expect(failure?.message?.contains("run file") == true, "\(failure?.message ?? "")")
    let said = try await readSettings(environment: ["MAKER_BASE_URL": "https://evil/v1"])
    #expect(try await resumed(said) != nil)
    let elsewhere = try await readSettings(environment: ["MAKER_BASE_URL": "https://other/v1"])
    await #expect(throws: CommandFailure.self) { _ = try await resumed(elsewhere) }
  }
}
