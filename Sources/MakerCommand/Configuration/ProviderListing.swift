import MakerProviders

/// A provider as `maker models` lists it. Whether there is a key, never the key.
struct ProviderListing: Encodable {
  let profile: EndpointProfile
  let hasKey: Bool

  /// Whether it can be asked as things are: it has an address, and a key if it needs one.
  var isConfigured: Bool { !profile.baseURL.isEmpty && (hasKey || !profile.needsKey) }

  /// The providers that are known, those of the settings last, each at its own address.
  static func all(_ settings: Settings) async throws(CommandFailure) -> [ProviderListing] {
    let known = EndpointProfile.all.map(\.name)
    var listings: [ProviderListing] = []
    for name in known + settings.providers.keys.filter({ !known.contains($0) }).sorted() {
      let said = settings.providers[name]
      var profile = ProviderSettings.profile(of: name, like: said?.like)
      if let address = said?.baseURL { profile.baseURL = address.address.text }
      var hasKey = false
      if let variable = profile.keyVariable { hasKey = try await settings.keys.key(named: variable) != nil }
      listings.append(ProviderListing(profile: profile, hasKey: hasKey))
    }
    return listings
  }

  /// The cells of its line for a person.
  var cells: [String] {
    let key =
      if let variable = profile.keyVariable {
        "\(variable) " + (hasKey ? "(set)" : profile.needsKey ? "(not set)" : "(not set, not needed)")
      } else {
        "none"
      }
    return [
      profile.name, profile.dialect.rawValue, profile.baseURL.isEmpty ? "needs --base-url" : profile.baseURL,
      key,
    ]
  }

  private enum CodingKeys: String, CodingKey {
    case provider, configured
    case wireProtocol = "protocol"
    case baseURL = "base_url"
    case keyVariable = "key_variable"
    case needsKey = "needs_key"
    case hasKey = "has_key"
  }

  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(profile.name, forKey: .provider)
    try keys.encode(profile.dialect.rawValue, forKey: .wireProtocol)
    try keys.encode(profile.baseURL.isEmpty ? nil : profile.baseURL, forKey: .baseURL)
    try keys.encode(profile.keyVariable, forKey: .keyVariable)
    try keys.encode(profile.needsKey, forKey: .needsKey)
    try keys.encode(hasKey, forKey: .hasKey)
    try keys.encode(isConfigured, forKey: .configured)
  }
}
