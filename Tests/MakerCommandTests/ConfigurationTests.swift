import Foundation
import Logging
import Maker
import MakerCommand
import Testing

/// Settings as a process would read them that is started with these.
///
/// - Parameters:
///   - file: The text of its `maker.yaml`; nil for none.
///   - environment: Its variables.
///   - recorded: What the run file of a resumed run holds.
///   - options: What its command line says.
/// - Returns: The settings.
/// - Throws: What the tool would be refused with.
func readSettings(
  file: String? = nil, environment: [String: String] = [:], recorded: [SettingName: String] = [:],
  options: [SettingName: String] = [:]
) async throws -> Settings {
  let place = try Workplace()
  try place.write(Data((file ?? "").utf8), to: "maker.yaml")
  return try await Settings(
    options: given(options), recorded: given(recorded), config: place.path("maker.yaml"),
    environment: environment)
}

func given(_ texts: [SettingName: String]) -> SettingsGiven {
  var given = SettingsGiven()
  for (name, text) in texts {
    if name == .model { given.add(name, [text]) } else { given.add(name, text) }
  }
  return given
}

/// The sentence that settings are refused with.
func settingsRefusal(
  file: String? = nil, environment: [String: String] = [:], options: [SettingName: String] = [:],
  sourceLocation: SourceLocation = #_sourceLocation
) async throws -> String {
  let failure = await #expect(throws: CommandFailure.self, sourceLocation: sourceLocation) {
    let settings = try await readSettings(file: file, environment: environment, options: options)
    _ = try ModelSelection(settings)
  }
  #expect(failure?.code == .usage, sourceLocation: sourceLocation)
  let message = try #require(failure?.message, sourceLocation: sourceLocation)
  #expect(message.split(separator: "\n").count == 1, sourceLocation: sourceLocation)
  #expect(".?".contains(message.last ?? " "), "\(message)", sourceLocation: sourceLocation)
  return message
}

@Suite("Times are numbers with a unit")
struct DurationTextTests {
  @Test(
    "which are read to the nanosecond",
    arguments: [
      ("500ms", Duration.milliseconds(500)), ("30s", .seconds(30)), ("2m", .seconds(120)),
      ("1h", .seconds(3600)),
      ("1.5s", .milliseconds(1500)), ("0.25m", .seconds(15)), ("0.000001ms", .nanoseconds(1)), ("0s", .zero),
      ("90m", .seconds(5400)),
    ])
  func read(text: String, time: Duration) {
    #expect(Duration(settingText: text) == time)
  }

  @Test(
    "and nothing else is one",
    arguments: [
      "", "s", "30", "30 s", "-1s", "+1s", "1e3s", ".5s", "1.s", "1..5s", "nan", "infs", "1d", "30S", "٣s",
      "1h30m",
      "99999999999h", "999999999h", "0x1s",
    ])
  func refused(text: String) {
    #expect(Duration(settingText: text) == nil)
  }

  @Test("what is written is read as the same time")
  func roundTrip() {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<1000 {
      let time = Duration.milliseconds(Int.random(in: 1...10_000_000, using: &generator))
      #expect(Duration(settingText: time.settingText) == time)
    }
    #expect(Duration.seconds(7200).settingText == "2h")
    #expect(Duration.milliseconds(1500).settingText == "1500ms")
  }
}

@Suite("Each place of settings counts more than the next")
struct PrecedenceTests {
  /// A setting, four values of it from the weightiest place to the least, and what is read.
  struct Example: Sendable, CustomTestStringConvertible {
    let name: SettingName
    let texts: [String]
    let read: @Sendable (Settings) -> String
    var testDescription: String { name.rawValue }
  }

  static let examples = [
    Example(name: .model, texts: ["a/1", "b/2", "c/3", "d/4"]) { $0.models.joined() },
    Example(name: .rpm, texts: ["1", "2", "3", "4"]) { "\($0.connection.rpm ?? 0)" },
    Example(name: .maxCost, texts: ["1.5", "2.5", "3.5", "4.5"]) { "\($0.caps.maximumCostUSD ?? 0)" },
    Example(name: .maxTime, texts: ["1s", "2s", "3s", "4s"]) { "\(Int($0.caps.maximumSeconds ?? 0))s" },
    Example(name: .hedgeAfter, texts: ["1s", "2s", "3s", "4s"]) {
      $0.connection.hedgeAfter?.settingText ?? ""
    },
    Example(name: .logLevel, texts: ["trace", "debug", "info", "error"]) { $0.logLevel.rawValue },
    Example(name: .baseURL, texts: ["http://a/1", "http://b", "http://c/3", "https://d:4/v1"]) {
      $0.baseURL?.address.text ?? ""
    },
  ]

  @Test("the command line, the run file, the environment, maker.yaml", arguments: examples)
  func order(example: Example) async throws {
    for first in 0..<4 {
      let present = (first..<4).map { example.texts[$0] }
      let at = { (layer: Int) in layer >= first ? [example.name: example.texts[layer]] : [:] }
      let settings = try await readSettings(
        file: "\(example.name.rawValue): \(example.texts[3])",
        environment: first <= 2 ? [example.name.variable: example.texts[2]] : [:],
        recorded: at(1), options: at(0))
      #expect(example.read(settings) == present[0])
    }
  }

  @Test("an empty variable counts as none, and where nothing is set the defaults hold")
  func defaults() async throws {
    let settings = try await readSettings(environment: [
      "MAKER_LOG_LEVEL": "", "MAKER_MAX_COST": "", "MAKER_MODEL": "",
    ])
    #expect(settings.logLevel == .warning && settings.logFormat == .text)
    #expect(settings.caps.isUnlimited && settings.models.isEmpty && settings.k == nil)
    #expect(try ModelSelection(settings).summary == "embedded/hanoi")
  }

  @Test("several models: repeated, with commas in the environment, a list in maker.yaml")
  func lists() async throws {
    let both = ["openai/a", "ollama/b"]
    var options = SettingsGiven()
    options.add(.model, both)
    #expect(try await Settings(options: options, config: "/dev/null", environment: [:]).models == both)
    #expect(try await readSettings(environment: ["MAKER_MODEL": "openai/a, ollama/b"]).models == both)
    #expect(try await readSettings(file: "model: [openai/a, ollama/b]").models == both)
    #expect(try await readSettings(file: "model:\n  - openai/a\n  - ollama/b\n").models == both)
    #expect(try await readSettings(file: "model: openai/a").models == ["openai/a"])
  }

  @Test("MAKER_CONFIG names the file, and --config counts more")
  func config() async throws {
    let place = try Workplace()
    try place.write(Data("k: 5".utf8), to: "five.yaml")
    try place.write(Data("k: 6".utf8), to: "six.yaml")
    let environment = ["MAKER_CONFIG": place.path("five.yaml")]
    #expect(try await Settings(options: SettingsGiven(), environment: environment).k == 5)
    #expect(
      try await Settings(options: SettingsGiven(), config: place.path("six.yaml"), environment: environment).k
        == 6)
    let missing = ["MAKER_CONFIG": place.path("seven.yaml")]
    let failure = await #expect(throws: CommandFailure.self) {
      _ = try await Settings(options: SettingsGiven(), environment: missing)
    }
    #expect(failure?.message?.contains("seven.yaml") == true)
  }
}

@Suite("What is wrong with a setting is said in one sentence: where, and the remedy")
struct SettingRefusalTests {
  static let wrong: [(name: SettingName, text: String)] = [
    (.rpm, "ten"), (.rpm, "0"), (.rpm, "1.5"), (.tpm, "-1"), (.maxConnections, "0"), (.retries, "101"),
    (.maxCost, "0"), (.maxCost, "-1"), (.maxCost, "nan"), (.maxCost, "inf"), (.maxCost, "$5"),
    (.maxTokens, "0"), (.maxTokens, "1e6"), (.maxSteps, "0"), (.maxTime, "30"), (.maxTime, "0s"),
    (.connectTimeout, "soon"), (.k, "0"), (.k, "101"), (.temperature, "-0.1"), (.temperature, "nan"),
    (.mode, "both"), (.logLevel, "loud"), (.logFormat, "xml"),
  ]

  @Test("a value that none can be, in every place", arguments: wrong)
  func values(name: SettingName, text: String) async throws {
    let inEnvironment = try await settingsRefusal(environment: [name.variable: text])
    #expect(inEnvironment.contains(name.variable) && inEnvironment.contains(text), "\(inEnvironment)")
    let inFile = try await settingsRefusal(file: "# settings\n\(name.rawValue): \"\(text)\"\n")
    #expect(inFile.contains("maker.yaml, line 2") && inFile.contains("`\(name.rawValue)`"), "\(inFile)")
    let inOptions = try await settingsRefusal(options: [name: text])
    #expect(inOptions.contains(name.option) && inOptions.contains(text), "\(inOptions)")
  }

  @Test(
    "an address that is none, without what may be a password",
    arguments: [
      "ftp://hunter2", "127.0.0.1:8000", "http://", "http://user:hunter2@host/v1", "http://hunter2@host/v1",
      "https://host/v1?api_key=hunter2", "https://host/v1?sig=1&access_token=hunter2", "http://host:99999/v1",
      "http://host/a b", "https://host/v1/sk-hunter2hunter2hunter2", "https://host/v1/chat/completions",
    ])
  func addresses(text: String) async throws {
    for message in [
      try await settingsRefusal(environment: ["MAKER_BASE_URL": text]),
      try await settingsRefusal(environment: ["OPENAI_BASE_URL": text]),
      try await settingsRefusal(file: "base_url: \"\(text)\""),
      try await settingsRefusal(options: [.baseURL: text]),
      try await settingsRefusal(file: "providers:\n  mine:\n    base_url: \"\(text)\""),
    ] {
      #expect(!message.contains("hunter2") || text == "ftp://hunter2", "\(message)")
      #expect(message.lowercased().contains("base_url") || message.contains("--base-url"), "\(message)")
    }
  }

  @Test("a variable that is mistyped, so that no cap is overlooked")
  func variables() async throws {
    let message = try await settingsRefusal(environment: ["MAKER_MAXCOST": "5"])
    #expect(message.contains("MAKER_MAXCOST") && message.contains("MAKER_MAX_COST?"))
    for name in ["MAKER_HOME", "MAKER_API_KEY", "MAKER_GATEWAY_API_KEY", "MAKER"] {
      _ = try await readSettings(environment: [name: "x"])
    }
  }
}
