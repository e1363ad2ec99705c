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

  /// How far the call came.
  package enum Stage: Sendable, Hashable {
    /// Nothing of the request went out: nobody was reached, and nothing can have been billed.
    case unsent
    /// The request went out, at least in part, and no whole answer came back: it may have been billed.
    case sent
    /// An answer came that says it failed.
    case answered
    /// A reply came, and makes no sense: it was billed.
    case garbled
  }

  /// Whether the call may have been billed although it brought nothing.
  package var mayBeBilled: Bool { stage == .sent || stage == .garbled }

  package var kind: Kind
  /// One sentence: what happened, in the provider's words where it gave any, and the remedy. Never a key.
  package var message: String
  /// A short name for metrics and traces: `429`, `timeout`, `connection_reset`.
  package var type: String
  /// How far the call came.
  package var stage: Stage

  package init(_ kind: Kind, _ message: String, type: String, stage: Stage = .answered) {
    self.kind = kind
    self.message = message
    self.type = type
    self.stage = stage
  }
}
