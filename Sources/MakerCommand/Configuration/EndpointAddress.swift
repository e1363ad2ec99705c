import Maker
import MakerProviders

/// The base URL of an endpoint as a person gave it, without anything that a run file must not keep.
package struct EndpointAddress: Sendable, Hashable, CustomStringConvertible {
  /// What is wrong with a text that is no address, and the remedy; it shows nothing that may be a key.
  package struct Problem: Error {
    package let message: String
  }

  /// The address without a slash at its end.
  package let text: String
  private let base: BaseURL

  /// Reads an address.
  ///
  /// - Throws: `Problem`.
  package init(_ text: String) throws(Problem) {
    do throws(LanguageModelError) {
      base = try BaseURL(text)
    } catch {
      throw Problem(message: error.message)
    }
    var kept = text.drop(while: \.isWhitespace)
    while kept.last == "/" || kept.last?.isWhitespace == true { kept = kept.dropLast() }
    self.text = String(kept)
    let query = kept.drop { $0 != "?" }.dropFirst()
    let names = query.split(separator: "&").map { $0.prefix { $0 != "=" } }
    guard !names.contains(where: { SettingsKeys.isSecret(String($0)) }), Mask()(self.text) == self.text else {
      throw Problem(message: "The base URL holds a key: give the key in an environment variable.")
    }
  }

  package var description: String { text }

  /// Whether a key for the other address may go to this one too: the same scheme, host and port.
  package func hasOrigin(of other: EndpointAddress) -> Bool {
    base.scheme == other.base.scheme && base.place == other.base.place
  }

  /// Whether the address is this machine's own.
  package var isLoopback: Bool { base.isLoopback }
}
