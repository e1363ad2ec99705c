package import Logging
package import Maker
package import MakerProviders

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a person set, wherever: on the command line, in the environment, in `maker.yaml`.
package struct Settings: Sendable {
  /// The models in order, as they are named; empty where none is.
  package let models: [String]
  /// What several models are for.
  package let mode: ModelMode?
  /// The address of the models' endpoint.
  package let baseURL: SaidAddress?
  /// Endpoints of one's own, and known ones at another address, by name.
  package let providers: [String: ProviderSettings]
  /// A file of prices.
  package let pricesFile: String?
  /// Prices in `maker.yaml` itself, by the models' names.
  package let prices: [String: PriceTable.Entry]
  /// Votes an answer must be ahead.
  package let k: Int?
  /// The temperature of the samples.
  package let temperature: Double?
  /// How endpoints are talked to.
  package let connection: ConnectionSettings
  /// What a run may spend.
  package let caps: Caps
  /// What is logged.
  package let logLevel: Logger.Level
  /// How it is logged.
  package let logFormat: LogFormat
  /// The keys of endpoints.
  package let keys: KeyRing
  /// The `maker.yaml` that was read.
  package let file: String?

  /// Reads all settings of this process.
  ///
  /// - Parameters:
  ///   - options: What the command line says.
  ///   - recorded: What a run that is resumed was started with.
  ///   - config: The settings file that the command line names; nil for the usual one.
  /// - Throws: A failure that says what is wrong, where, and what to do.
  package init(
    options: SettingsGiven = SettingsGiven(), recorded: SettingsGiven = SettingsGiven(), config: String? = nil
  ) async throws(CommandFailure) {
    try await self.init(
      options: options, recorded: recorded, config: config,
      environment: ProcessInfo.processInfo.environment)
  }

  /// Reads all settings.
  ///
  /// - Parameters:
  ///   - options: What the command line says.
  ///   - recorded: What a run that is resumed was started with.
  ///   - config: The settings file that the command line names; nil for the usual one.
  ///   - environment: The variables.
  /// - Throws: A failure that says what is wrong, where, and what to do.
  package init(
    options: SettingsGiven, recorded: SettingsGiven = SettingsGiven(), config: String? = nil,
    environment: [String: String]
  ) async throws(CommandFailure) {
    try Self.checkVariables(environment)
    let named = config ?? environment["MAKER_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
    let file = try SettingsFile(path: named ?? SettingsFile.name)
    if let named, file == nil {
      throw CommandFailure(
        .usage, "The settings file \(named) is not there; change --config or MAKER_CONFIG, or make the file.")
    }
    let reader = SettingsReader(options: options, recorded: recorded, environment: environment, file: file)
    self.file = file?.path
    models = try await reader.list(.model)
    mode = try await reader.value(.mode)
    baseURL = try await reader.value(.baseURL).map {
      SaidAddress(address: $0, place: reader.place(of: .baseURL) ?? .file)
    }
    providers = try await ProviderSettings.all(reader)
    pricesFile = try await reader.path(.prices)
    prices = try await reader.prices()
    k = try await reader.value(.k)
    temperature = try await reader.value(.temperature)
    connection = try await ConnectionSettings(reader)
    caps = Caps(
      maximumCostUSD: try await reader.value(.maxCost), maximumTokens: try await reader.value(.maxTokens),
      maximumSeconds: try await reader.value(.maxTime).map { $0 / .seconds(1) },
      maximumSteps: try await reader.value(.maxSteps),
      maximumSamples: try await reader.value(.maxRunSamples))
    logLevel = try await reader.value(.logLevel) ?? .warning
    logFormat = try await reader.value(.logFormat) ?? .text
    keys = KeyRing(environment: environment, folder: try await reader.path(.secretsFolder))
  }

  /// Nothing set, for whoever only reads what a run file says.
  package static let none = Settings()

  private init() {
    (models, mode, baseURL, providers) = ([], nil, nil, [:])
    (pricesFile, prices, k, temperature) = (nil, [:], nil, nil)
    (connection, caps) = (ConnectionSettings(), Caps())
    (logLevel, logFormat) = (.warning, .text)
    (keys, file) = (KeyRing(environment: [:], folder: nil), nil)
  }

  /// A variable that is mistyped would be ignored, and a cap with it.
  private static func checkVariables(_ environment: [String: String]) throws(CommandFailure) {
    let prefix = "MAKER_"
    let known = SettingName.allCases.map(\.variable) + ["MAKER_CONFIG"]
    for name in environment.keys.sorted() where name.hasPrefix(prefix) && !known.contains(name) {
      guard !name.hasSuffix("_API_KEY"),
        let meant = NearestWord.of(
          String(name.dropFirst(prefix.count)), among: known.map { String($0.dropFirst(prefix.count)) })
      else { continue }
      throw CommandFailure(
        .usage, "The environment has \(name), which is no setting; did you mean \(prefix)\(meant)?")
    }
  }
}

/// An address that a person gave, and where.
package struct SaidAddress: Sendable, Hashable {
  package var address: EndpointAddress
  package var place: SettingsReader.Place
}
