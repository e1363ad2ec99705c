package import MakerProviders

/// A model of an endpoint, with all that is needed to ask it but the key.
package struct SelectedEndpoint: Sendable, Hashable {
  /// How its server is talked to; its address is the one that was chosen.
  package let profile: EndpointProfile
  /// The model as the server knows it.
  package let model: String
  /// For an endpoint of one's own, the known provider that it behaves like.
  package let like: String?
  /// Who named the address, if nobody did whose word is enough for the key to go there.
  let doubtfulPlace: SettingsReader.Place?

  /// Puts together what is known of a provider.
  ///
  /// - Parameters:
  ///   - provider: The provider's name.
  ///   - model: The model as the server knows it.
  ///   - settings: What a person set.
  ///   - recorded: The endpoint as the file of a run that is resumed has it; nil for a new run.
  /// - Throws: A failure when there is no address.
  init(
    provider: String, model: String, settings: Settings, recorded: Recorded? = nil
  ) throws(CommandFailure) {
    let like = recorded?.like ?? settings.providers[provider]?.like
    let known = EndpointProfile.named(provider)
    var profile = ProviderSettings.profile(of: provider, like: like)
    let usual = known.flatMap { try? EndpointAddress($0.baseURL) }
    let said = Self.said(of: provider, settings)
    guard let address = recorded?.address ?? said?.address ?? usual else {
      throw CommandFailure(
        .usage,
        "The provider \(provider) has no address; give it with --base-url, such as --base-url http://gpu:8000/v1."
      )
    }
    profile.baseURL = address.text
    let isOwnAddress = address.isLoopback || usual.map { address.hasOrigin(of: $0) } ?? false
    // The key of a vendor is for the vendor: a file that lies in a folder, or a run file, cannot send it elsewhere.
    let isSaid = said.map { $0.address == address && ($0.place != .file || known?.needsKey != true) } ?? false
    doubtfulPlace = isOwnAddress || isSaid ? nil : recorded != nil ? .recorded : .file
    self.profile = profile
    self.model = model
    self.like = known == nil ? like : nil
  }

  /// An endpoint as a run file has it.
  struct Recorded {
    var address: EndpointAddress
    var like: String?
  }

  /// The address that was said for a provider, by the one whose word counts most.
  static func said(of provider: String, _ settings: Settings) -> SaidAddress? {
    if let general = settings.baseURL, general.place != .file { return general }
    return settings.providers[provider]?.baseURL ?? settings.baseURL
  }

  /// The name under which replies are counted and priced.
  package var name: String { "\(profile.name)/\(model)" }

  /// The key for this endpoint; nil when there is none and none is needed.
  ///
  /// - Throws: A failure when a key is missing, cannot be one, or would go where nobody said it may.
  package func key(_ keys: KeyRing) async throws(CommandFailure) -> Secret? {
    guard let variable = profile.keyVariable else { return nil }
    guard let key = try await keys.key(named: variable) else {
      guard profile.needsKey else { return nil }
      throw CommandFailure(
        .usage,
        "\(name) needs a key: put it into the variable \(variable), or into a file of that name in the folder "
          + "that MAKER_SECRETS_DIR names.")
    }
    guard let doubtfulPlace else { return key }
    let isKnown = EndpointProfile.named(profile.name)?.needsKey == true
    let remedy = isKnown ? ProviderSettings.addressVariable(of: profile.name) : SettingName.baseURL.variable
    throw CommandFailure(
      .usage,
      "The key in \(variable) would go to \(profile.baseURL), which only the "
        + "\(doubtfulPlace == .recorded ? "run file" : "settings file") names for \(profile.name); if that is right, "
        + "set \(remedy)=\(profile.baseURL).")
  }
}
