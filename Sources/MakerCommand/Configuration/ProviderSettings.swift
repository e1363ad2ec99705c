import MakerProviders

/// What settings say of one endpoint.
package struct ProviderSettings: Sendable, Hashable {
  /// Its address.
  package var baseURL: SaidAddress?
  /// The known provider that it behaves like.
  package var like: String?

  /// The variable of the environment that moves a provider elsewhere: `OPENAI_BASE_URL`.
  package static func addressVariable(of provider: String) -> String {
    variablePart(provider) + "_BASE_URL"
  }

  /// The variable that the key of an endpoint of one's own is in: `MAKER_MINE_API_KEY`.
  ///
  /// It begins with `MAKER_`, so that no settings file can send a key elsewhere that is meant for another program.
  package static func keyVariable(of provider: String) -> String {
    "MAKER_" + variablePart(provider) + "_API_KEY"
  }

  /// How a provider is talked to: as a known one, or like a known one.
  static func profile(of provider: String, like: String?) -> EndpointProfile {
    if let known = EndpointProfile.named(provider) { return known }
    var profile = EndpointProfile.named(like ?? ModelName.custom) ?? .custom
    profile.name = provider
    profile.baseURL = ""
    profile.keyVariable = keyVariable(of: provider)
    profile.needsKey = false
    return profile
  }

  /// What is said of each provider, by name.
  static func all(_ reader: SettingsReader) async throws(CommandFailure) -> [String: ProviderSettings] {
    var all: [String: ProviderSettings] = [:]
    for name in reader.names(below: .providers, fields: SettingsKeys.providerFields) {
      all[name] = try await one(name, reader)
    }
    for profile in EndpointProfile.all {
      let variable = addressVariable(of: profile.name)
      guard let address = try await reader.value(variable: variable, .baseURL) else { continue }
      all[profile.name, default: ProviderSettings()].baseURL = SaidAddress(
        address: address, place: .environment)
    }
    return all
  }

  /// What `maker.yaml` says of one provider.
  private static func one(
    _ name: String, _ reader: SettingsReader
  ) async throws(CommandFailure) -> ProviderSettings {
    let path = [SettingName.providers.rawValue, name]
    let place = reader.file?.place(of: path.joined(separator: ".")) ?? SettingsFile.name
    let address = try await reader.value(path + ["base_url"], .baseURL)
    let like = try await reader.value(path + ["like"], .like)
    let known = EndpointProfile.all.map(\.name).joined(separator: ", ")
    let problem: String? =
      if !name.utf8.allSatisfy(isPartOfName) || name.isEmpty || name == "embedded" {
        "the provider \(name) needs a name of small letters, digits, - and _, which is not `embedded`."
      } else if address == nil {
        "the provider \(name) needs a base_url, such as `\(name): {base_url: http://gpu:8000/v1}`."
      } else if like != nil, EndpointProfile.named(name) != nil {
        "the provider \(name) is known already and is like no other; leave out `like`."
      } else if let like, EndpointProfile.named(like) == nil {
        "the provider \(name) must be like one of \(known), not \(like)."
      } else {
        nil
      }
    if let problem { throw CommandFailure(.usage, "\(place): \(problem)") }
    return ProviderSettings(baseURL: address.map { SaidAddress(address: $0, place: .file) }, like: like)
  }

  private static func isPartOfName(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }

  private static func variablePart(_ provider: String) -> String {
    String(provider.uppercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
  }
}
