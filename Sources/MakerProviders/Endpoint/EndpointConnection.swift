import Logging
package import Maker

/// The address and the key of an endpoint, checked before anything is sent.
package struct EndpointConnection: Sendable {
  package let base: BaseURL
  package let key: Secret?
  private let keyHeader: KeyHeader

  /// Checks an address and a key.
  ///
  /// - Throws: ``Maker/LanguageModelError`` with the remedy.
  package init(
    profile: EndpointProfile, key: Secret?, options: EndpointOptions, endpoints: Endpoints
  ) throws(LanguageModelError) {
    guard !profile.baseURL.isEmpty else {
      throw LanguageModelError(
        .invalidRequest,
        "\(profile.name) has no address of its own: give one with --base-url, as in http://host/v1.")
    }
    base = try BaseURL(profile.baseURL)
    let source = profile.keyVariable ?? "the key of \(profile.name)"
    self.key = try key?.checked(from: source)
    if self.key == nil, profile.needsKey {
      throw LanguageModelError(
        .unauthorized, "\(profile.name) needs a key: set the environment variable \(source) to it.")
    }
    keyHeader = profile.dialect == .anthropic ? .apiKey : .bearer
    if self.key != nil, base.scheme == .http, !base.isLoopback {
      endpoints.logger.warning("the key goes over the network unencrypted: use https for \(base.place)")
    }
  }

  /// A transport over those connections.
  package func transport(_ pool: ConnectionPool) -> AsyncHTTPTransport {
    AsyncHTTPTransport(base: base, key: key, keyHeader: keyHeader, pool: pool)
  }
}
