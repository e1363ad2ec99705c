import MakerProviders
import MicroModel

/// What `maker models` prints.
struct ModelsListing: Encodable {
  private let settingsFile: String?
  private let baseURL: String?
  private let selection: ModelSelection
  private let providers: [ProviderListing]
  private let prices: [PriceListing]

  /// Gathers everything, or what is about one provider.
  init(_ settings: Settings, provider: String?) async throws(CommandFailure) {
    settingsFile = settings.file
    baseURL = settings.baseURL?.address.text
    selection = try ModelSelection(settings)
    let all = try await ProviderListing.all(settings)
    let prices = try PriceListing.all(settings)
    guard let provider else {
      (providers, self.prices) = (all, prices)
      return
    }
    providers = all.filter { $0.profile.name == provider }
    guard !providers.isEmpty else {
      let names = all.map(\.profile.name)
      let meant = NearestWord.of(provider, among: names).map { " (did you mean \($0)?)" } ?? ""
      throw CommandFailure(
        .usage,
        "No provider \(LogMask.masked(provider)) is known\(meant); there are \(names.joined(separator: ", "))."
      )
    }
    self.prices = prices.filter { $0.model.hasPrefix(provider + "/") }
  }

  /// Everything for a person.
  var text: String {
    var lines = [
      "model     \(selection.summary)", "settings  \(settingsFile ?? "none (no \(SettingsFile.name) here)")",
    ]
    if let baseURL { lines.append("base URL  \(baseURL), in place of the provider's") }
    lines.append("embedded  \(MicroModel.embeddedNames.joined(separator: ", "))")
    lines.append("")
    lines += TextTable.lines([["PROVIDER", "PROTOCOL", "ADDRESS", "KEY"]] + providers.map(\.cells))
    if !prices.isEmpty {
      lines += ["", "US dollars per million tokens"]
      lines += TextTable.lines([PriceListing.titles] + prices.map(\.cells), numbers: PriceListing.numbers)
    }
    return lines.joined(separator: "\n")
  }

  private enum CodingKeys: String, CodingKey {
    case models, mode, embedded, providers, prices
    case settingsFile = "settings_file"
    case baseURL = "base_url"
  }

  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(selection.models.map(\.name), forKey: .models)
    try keys.encode(selection.mode.rawValue, forKey: .mode)
    try keys.encode(MicroModel.embeddedNames, forKey: .embedded)
    try keys.encode(settingsFile, forKey: .settingsFile)
    try keys.encode(baseURL, forKey: .baseURL)
    try keys.encode(providers, forKey: .providers)
    try keys.encode(prices, forKey: .prices)
  }
}
