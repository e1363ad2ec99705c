import Maker
import MakerProviders

/// What a model costs, as `maker models` lists it.
struct PriceListing: Encodable {
  static let titles = ["MODEL", "INPUT", "CACHED", "OUTPUT", "BATCH IN", "BATCH OUT", "DATE"]
  static let numbers: Set<Int> = [1, 2, 3, 4, 5]

  let model: String
  private let entry: PriceTable.Entry

  /// All prices that are known, by name.
  static func all(_ settings: Settings) throws(CommandFailure) -> [PriceListing] {
    try PriceTable.all(settings).entries.sorted { $0.key < $1.key }.map {
      PriceListing(model: $0.key, entry: $0.value)
    }
  }

  /// The cells of its line for a person.
  var cells: [String] {
    [model]
      + [
        entry.prices.inputUSDPerMillionTokens, entry.prices.cachedInputUSDPerMillionTokens,
        entry.prices.outputUSDPerMillionTokens, entry.batch?.inputUSDPerMillionTokens,
        entry.batch?.outputUSDPerMillionTokens,
      ].map { price in price.map { Figures.fixed($0, 4) } ?? "-" }
      + [entry.date ?? "-"]
  }

  private enum CodingKeys: String, CodingKey { case model, batch, date, source, note }

  func encode(to encoder: any Encoder) throws {
    try entry.prices.encode(to: encoder)
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(model, forKey: .model)
    try keys.encode(entry.batch, forKey: .batch)
    try keys.encode(entry.date, forKey: .date)
    try keys.encode(entry.source, forKey: .source)
    try keys.encode(entry.note, forKey: .note)
  }
}
