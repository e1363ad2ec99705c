package import Maker

/// Why a call brought no reply, classified once: everything that happens next follows from ``Kind``.
package struct CallFailure: Error, Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// Trying again would fail again.
    case noRetry(LanguageModelError.Code)
    /// It may work in a while: a broken connection, a 5xx, a reply that makes no sense.
    case transient(retryAfter: Duration?)
    /// The provider asks for fewer requests.
    case rateLimit(retryAfter: Duration?)
  }

  package var kind: Kind
  /// One sentence: what happened, in the provider's words where it gave any, and the remedy. Never a key.
  package var message: String
  /// A short name for metrics and traces: `429`, `timeout`, `connection_reset`.
  package var type: String

  package init(_ kind: Kind, _ message: String, type: String) {
    self.kind = kind
    self.message = message
    self.type = type
  }
}
