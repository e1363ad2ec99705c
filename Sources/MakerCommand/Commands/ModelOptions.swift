package import ArgumentParser

/// Which models are asked.
package struct ModelOptions: ParsableArguments {
  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A model: PROVIDER/NAME as `maker models` lists them, embedded/hanoi or embedded/multiply, or the path of a GGUF "
        + "file; repeat it for several (default: that of the file or the settings, else embedded/hanoi for hanoi and "
        + "embedded/multiply for solve).", valueName: "model"))
  package var model: [String] = []
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What several models are for: fallback (the next when an endpoint is down or out of money) or ensemble (votes "
        + "take turns) (default: fallback).", valueName: "mode"))
  package var mode: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The address of the endpoint, such as http://127.0.0.1:8000/v1 (default: the provider's).",
      valueName: "url"))
  package var baseUrl: String?

  package init() {}

  package func validate() throws {
    try Setting.mode.check(mode)
    try Setting.baseURL.check(baseUrl)
  }

  /// What was given.
  package var given: SettingsGiven {
    var given = SettingsGiven()
    given.add(.model, model)
    given.add(.mode, mode)
    given.add(.baseURL, baseUrl)
    return given
  }
}

/// How endpoints are talked to.
package struct ConnectionOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Most requests at a time to a model, 1 to 10000 (default: 200).", valueName: "count"))
  package var maxConnections: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Most requests a minute to a model (default: no limit).", valueName: "count"))
  package var rpm: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Most tokens a minute of a model (default: no limit).", valueName: "count"))
  package var tpm: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Most time until there is a connection (default: 10s).", valueName: "time"))
  package var connectTimeout: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Most time until an answer begins (default: 5m).", valueName: "time"))
  package var firstByteTimeout: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Most time until an answer is whole (default: 10m).", valueName: "time"))
  package var replyTimeout: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How often a request is sent again after a failure that may pass, 0 to 100 (default: 7).",
      valueName: "count"))
  package var retries: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Time without an answer after which a request is sent a second time (default: never).",
      valueName: "time"))
  package var hedgeAfter: String?

  package init() {}

  package func validate() throws {
    try Setting.maxConnections.check(maxConnections)
    try Setting.rpm.check(rpm)
    try Setting.tpm.check(tpm)
    try Setting.connectTimeout.check(connectTimeout)
    try Setting.firstByteTimeout.check(firstByteTimeout)
    try Setting.replyTimeout.check(replyTimeout)
    try Setting.retries.check(retries)
    try Setting.hedgeAfter.check(hedgeAfter)
  }

  /// What was given.
  package var given: SettingsGiven {
    var given = SettingsGiven()
    given.add(.maxConnections, maxConnections)
    given.add(.rpm, rpm)
    given.add(.tpm, tpm)
    given.add(.connectTimeout, connectTimeout)
    given.add(.firstByteTimeout, firstByteTimeout)
    given.add(.replyTimeout, replyTimeout)
    given.add(.retries, retries)
    given.add(.hedgeAfter, hedgeAfter)
    return given
  }
}

/// Which settings file is read.
package struct ConfigOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The settings file (default: maker.yaml in this folder, if there is one).", valueName: "file"))
  package var config: String?

  package init() {}
}

extension Setting {
  /// Checks what was given on the command line.
  ///
  /// - Throws: `ValidationError`.
  func check(_ text: String?) throws {
    if let text { try require(read(text) != nil, refusal(of: text, in: name.option)) }
  }
}
