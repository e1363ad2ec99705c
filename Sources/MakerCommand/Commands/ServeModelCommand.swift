import ArgumentParser
import Maker
import MakerServer
import MakerSolve
import MicroModel

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct ServeModelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve-model",
    abstract: "Serve an embedded model over the OpenAI protocol, well or, on request, badly.",
    discussion: """
      Examples:
        maker serve-model                                # at http://127.0.0.1:8080/v1, without a key
        maker serve-model --model embedded/multiply      # the one that multiplies
        maker serve-model --fault 429:0.05 --fault reset:0.01 --latency lognormal:400ms,0.8
        maker serve-model --port 0 --port-file port.txt  # any free port; its number is written to port.txt
        maker serve-model --play-roles --role solver=0.1,0.02   # simulated
        maker serve-model --replies truth.csv --key-field id --reply-field label --wrong 0.02   # simulated

      It answers POST /v1/chat/completions and /v1/completions, GET /v1/models and /health, until SIGINT or \
      SIGTERM. Then it answers what is in flight, for up to 10 seconds, and exits with 0.

      With --replies no model is served but a simulation, named `scripted`: it looks for a key of the file in the prompt, \
      gives its reply, and errs as often as it is told to. Rehearse a map with it before a real model is paid. Its tokens are \
      made up too: one for every four bytes of prompt and reply.

      With --play-roles another simulation is served, named `scripted` too: it plays the four roles of `maker solve` for \
      products, and a role errs as often as --role says: ROLE=WRONG, or ROLE=WRONG,MALFORMED, or ROLE=WRONG,MALFORMED,ALIKE, \
      the last being the share of wrong replies that are all wrong in the same way.

      Clients have to show a key when there is one in the environment as MAKER_SERVE_KEY, or in --key-file.

      Kinds of faults: 429, 500, 502, 503 and 529 are statuses; out-of-money a 429 that waiting does not cure; \
      reset and reset-body reset the connection before the answer or in the middle of it; truncate ends it there; \
      garbage is half of the JSON; html and empty are answers of status 200 without JSON; stall never answers; \
      slow sends 20 bytes a second.
      """)

  @Option(help: "The model: embedded/hanoi or embedded/multiply, or the path of a GGUF file.")
  var model: String = "embedded/hanoi"
  @Option(
    help: ArgumentHelp(
      "A CSV or JSON Lines file of right replies, to simulate a model with (default: none; a model is served).",
      valueName: "file"))
  var replies: String?
  @Option(help: "With --replies, the field whose value stands in the prompt, one word.")
  var keyField: String = "id"
  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      """
      With --replies, the field with the right reply. Of several agents each has one: TEXT=FIELD is for prompts that have the \
      text in them or in their instructions; may be given several times (default: reply).
      """, valueName: "[text=]field"))
  var replyField: [String] = []
  @Option(
    parsing: .unconditional, help: "With --replies, the share of replies that are another key's, 0 to 1.")
  var wrong: Double = 0
  @Option(parsing: .unconditional, help: "With --replies, the share of replies that are no answer, 0 to 1.")
  var malformed: Double = 0
  @Option(parsing: .unconditional, help: "With --replies, the seed of what is wrong, 0 to 2^64 - 1.")
  var replySeed: UInt64 = 1
  @Flag(help: "Simulate the four roles of `maker solve` for products, instead of a model.")
  var playRoles = false
  @Option(
    name: .customLong("role"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "With --play-roles, how often a role errs, shares from 0 to 1; may be given several times (default: never).",
      valueName: "role=wrong[,malformed[,alike]]"))
  var roles: [String] = []
  @Option(parsing: .unconditional, help: "The port, 0 to 65535; 0 takes any that is free.")
  var port: Int = 8080
  @Option(help: "The address; one that other machines can reach needs a key.")
  var host: String = "127.0.0.1"
  @Option(help: "A file for the number of the port, written once it is listened on (default: none).")
  var portFile: String?
  @Option(help: "A file with the key that clients have to show (default: MAKER_SERVE_KEY, or no key).")
  var keyFile: String?
  @Option(
    name: .customLong("fault"),
    help: ArgumentHelp(
      "A fault and its share of the requests, 0 to 1; may be given several times (default: none).",
      valueName: "kind:rate"))
  var faults: [String] = []
  @Option(
    help: ArgumentHelp(
      """
      The wait before an answer: fixed:TIME, uniform:LEAST,MOST or lognormal:MEDIAN,SIGMA; a time ends in us, ms, \
      s, m or h (default: none).
      """, valueName: "form"))
  var latency: String?
  @Option(parsing: .unconditional, help: "Seed of faults and latencies, 0 to 2^64 - 1.")
  var faultSeed: UInt64 = 0
  @Option(parsing: .unconditional, help: "Seconds that a 429 asks to wait, 0 to 3600.")
  var retryAfter: Int = 1
  @Flag(help: "Say every request on standard error.")
  var verbose = false
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try require((0...65535).contains(port), "--port must be from 0 to 65535, not \(port).")
    try require((0...3600).contains(retryAfter), "--retry-after must be from 0 to 3600, not \(retryAfter).")
    try require(
      wrong >= 0 && malformed >= 0 && wrong + malformed <= 1,
      "--wrong and --malformed are shares of the replies, together at most 1.")
    try require(
      replies != nil || (wrong == 0 && malformed == 0), "--wrong and --malformed need --replies FILE.")
    try require(!playRoles || replies == nil, "--play-roles and --replies are two simulations; choose one.")
    try require(playRoles || roles.isEmpty, "--role goes with --play-roles.")
    do { _ = try plan() } catch { throw ValidationError("\(error)") }
    _ = try RoleErrors.read(roles)
  }

  private func plan() throws(FaultPlanError) -> FaultPlan {
    try FaultPlan(faults: faults, latency: latency, seed: faultSeed, retryAfterSeconds: retryAfter)
  }

  func run() async throws {
    if playRoles {
      return try await serve(
        SimulatedArithmetic(errors: RoleErrors.read(roles)), as: "scripted, a simulation of four roles")
    }
    guard let replies else { return try await serve(languageModel(), as: model) }
    let script = try ScriptedReplies(
      replies, key: keyField, replies: replyField.isEmpty ? ["reply"] : replyField)
    if let remark = script.remark { StandardError.line("maker: \(remark)") }
    try await serve(
      script.model(wrong: wrong, malformed: malformed, seed: replySeed), as: "scripted, a simulation")
  }

  private func serve(_ served: some LanguageModel, as model: String) async throws {
    let server = try ModelServer(served, configuration(), observer: verbose ? Self.tell : nil)
    let portFile = try portFile.map { try PortFile(at: $0) }
    let output = output
    do {
      try await Interrupts.cancelling(announcing: "stopping; requests in flight are being answered") {
        try await server.serve { address in
          try portFile?.write(address.port)
          let ready = Ready(model: model, url: address.baseURL)
          try StandardOutput.print(output.json ? JSONLine.of(ready) : "serving \(model) at \(ready.url)")
          while true { try await Task.sleep(for: .seconds(3600)) }
        }
      }
    } catch is CancellationError {
      return
    } catch let error as ModelServerError {
      throw CommandFailure(error.code == .cutOff ? .interrupted : .failed, "\(error)")
    }
  }

  private func languageModel() throws(CommandFailure) -> EmbeddedLanguageModel {
    do throws(MicroModelError) {
      return EmbeddedLanguageModel(
        model.hasPrefix("embedded/") ? try .embedded(model) : try MicroModel(contentsOf: model))
    } catch {
      let place = error.description.contains(model) ? "" : "The model \(model) cannot be used. "
      throw CommandFailure(error.code == .damagedFile ? .data : .usage, place + error.description)
    }
  }

  private func configuration() throws -> ModelServer.Configuration {
    // A file is served under its name without folder and suffix.
    let isSimulated = replies != nil || playRoles
    let name = isSimulated ? "scripted" : URL(filePath: model).deletingPathExtension().lastPathComponent
    var configuration = ModelServer.Configuration(
      modelNames: !isSimulated && model.hasPrefix("embedded/") ? [name, model] : [name])
    configuration.host = host
    configuration.port = port
    configuration.key = try key()
    configuration.faults = try plan()
    // A simulation says what it says, whatever form is asked for.
    configuration.ignoresSchemas = isSimulated
    let isLocal = host == "localhost" || host == "::1" || host.hasPrefix("127.")
    guard isLocal || configuration.key != nil else {
      throw CommandFailure(
        .usage,
        "Other machines can reach \(host), so clients have to show a key: set MAKER_SERVE_KEY, or leave out --host."
      )
    }
    return configuration
  }

  /// The key, which no argument holds: arguments can be read by everybody on the machine.
  private func key() throws(CommandFailure) -> AccessKey? {
    let source: String
    let text: String
    if let keyFile {
      guard let data = FileManager.default.contents(atPath: keyFile) else {
        throw CommandFailure(.usage, "The key file \(keyFile) cannot be read.")
      }
      (source, text) = (keyFile, String(decoding: data, as: UTF8.self))
    } else if let value = ProcessInfo.processInfo.environment["MAKER_SERVE_KEY"] {
      (source, text) = ("MAKER_SERVE_KEY", value)
    } else {
      return nil
    }
    // The end of the line is no part of the key; nor can a key go over HTTP that has a space in it.
    let words = text.split(whereSeparator: \.isWhitespace)
    guard words.count == 1, let key = AccessKey(String(words[0])) else {
      throw CommandFailure(.usage, "There is not one key in \(source); put one word there, or leave it out.")
    }
    return key
  }

  @Sendable private static func tell(_ request: ServedRequest) {
    let status = request.status.map { "\($0)" } ?? "no answer"
    let fault = request.fault.map { ", injected \($0.rawValue)" } ?? ""
    let time = Figures.fixed(request.duration / .milliseconds(1), 2)
    StandardError.line("maker: \(request.method) \(request.path.prefix(200)) \(status) \(time) ms\(fault)")
  }
}

/// What is said once the server can be asked.
private struct Ready: Encodable {
  let model: String
  let url: String
}

/// A file that tells a script the port. One that is left from before would tell it the wrong one.
private struct PortFile {
  private let path: String

  init(at path: String) throws(CommandFailure) {
    self.path = path
    do {
      if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
    } catch {
      throw CommandFailure(.usage, "The port file \(path) is there already and cannot be removed.")
    }
  }

  /// Writes the port so that the file is never seen half written.
  func write(_ port: Int) throws(CommandFailure) {
    do {
      try Data("\(port)\n".utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw CommandFailure(.failed, "The port file \(path) cannot be written.")
    }
  }
}
