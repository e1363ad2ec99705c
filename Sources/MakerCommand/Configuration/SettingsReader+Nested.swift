import Maker
import MakerProviders

/// Settings that consist of others, and those that are about the file itself.
extension SettingsReader {
  /// The names below a setting of the file, such as those of `providers`, sorted.
  ///
  /// A name may hold points, so it is what is left between the setting's key and the known field.
  func names(below name: SettingName, fields: [String]) -> [String] {
    let prefix = name.rawValue + "."
    let names = (file?.keys ?? []).compactMap { key -> String? in
      guard key.hasPrefix(prefix), let field = fields.first(where: { key.hasSuffix("." + $0) }) else {
        return nil
      }
      return String(key.dropFirst(prefix.count).dropLast(field.count + 1))
    }
    return Set(names).sorted()
  }

  /// The prices in `maker.yaml`, by the models' names.
  func prices() async throws(CommandFailure) -> [String: PriceTable.Entry] {
    var entries: [String: PriceTable.Entry] = [:]
    for name in names(below: .prices, fields: SettingsKeys.priceFields) {
      let path = [SettingName.prices.rawValue, name]
      guard let prices = try await prices(path, "input", "output") else {
        let place = file?.place(of: path.joined(separator: ".")) ?? SettingsFile.name
        throw CommandFailure(
          .usage,
          "\(place): the prices of \(name) must hold input and output, such as `\(name): {input: 0.40, output: 1.60}`, "
            + "in US dollars per million tokens.")
      }
      entries[name] = PriceTable.Entry(
        prices: prices, batch: try await self.prices(path, "batch_input", "batch_output"))
    }
    return entries
  }

  private func prices(
    _ path: [String], _ input: String, _ output: String
  ) async throws(CommandFailure) -> Prices? {
    guard let input = try await value(path + [input], .price),
      let output = try await value(path + [output], .price)
    else { return nil }
    return Prices(
      inputUSDPerMillionTokens: input, outputUSDPerMillionTokens: output,
      cachedInputUSDPerMillionTokens: try await value(path + ["cached_input"], .price),
      cacheWriteUSDPerMillionTokens: try await value(path + ["cache_write"], .price))
  }

  /// A path; one in `maker.yaml` begins at the folder of that file.
  func path(_ setting: Setting<String>) async throws(CommandFailure) -> String? {
    // Prices may be in the file itself, and then there is no path to them.
    guard let path = try await value(setting) else { return nil }
    guard place(of: setting.name) == .file, !path.hasPrefix("/"), let file,
      let slash = file.path.lastIndex(of: "/")
    else { return path }
    return file.path[...slash] + path
  }
}

extension Setting where Value == Double {
  static var price: Self {
    Self(.prices, "a number of US dollars per million tokens, 0 or more") { text in
      Double(text).flatMap { $0 >= 0 && $0 <= 1e9 ? $0 : nil }
    }
  }
}

extension Setting where Value == String {
  static var like: Self {
    Self(.providers, "the name of a known provider, such as openai, anthropic or vllm") {
      $0.isEmpty ? nil : $0
    }
  }
}
