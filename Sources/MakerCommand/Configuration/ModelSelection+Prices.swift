package import Maker
import MakerProviders

extension ModelSelection {
  /// The prices of all models whose prices are known, by the names their replies are counted under.
  package var prices: PriceList {
    var list = PriceList()
    for model in models {
      if let endpoint = model.endpoint {
        list.models[endpoint.name] = model.price?.prices
        // Batches never cost more than what is asked one by one, so that price keeps a cap where theirs is not known.
        list.models[endpoint.name + PriceTable.batchSuffix] = model.price.map { $0.batch ?? $0.prices }
      } else {
        // Replies of a model in this process carry no name.
        list.unnamed = .free
      }
    }
    return list
  }

  /// The same models at another price. Those that run in this process stay free.
  func priced(at prices: Prices) -> ModelSelection {
    let models = models.map { model in
      Model(
        kind: model.kind, endpoint: model.endpoint,
        price: model.endpoint == nil ? model.price : PriceTable.Entry(prices: prices))
    }
    return ModelSelection(models: models, mode: mode, connection: connection)
  }

  /// Refuses a cost cap that could not be kept.
  ///
  /// - Throws: A failure that says how to give the price that is missing.
  package func requirePrices(for caps: Caps) throws(CommandFailure) {
    guard caps.maximumCostUSD != nil, let model = models.first(where: { $0.price == nil }) else { return }
    throw CommandFailure(
      .usage,
      "The price of \(model.name) is not known, so --max-cost could not be kept; give it in maker.yaml in US dollars "
        + "per million tokens: `prices: {\"\(model.name)\": {input: 0.40, output: 1.60}}`.")
  }
}

extension PriceTable {
  /// The prices that come with this program, those of the file that `prices` names, and those in `maker.yaml`; each
  /// counts more than the ones before.
  static func all(_ settings: Settings) throws(CommandFailure) -> PriceTable {
    var table = builtIn
    if let path = settings.pricesFile {
      let text: String
      do throws(SmallFile.Failure) {
        text = try SmallFile.text(path, limit: 1 << 22)
      } catch {
        throw CommandFailure(
          .usage,
          "The file of prices \(path) \(error.message); correct `prices` in maker.yaml or MAKER_PRICES.")
      }
      do throws(PriceTableError) {
        table.merge(try PriceTable(json: Array(text.utf8), file: path))
      } catch {
        throw CommandFailure(.usage, error.description)
      }
    }
    table.merge(PriceTable(entries: settings.prices))
    return table
  }
}
