import Maker
package import MakerProviders

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The models of a run, with everything that was chosen about them but keys.
package struct ModelSelection: Sendable {
  /// One model.
  package struct Model: Sendable, Hashable {
    /// What kind it is.
    package let kind: ModelName
    /// Its endpoint; nil for a model that runs in this process.
    package let endpoint: SelectedEndpoint?
    /// What its tokens cost; nil when that is not known.
    package let price: PriceTable.Entry?

    /// Its full name: `openai/gpt-4.1-mini`, `embedded/hanoi`, or the path of a file.
    package var name: String {
      switch kind {
      case .embedded(let name), .file(let name): name
      case .endpoint(let provider, let model): "\(provider)/\(model)"
      }
    }
  }

  /// The model of a run where none is named.
  package static let usual = "embedded/hanoi"

  /// The models, in order; at least one.
  package let models: [Model]
  /// What several of them are for.
  package let mode: ModelMode
  /// How endpoints are talked to.
  package let connection: ConnectionSettings

  /// Resolves what a person set.
  ///
  /// - Throws: A failure for a model that is not known, or an address that is missing or has no use.
  package init(_ settings: Settings) throws(CommandFailure) {
    let providers = Set(EndpointProfile.all.map(\.name)).union(settings.providers.keys)
    let texts = settings.models.isEmpty ? [Self.usual] : settings.models
    var names: [ModelName] = []
    for text in texts {
      do throws(ModelName.Refusal) {
        let name = try ModelName(text, providers: providers, hasBaseURL: settings.baseURL != nil)
        guard !names.contains(name) else {
          throw ModelName.Refusal(message: "The model \(text) is named twice; name each once.")
        }
        names.append(name)
      } catch {
        throw CommandFailure(.usage, LogMask.masked(error.message))
      }
    }
    if let base = settings.baseURL {
      let users = names.compactMap { name -> String? in
        guard case .endpoint(let provider, _) = name else { return nil }
        return SelectedEndpoint.said(of: provider, settings) == base ? provider : nil
      }
      try Self.checkUse(of: base, by: users, in: settings.models)
    }
    var models: [Model] = []
    for name in names {
      guard case .endpoint(let provider, let model) = name else {
        models.append(Model(kind: name.absolute, endpoint: nil, price: PriceTable.Entry(prices: .free)))
        continue
      }
      let endpoint = try SelectedEndpoint(provider: provider, model: model, settings: settings)
      let free = endpoint.profile.isFree ? PriceTable.Entry(prices: .free) : nil
      let price = try PriceTable.all(settings).entry(for: endpoint.name) ?? free
      models.append(Model(kind: name, endpoint: endpoint, price: price))
    }
    self.init(models: models, mode: settings.mode ?? .fallback, connection: settings.connection)
  }

  init(models: [Model], mode: ModelMode, connection: ConnectionSettings) {
    self.models = models
    self.mode = mode
    self.connection = connection
  }

  /// The models on one line, for a person.
  package var summary: String {
    let names = models.map(\.name).joined(separator: ", ")
    return models.count == 1 ? names : "\(names) (\(mode.rawValue))"
  }

  /// An address that nothing is asked at, or too much, was meant otherwise.
  ///
  /// - Parameters:
  ///   - base: The address of all endpoints.
  ///   - providers: The providers that would be asked there.
  ///   - models: The models as they are named.
  /// - Throws: A failure that says what the address has no use for.
  static func checkUse(
    of base: SaidAddress, by providers: [String], in models: [String]
  ) throws(CommandFailure) {
    let providers = Set(providers).sorted()
    guard providers.count <= 1 else {
      throw CommandFailure(
        .usage,
        "The base URL \(base.address) is one address, and the models are of several providers "
          + "(\(providers.joined(separator: ", "))); give each its own under `providers` in maker.yaml.")
    }
    guard providers.isEmpty, base.place == .option else { return }
    throw CommandFailure(
      .usage,
      models.isEmpty
        ? "--base-url needs --model NAME, the name of a model of that server."
        : "--base-url has no use for \(models.joined(separator: ", ")), which runs in this process; "
          + "a model of that name on a server is custom/NAME.")
  }
}

extension ModelName {
  /// A run can be resumed from any folder.
  fileprivate var absolute: ModelName {
    if case .file(let path) = self { .file(URL(filePath: path).path) } else { self }
  }
}
