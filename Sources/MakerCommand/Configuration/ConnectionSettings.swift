package import MakerProviders

/// How endpoints are talked to, as far as a person said; nil leaves it to the endpoint's defaults.
package struct ConnectionSettings: Sendable, Hashable {
  /// The most requests at a time, to each model.
  package var maxConnections: Int?
  /// The most requests a minute, to each model.
  package var rpm: Int?
  /// The most tokens a minute, of each model.
  package var tpm: Int?
  /// The most time until there is a connection.
  package var connectTimeout: Duration?
  /// The most time from the request to the first byte of its answer.
  package var firstByteTimeout: Duration?
  /// The most time from the request to the last byte of its answer.
  package var replyTimeout: Duration?
  /// How often a request is sent again after a failure that may pass.
  package var retries: Int?
  /// The time after which a request that has no answer is sent a second time.
  package var hedgeAfter: Duration?

  /// Nothing said.
  package init() {}

  init(_ reader: SettingsReader) async throws(CommandFailure) {
    maxConnections = try await reader.value(.maxConnections)
    rpm = try await reader.value(.rpm)
    tpm = try await reader.value(.tpm)
    connectTimeout = try await reader.value(.connectTimeout)
    firstByteTimeout = try await reader.value(.firstByteTimeout)
    replyTimeout = try await reader.value(.replyTimeout)
    retries = try await reader.value(.retries)
    hedgeAfter = try await reader.value(.hedgeAfter)
  }

  /// As it was given, so that a run file keeps it and a resume reads it again.
  package var given: SettingsGiven {
    var given = SettingsGiven()
    given.add(.maxConnections, maxConnections.map { "\($0)" })
    given.add(.rpm, rpm.map { "\($0)" })
    given.add(.tpm, tpm.map { "\($0)" })
    given.add(.connectTimeout, connectTimeout?.settingText)
    given.add(.firstByteTimeout, firstByteTimeout?.settingText)
    given.add(.replyTimeout, replyTimeout?.settingText)
    given.add(.retries, retries.map { "\($0)" })
    given.add(.hedgeAfter, hedgeAfter?.settingText)
    return given
  }
}

extension ConnectionSettings {
  /// The settings it is made of.
  static let names: [SettingName] = [
    .maxConnections, .rpm, .tpm, .connectTimeout, .firstByteTimeout, .replyTimeout, .retries, .hedgeAfter,
  ]

  /// The most requests that are out at a time, to each model.
  var requestsAtOnce: Int { options.maximumConnections }

  /// As an endpoint takes it.
  package var options: EndpointOptions {
    var options = EndpointOptions()
    if let maxConnections { options.maximumConnections = maxConnections }
    options.requestsPerMinute = rpm
    options.tokensPerMinute = tpm
    if let connectTimeout { options.connectTimeout = connectTimeout }
    if let firstByteTimeout { options.firstByteTimeout = firstByteTimeout }
    if let replyTimeout { options.replyTimeout = replyTimeout }
    if let retries { options.maximumTries = retries + 1 }
    options.hedgeAfter = hedgeAfter
    return options
  }
}
