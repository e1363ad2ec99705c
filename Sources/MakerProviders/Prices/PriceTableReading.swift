import Maker

/// Reading a file of prices. Nothing in it is passed over: a misspelt key would be a price that silently does not hold.
extension PriceTable {
  private static let inputKey = "input_usd_per_million_tokens"
  private static let outputKey = "output_usd_per_million_tokens"
  private static let cachedKey = "cached_input_usd_per_million_tokens"
  private static let writeKey = "cache_write_usd_per_million_tokens"
  private static let priceKeys = [inputKey, outputKey, cachedKey, writeKey]
  /// The highest price that is believed, in dollars per million tokens; above it somebody took another unit.
  private static let highestPrice = 100_000.0

  /// Reads a table.
  ///
  /// - Parameters:
  ///   - json: The bytes of the file.
  ///   - file: Its name, for messages.
  /// - Throws: ``PriceTableError``, which names the file, the key and the remedy.
  public init(json: [UInt8], file: String) throws(PriceTableError) {
    let value: JSONValue
    do throws(JSONReader.Failure) {
      value = try JSONReader.read(json)
    } catch {
      let line = json.prefix(error.offset).count { $0 == 0x0A } + 1
      throw PriceTableError(
        file: file, key: "", problem: "it is not JSON: \(error.reason) in line \(line). Correct it there.")
    }
    let place = Place(file: file, key: "")
    let members = try place.members(of: value, allowed: ["about", "models"])
    guard let models = members.last(where: { $0.key == "models" })?.value else {
      throw place.error("it has no \"models\". Write {\"models\": {\"provider/model\": {...}}}.")
    }
    entries = [:]
    let below = place.below("models")
    for member in try below.members(of: models, allowed: nil) {
      let place = below.below(member.key)
      guard member.key.contains("/"), !member.key.hasPrefix("/"), !member.key.hasSuffix("/") else {
        throw place.error("a name is provider/model, as in openai/gpt-4.1-mini. Write it so.")
      }
      entries[member.key] = try Self.entry(member.value, at: place)
    }
  }

  private static func entry(_ value: JSONValue, at place: Place) throws(PriceTableError) -> Entry {
    let known = priceKeys + ["batch", "date", "source", "note"]
    _ = try place.members(of: value, allowed: known)
    var batch: Prices?
    if let value = value["batch"] {
      _ = try place.below("batch").members(of: value, allowed: priceKeys)
      batch = try prices(value, at: place.below("batch"))
    }
    let date = try place.text("date", in: value)
    if let date, HTTPDate.parseRFC3339(date + "T00:00:00Z") == nil {
      throw place.below("date").error("\"\(date)\" is no day. Write it as in 2026-06-21.")
    }
    return Entry(
      prices: try prices(value, at: place), batch: batch, date: date,
      source: try place.text("source", in: value),
      note: try place.text("note", in: value))
  }

  private static func prices(_ value: JSONValue, at place: Place) throws(PriceTableError) -> Prices {
    guard let input = try price(inputKey, in: value, at: place) else { throw place.missing(inputKey) }
    guard let output = try price(outputKey, in: value, at: place) else { throw place.missing(outputKey) }
    return Prices(
      inputUSDPerMillionTokens: input, outputUSDPerMillionTokens: output,
      cachedInputUSDPerMillionTokens: try price(cachedKey, in: value, at: place),
      cacheWriteUSDPerMillionTokens: try price(writeKey, in: value, at: place))
  }

  private static func price(
    _ key: String, in value: JSONValue, at place: Place
  ) throws(PriceTableError) -> Double? {
    guard let number = value[key] else { return nil }
    guard let price = number.real, (0...highestPrice).contains(price) else {
      throw place.below(key).error(
        "a price is a number of dollars from 0 to 100000. Write it without quotes.")
    }
    return price
  }

  /// A place in the file, for messages.
  private struct Place {
    let file: String
    let key: String

    func below(_ name: String) -> Place {
      let shown = ProviderText.shown(name, mask: Mask())
      return Place(file: file, key: key.isEmpty ? shown : "\(key) / \(shown)")
    }

    func error(_ problem: String) -> PriceTableError {
      PriceTableError(file: file, key: key, problem: problem)
    }

    func missing(_ name: String) -> PriceTableError { error("\"\(name)\" is missing. Add it.") }

    func members(of value: JSONValue, allowed: [String]?) throws(PriceTableError) -> [JSONValue.Member] {
      guard let members = value.members else { throw error("it has to be a JSON object. Write {...}.") }
      var seen: Set<String> = []
      for member in members {
        if let allowed, !allowed.contains(member.key) {
          let names = allowed.joined(separator: ", ")
          throw below(member.key).error("this key is not known. Known are \(names).")
        }
        guard seen.insert(member.key).inserted else {
          throw below(member.key).error("it is there twice. Remove one.")
        }
      }
      return members
    }

    func text(_ name: String, in value: JSONValue) throws(PriceTableError) -> String? {
      guard let member = value[name] else { return nil }
      guard let text = member.string else {
        throw below(name).error("it has to be a text. Put it in quotes.")
      }
      return text
    }
  }
}
