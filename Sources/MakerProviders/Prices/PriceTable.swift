public import Maker

/// What models cost, by `provider/model`, each price with the date on which it held.
///
/// The table that comes along, ``builtIn``, ages. A file of the same form overrides and extends it:
///
/// ```json
/// {"models": {"openai/gpt-4.1-mini": {
///   "input_usd_per_million_tokens": 0.4, "output_usd_per_million_tokens": 1.6,
///   "cached_input_usd_per_million_tokens": 0.1, "date": "2026-06-21", "source": "our contract",
///   "batch": {"input_usd_per_million_tokens": 0.2, "output_usd_per_million_tokens": 0.8}}}}
/// ```
public struct PriceTable: Sendable, Hashable {
  /// What one model costs.
  public struct Entry: Sendable, Hashable {
    /// Its prices.
    public var prices: Prices
    /// Its prices in batches; nil when they are not known or there are none.
    public var batch: Prices?
    /// A day on which they held, `2026-06-21`.
    public var date: String?
    /// Where they were read.
    public var source: String?
    /// What else is to be known about them.
    public var note: String?

    /// Makes an entry.
    public init(
      prices: Prices, batch: Prices? = nil, date: String? = nil, source: String? = nil, note: String? = nil
    ) {
      self.prices = prices
      self.batch = batch
      self.date = date
      self.source = source
      self.note = note
    }
  }

  /// What follows a model's name where replies of its batches are counted.
  public static let batchSuffix = ":batch"

  /// The entries by `provider/model`.
  public var entries: [String: Entry]

  /// Makes a table.
  public init(entries: [String: Entry] = [:]) { self.entries = entries }

  /// The table that comes along.
  public static let builtIn =
    (try? PriceTable(json: PackageResources.prices_json, file: "prices.json")) ?? PriceTable()

  /// Takes in another table; where both have a model, the other's prices hold.
  public mutating func merge(_ other: PriceTable) { entries.merge(other.entries) { _, theirs in theirs } }

  /// What a model costs.
  ///
  /// A name with a date the table does not have (`openai/gpt-4.1-mini-2025-04-14`) costs what the name without it does.
  /// Models of one's own servers, and the variants of OpenRouter that end in `:free`, cost nothing.
  ///
  /// - Parameter model: `provider/model`.
  /// - Returns: Nil when the price is not known.
  public func entry(for model: String) -> Entry? {
    if let entry = entries[model] { return entry }
    let provider = model.prefix { $0 != "/" }
    guard provider.endIndex < model.endIndex else { return nil }
    if EndpointProfile.named(String(provider))?.isFree == true { return Entry(prices: .free) }
    if provider == "openrouter", model.hasSuffix(":free") { return Entry(prices: .free) }
    let undated = ModelName.undated(model)
    // Names differ in case where servers do not mind; the table has few enough to look at all of them.
    let found = entries.keys.filter { $0.lowercased() == undated }
    return found.min().flatMap { entries[$0] }
  }

  /// The prices of these models as a run uses them, with those of their batches under `<model>:batch`.
  ///
  /// - Parameter models: `provider/model`.
  /// - Returns: The list; a model without a known price is not in it.
  public func priceList(for models: some Sequence<String>) -> PriceList {
    var list = PriceList()
    for model in models {
      guard let entry = entry(for: model) else { continue }
      list.models[model] = entry.prices
      if let batch = entry.batch { list.models[model + Self.batchSuffix] = batch }
    }
    return list
  }
}
