/// What a server does wrong on purpose.
public enum Fault: String, Sendable, Hashable, CaseIterable {
  /// Asks for fewer requests: 429 with `retry-after` and the `x-ratelimit-` header fields.
  case rateLimit = "429"
  /// An internal error, in the protocol's form.
  case internalError = "500"
  /// What a proxy says when it cannot reach the server behind it: a page of HTML.
  case badGateway = "502"
  /// The server is overloaded, in the protocol's form.
  case unavailable = "503"
  /// The server is overloaded, as Anthropic says it.
  case overloaded = "529"
  /// The connection is reset before any byte of the answer.
  case reset
  /// The connection is reset in the middle of the body.
  case resetBody = "reset-body"
  /// The connection is closed in the middle of the body.
  case truncate
  /// Status 200 with a body that is JSON for its first half only.
  case garbage
  /// Status 200 with a page of HTML.
  case html
  /// Status 200 with a body of no bytes.
  case empty
  /// No answer, ever; the connection stays open.
  case stall
  /// The right answer, a byte at a time, 20 bytes a second.
  case slow
  /// A 429 that waiting does not cure: the account has no money left.
  case outOfMoney = "out-of-money"
}
