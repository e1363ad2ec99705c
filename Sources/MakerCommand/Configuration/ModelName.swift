/// A model as a person names it.
package enum ModelName: Sendable, Hashable {
  /// A model that is part of this program: `embedded/hanoi`, `embedded/multiply`.
  case embedded(String)
  /// A GGUF file that this program runs itself, by its path.
  case file(String)
  /// A model of an endpoint: everything before the first slash is the provider, all the rest the model.
  case endpoint(provider: String, model: String)

  /// A name that names nothing, with a sentence that says what would.
  package struct Refusal: Error, Hashable {
    package let message: String
  }

  /// The provider of models that only a base URL is known of.
  package static let custom = "custom"

  /// Reads a name.
  ///
  /// - Parameters:
  ///   - text: The name, such as `openai/gpt-4.1-mini`, `embedded/hanoi` or `./model.gguf`.
  ///   - providers: The providers that are known.
  ///   - hasBaseURL: Whether the address of an endpoint is given, so that any name is one.
  /// - Throws: `Refusal`.
  package init(_ text: String, providers: some Collection<String>, hasBaseURL: Bool) throws(Refusal) {
    guard !text.isEmpty, !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else {
      throw Refusal(message: "A model needs a name, such as openai/gpt-4.1-mini or embedded/hanoi.")
    }
    if text.hasPrefix("embedded/") {
      self = .embedded(text)
      return
    }
    if text.hasPrefix("/") || text.hasPrefix("./") || text.hasPrefix("../") {
      self = .file(text)
      return
    }
    let slash = text.firstIndex(of: "/")
    let provider = slash.map { String(text[..<$0]) }
    if let slash, let provider, providers.contains(provider) {
      let model = String(text[text.index(after: slash)...])
      guard !model.isEmpty else {
        throw Refusal(message: "The model \(text) has no name after the slash; say \(provider)/NAME.")
      }
      self = .endpoint(provider: provider, model: model)
    } else if hasBaseURL {
      self = .endpoint(provider: Self.custom, model: text)
    } else if text.lowercased().hasSuffix(".gguf") {
      self = .file(text)
    } else {
      throw Self.unknown(text, provider: provider, providers: providers)
    }
  }

  private static func unknown(
    _ text: String, provider: String?, providers: some Collection<String>
  ) -> Refusal {
    let known = (["embedded"] + providers).sorted()
    let list = known.joined(separator: ", ")
    let what =
      if let provider {
        "No provider \(provider) is known for the model \(text)"
          + (NearestWord.of(provider, among: known).map { " (did you mean \($0)?)" } ?? "")
      } else {
        "The model \(text) names no provider"
      }
    return Refusal(
      message: "\(what); say PROVIDER/NAME with one of \(list), or give the address of another endpoint "
        + "with --base-url.")
  }
}
