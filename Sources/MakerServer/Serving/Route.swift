package import HTTPTypes

/// What a request is for.
package enum Route: Sendable, Hashable {
  case generate(GenerationRequest.Kind)
  case models
  case model(String)
  case health

  /// The route of a path.
  ///
  /// - Throws: ``APIError``: 404 for a path that is not served.
  package init(path: some StringProtocol) throws(APIError) {
    switch path {
    case "/v1/chat/completions": self = .generate(.chat)
    case "/v1/completions": self = .generate(.plain)
    case "/v1/models": self = .models
    case "/health", "/v1/health": self = .health
    default:
      guard path.hasPrefix("/v1/models/") else {
        throw APIError(
          404,
          "There is nothing at \(path); there are /v1/chat/completions, /v1/completions, /v1/models and /health.",
          code: "unknown_url")
      }
      self = .model(String(path.dropFirst("/v1/models/".count)))
    }
  }

  /// The method it is asked with.
  package var method: HTTPRequest.Method {
    if case .generate = self { .post } else { .get }
  }

  /// Whether everybody may ask, key or not: those who watch over a server have no key.
  var isOpen: Bool { self == .health }
}
