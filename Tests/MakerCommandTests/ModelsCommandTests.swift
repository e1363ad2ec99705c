import Foundation
import MakerCommand
import MakerProviders
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Workplace {
  /// Starts the tool with these variables besides those of this process, of which no key and no address is left.
  func start(_ arguments: [String], environment: [String: String]) throws -> MakerProcess {
    let profiles = EndpointProfile.all
    let names =
      profiles.compactMap(\.keyVariable) + profiles.map { ProviderSettings.addressVariable(of: $0.name) }
    let variables = Dictionary(names.map { ($0, "") }) { $1 }.merging(environment) { $1 }
    return try MakerProcess(
      Self.executable, arguments, in: url, capture: path("capture-\(UUID().uuidString)"),
      environment: variables)
  }

  /// Runs the tool to its end.
  func maker(_ arguments: [String], environment: [String: String]) async throws -> Outcome {
    try await start(arguments, environment: environment).outcome()
  }
}

@Suite("`maker models` lists providers, what is configured, and prices", .serialized)
struct ModelsCommandTests {
  @Test("for a person")
  func text() async throws {
    let place = try Workplace()
    let outcome = try await place.maker(["models"], environment: ["GROQ_API_KEY": "hunter2-groq"])
    #expect(outcome.code == 0 && outcome.errors == "", "\(outcome.errors)")
    let lines = outcome.outputLines
    #expect(lines[0] == "model     embedded/hanoi")
    #expect(lines.contains("embedded  embedded/hanoi, embedded/multiply"))
    for profile in EndpointProfile.all {
      let line = try #require(lines.first { $0.hasPrefix(profile.name + " ") })
      let address = profile.baseURL.isEmpty ? "needs --base-url" : profile.baseURL
      #expect(line.contains(" \(address) ") && line.contains(" \(profile.keyVariable ?? "none") "))
      let state = profile.name == "groq" ? "(set)" : profile.needsKey ? "(not set)" : "(not set, not needed)"
      #expect(line.hasSuffix(state), "\(line)")
    }
    #expect(lines.contains { $0.hasPrefix("openai/gpt-4.1-mini ") && $0.contains("0.4000") })
    #expect(lines.allSatisfy { $0.last != " " })
    #expect(!outcome.output.contains("hunter2"))
  }

  @Test("as JSON, with the keys that are documented")
  func json() async throws {
    let place = try Workplace()
    try place.write(
      Data("model: [mine/a, openai/b]\nmode: ensemble\nproviders: {mine: {base_url: \"http://m/v1\"}}".utf8),
      to: "maker.yaml")
    let outcome = try await place.maker(
      ["models", "--json"], environment: ["OPENAI_API_KEY": "hunter2-openai"])
    #expect(outcome.code == 0 && outcome.errors == "" && outcome.outputLines.count == 1, "\(outcome.errors)")
    let object = try outcome.object
    #expect(
      Set(object.keys) == [
        "models", "mode", "embedded", "settings_file", "base_url", "providers", "prices",
      ])
    #expect(object["embedded"] as? [String] == ["embedded/hanoi", "embedded/multiply"])
    #expect(
      object["models"] as? [String] == ["mine/a", "openai/b"] && object["mode"] as? String == "ensemble")
    #expect(object["settings_file"] as? String == "maker.yaml" && object["base_url"] is NSNull)
    let providers = try #require(object["providers"] as? [[String: Any]])
    #expect(providers.map { $0["provider"] as? String } == EndpointProfile.all.map(\.name) + ["mine"])
    for provider in providers {
      #expect(
        Set(provider.keys) == [
          "provider", "protocol", "base_url", "key_variable", "needs_key", "has_key", "configured",
        ])
    }
    let configured = providers.filter { $0["configured"] as? Bool == true }.map { $0["provider"] as? String }
    #expect(configured == ["openai", "vllm", "llamacpp", "ollama", "lmstudio", "mine"])
    #expect(providers.filter { $0["has_key"] as? Bool == true }.count == 1)
    let prices = try #require(object["prices"] as? [[String: Any]])
    let mini = try #require(prices.first { $0["model"] as? String == "openai/gpt-4.1-mini" })
    #expect(mini["input_usd_per_million_tokens"] as? Double == 0.4)
    #expect((mini["date"] as? String)?.count == 10 && mini["batch"] is [String: Any])
    #expect(!outcome.output.contains("hunter2"))
  }

  @Test("of one provider only")
  func filter() async throws {
    let place = try Workplace()
    try place.write(Data("prices: {groq/new: {input: 1, output: 2}}".utf8), to: "maker.yaml")
    let object = try await place.maker(["models", "--provider", "groq", "--json"], environment: [:]).object
    #expect((object["providers"] as? [[String: Any]])?.map { $0["provider"] as? String } == ["groq"])
    let models = try #require(object["prices"] as? [[String: Any]]).compactMap { $0["model"] as? String }
    #expect(models.contains("groq/new") && models.allSatisfy { $0.hasPrefix("groq/") })
  }

  @Test(
    "what is wrong is refused with one sentence and exit code 64",
    arguments: [
      (["--provider", "opneai"], nil, "did you mean openai?"), (["--config", "none.yaml"], nil, "none.yaml"),
      (["--log-level", "loud"], nil, "--log-level"), (["--log-format", "xml"], nil, "--log-format"),
      ([], "model: nobody/x", "nobody"), ([], "max_cots: 1", "did you mean `max_cost`?"),
      ([], "openai_api_key: x", "secrets_dir"), ([], "a: [", "line 2"),
      ([], "prices: none.json", "none.json"),
      ([], "secrets_dir: none", "MAKER_SECRETS_DIR"),
    ] as [([String], String?, String)])
  func refused(options: [String], file: String?, word: String) async throws {
    let place = try Workplace()
    if let file { try place.write(Data(file.utf8), to: "maker.yaml") }
    expectRefusal(try await place.maker(["models"] + options, environment: [:]), 64, saying: word)
  }

  @Test("options of endpoints are checked before anything is done, and their defaults are those of endpoints")
  func options() async throws {
    let place = try Workplace()
    for (option, value) in [
      ("--max-connections", "0"), ("--rpm", "ten"), ("--tpm", "-5"), ("--connect-timeout", "30"),
      ("--retries", "-1"),
      ("--first-byte-timeout", "0s"), ("--reply-timeout", "1d"), ("--hedge-after", "x"), ("--mode", "both"),
      ("--max-cost", "0"), ("--max-cost", "nan"), ("--max-tokens", "0"), ("--max-time", "-1s"),
      ("--max-steps", "x"),
      ("--base-url", "ftp://x"), ("--model", ""),
    ] {
      let outcome = try await place.maker(["run", "hanoi", option, value], environment: [:])
      expectRefusal(outcome, 64, saying: option == "--model" ? "model" : option)
    }
    #expect(try place.names.allSatisfy { $0.hasPrefix("capture") })
    let help = try await place.maker("run", "hanoi", "--help").output
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let usual = EndpointOptions()
    for text in [
      "(default: \(usual.maximumConnections))", "(default: \(usual.connectTimeout.settingText))",
      "begins (default: \(usual.firstByteTimeout.settingText))",
      "whole (default: \(usual.replyTimeout.settingText))", "(default: \(usual.maximumTries - 1))",
    ] { #expect(help.contains(text), "\(text)") }
  }
}

@Suite("No key appears anywhere", .serialized)
struct HiddenKeyTests {
  @Test(
    "not in output, messages, the log at its finest, the record of configuration reads, or the process list")
  func hidden() async throws {
    let place = try Workplace()
    let keys = (0..<3).map { _ in "sk-\(UUID().uuidString)" }
    try FileManager.default.createDirectory(atPath: place.path("secrets"), withIntermediateDirectories: true)
    try place.write(Data("\(keys[1])\n".utf8), to: "secrets/ANTHROPIC_API_KEY")
    // A pipe holds the process while it waits for this key.
    #expect(mkfifo(place.path("secrets/GROQ_API_KEY"), 0o600) == 0)
    for (number, options) in [["--log-format", "json"], ["--json"], ["--log-level", "trace"]].enumerated() {
      let run = try place.start(
        ["models"] + options,
        environment: [
          "OPENAI_API_KEY": keys[0], "MAKER_SECRETS_DIR": "secrets", "MAKER_LOG_LEVEL": "trace",
          "CONFIG_ACCESS_LOG_FILE": place.path("access.log"),
        ])
      var pipe: Int32 = -1
      try await eventually {
        pipe = open(place.path("secrets/GROQ_API_KEY"), O_WRONLY | O_NONBLOCK)
        return pipe >= 0
      }
      #if os(Linux)
        let line = try String(contentsOfFile: "/proc/\(run.identifier)/cmdline", encoding: .utf8)
        #expect(line.contains("models") && !keys.contains { line.contains($0) })
      #endif
      #expect(write(pipe, keys[2] + "\n", keys[2].utf8.count + 1) > 0)
      close(pipe)
      let outcome = try await run.outcome()
      #expect(outcome.code == 0, "\(outcome.errors)")
      let access = (try? place.bytes("access.log")).map { String(decoding: $0, as: UTF8.self) } ?? ""
      #expect(access.contains("API_KEY"))
      for text in [outcome.output, outcome.errors, access] {
        for key in keys { #expect(!text.contains(key.dropFirst(3).prefix(13)), "\(number)") }
      }
      let set = outcome.output.contains("\"has_key\"") ? "\"has_key\":true" : "(set)"
      #expect(outcome.output.ranges(of: set).count == 3, "all three were read")
    }
  }

  @Test("not where one is taken for something else")
  func mistaken() async throws {
    let place = try Workplace()
    let key = "sk-\(UUID().uuidString)"
    for arguments in [
      ["models", "--provider", key], ["run", "hanoi", "--model", key], ["run", "hanoi", "--rpm", key],
    ] {
      let outcome = try await place.maker(arguments, environment: ["MAKER_MAX_COST": "1"])
      #expect(
        outcome.code == 64 && !outcome.errors.contains(key.dropFirst(3).prefix(13)), "\(outcome.errors)")
    }
    let outcome = try await place.maker(["models"], environment: ["MAKER_MODEL": key])
    #expect(outcome.code == 64 && !outcome.errors.contains(key.dropFirst(3).prefix(13)), "\(outcome.errors)")
  }

  @Test("not in the sentence that refuses one")
  func refused() async throws {
    let place = try Workplace()
    let key = "sk-\(UUID().uuidString)"
    for (environment, file) in [
      (["OPENAI_API_KEY": "\(key) \(key)"], ""), (["OPENAI_BASE_URL": "https://x:\(key)@host/v1"], ""),
      ([:], "openai_api_key: \(key)"), ([:], "providers: {x: {base_url: \"https://\(key)@h/v1\"}}"),
      ([:], "x: \"\(key)\n  \(key): [\n"), ([:], "model: openai/a\n\(key): 4"),
    ] {
      try place.write(Data(file.utf8), to: "maker.yaml")
      let outcome = try await place.maker(["models", "--log-level", "trace"], environment: environment)
      #expect(outcome.code == 64 && outcome.output == "", "\(outcome.errors)")
      #expect(outcome.errorLines.last?.hasPrefix("maker: ") == true)
      #expect(!outcome.errors.contains(key.dropFirst(3).prefix(13)), "\(outcome.errors)")
    }
  }
}
