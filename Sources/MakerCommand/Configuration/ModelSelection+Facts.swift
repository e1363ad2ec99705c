import MakerProviders
package import Maker

/// What a run file keeps of a selection, so that a resumed run asks the same models without being told again.
extension ModelSelection {
  private static let modeFact = "mode"

  /// The selection as a run file keeps it: no key, and nothing that may hold one. Prices are kept apart.
  package var facts: [String: String] {
    var facts: [String: String] = [:]
    for (index, model) in models.enumerated() {
      facts[Self.fact(index)] = model.name
      if let endpoint = model.endpoint {
        facts[Self.fact(index, "base_url")] = endpoint.profile.baseURL
        facts[Self.fact(index, "like")] = endpoint.like
      }
    }
    if models.count > 1 { facts[Self.modeFact] = mode.rawValue }
    for (name, texts) in connection.given.texts { facts[name.rawValue] = texts[0] }
    return facts
  }

  /// The settings among the facts of a run file, to be put below those of the command line when it is resumed.
  package static func recorded(_ facts: [String: String]) -> SettingsGiven {
    var given = SettingsGiven()
    for name in ConnectionSettings.names { given.add(name, facts[name.rawValue]) }
    return given
  }

  /// The selection that a run file holds.
  ///
  /// - Parameters:
  ///   - facts: What the file keeps.
  ///   - prices: The prices that it keeps.
  ///   - settings: The settings of the session that resumes it, made with ``recorded(_:)``: how endpoints are talked
  ///     to, and where keys may go.
  ///   - path: The file, to name it when something is wrong.
  /// - Throws: A failure when the file does not hold a selection.
  package init(
    facts: [String: String], prices: PriceList, settings: Settings, path: String
  ) throws(CommandFailure) {
    var models: [Model] = []
    // Prices that are known by now help a run that began without them.
    var table: PriceTable?
    while let text = facts[Self.fact(models.count)] {
      let like = facts[Self.fact(models.count, "like")]
      guard let address = facts[Self.fact(models.count, "base_url")] else {
        models.append(
          Model(
            kind: text.hasPrefix("embedded/") ? .embedded(text) : .file(text), endpoint: nil,
            price: PriceTable.Entry(prices: .free)))
        continue
      }
      guard let slash = text.firstIndex(of: "/"), let base = try? EndpointAddress(address) else {
        throw Self.damaged(path)
      }
      let provider = String(text[..<slash])
      let model = String(text[text.index(after: slash)...])
      let endpoint = try SelectedEndpoint(
        provider: provider, model: model, settings: settings, recorded: .init(address: base, like: like))
      let recorded = prices.models[endpoint.name].map {
        PriceTable.Entry(prices: $0, batch: prices.models[endpoint.name + PriceTable.batchSuffix])
      }
      if recorded == nil, table == nil { table = try PriceTable.all(settings) }
      models.append(
        Model(
          kind: .endpoint(provider: provider, model: model), endpoint: endpoint,
          price: recorded ?? table?.entry(for: endpoint.name)))
    }
    guard let mode = ModelMode(rawValue: facts[Self.modeFact] ?? ModelMode.fallback.rawValue), !models.isEmpty
    else { throw Self.damaged(path) }
    if let said = settings.baseURL, said.place == .option {
      try Self.checkUse(of: said, by: models.compactMap(\.endpoint?.profile.name), in: models.map(\.name))
    }
    self.init(models: models, mode: mode, connection: settings.connection)
  }

  /// The facts of a selection whose endpoints have moved to an address.
  package static func moved(_ facts: [String: String], to address: EndpointAddress) -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: facts.map { name, value in
        (name, name.hasPrefix("model.") && name.hasSuffix(".base_url") ? address.text : value)
      })
  }

  private static func fact(_ index: Int, _ detail: String? = nil) -> String {
    "model.\(index + 1)" + (detail.map { ".\($0)" } ?? "")
  }

  private static func damaged(_ path: String) -> CommandFailure {
    CommandFailure(.data, "The configuration in \(path) is damaged; restore the file from a copy.")
  }
}
