/// Which keys `maker.yaml` may have.
package enum SettingsKeys {
  /// What can be said of an endpoint under `providers.NAME`.
  package static let providerFields = ["base_url", "like"]
  /// What can be said of a model under `prices.NAME`: US dollars per million tokens.
  package static let priceFields = [
    "input", "output", "cached_input", "cache_write", "batch_input", "batch_output",
  ]

  /// What is wrong with a key, and the remedy; nil when it is known.
  ///
  /// - Parameter key: The parts of the key joined by points; a part may hold points itself, as names of models do.
  /// - Returns: One sentence, which shows no key.
  package static func refusal(of key: String) -> String? {
    let parts = key.split(separator: ".", omittingEmptySubsequences: false).map { LogMask.masked(String($0)) }
    let (first, last) = (parts[0], parts[parts.count - 1])
    if isSecret(last) || isSecret(first) {
      return
        "a key has no place in a file of settings (\(parts.joined(separator: "."))); put it into the environment, or into a file of "
        + "its own in the folder that secrets_dir names, called like the variable, such as OPENAI_API_KEY."
    }
    let isNested = parts.count > 1
    switch SettingName(rawValue: first) {
    case .providers:
      return isNested
        ? field(last, of: providerFields, in: parts, example: "mine: {base_url: http://gpu:8000/v1}")
        : "`providers` must hold endpoints by name, such as `mine: {base_url: http://gpu:8000/v1}`."
    case .prices:
      return isNested
        ? field(last, of: priceFields, in: parts, example: "vllm/qwen: {input: 0.1, output: 0.4}")
        : nil
    case .some:
      return isNested ? "`\(first)` must be one value\(first == "model" ? " or a list of names" : "")." : nil
    case nil:
      let known = SettingName.allCases.map(\.rawValue)
      let remedy =
        NearestWord.of(first.lowercased(), among: known).map { "did you mean `\($0)`?" }
        ?? "the settings are \(known.sorted().joined(separator: ", "))."
      return "no setting is called `\(first)`; \(remedy)"
    }
  }

  /// Whether a key's name says that its value is a secret.
  static func isSecret(_ name: String) -> Bool {
    let name = name.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "_")
    return ["key", "apikey", "token", "secret", "password", "authorization"].contains(name)
      || ["_key", "_apikey", "_token", "_secret", "_password"].contains { name.hasSuffix($0) }
  }

  private static func field(
    _ field: String, of known: [String], in parts: [String], example: String
  ) -> String? {
    guard parts.count > 2 else {
      return
        "`\(parts.joined(separator: "."))` must hold \(known.joined(separator: ", ")), such as `\(example)`."
    }
    guard !known.contains(field) else { return nil }
    let remedy =
      NearestWord.of(field, among: known).map { "did you mean `\($0)`?" }
      ?? "there are \(known.joined(separator: ", "))."
    return "`\(parts[0])` has no `\(field)`; \(remedy)"
  }
}
