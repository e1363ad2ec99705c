package import Maker
package import NIOCore

/// Why a request is refused, as the OpenAI protocol says it.
package struct APIError: Error, Sendable, Hashable {
  /// The HTTP status.
  package var status: Int
  /// One sentence for the person who made the request.
  package var message: String
  /// The class of the error, such as `invalid_request_error`.
  package var type: String
  /// The case of the error, for programs; nil when there is none.
  package var code: String?
  /// The field of the request that is to blame, such as `messages[0].role`; nil when it is none.
  package var parameter: String?

  package init(
    _ status: Int, _ message: String, type: String = "invalid_request_error", code: String? = nil,
    parameter: String? = nil
  ) {
    self.status = status
    self.message = message
    self.type = type
    self.code = code
    self.parameter = parameter
  }

  /// A request that cannot be answered as it is written.
  static func invalid(_ parameter: String?, _ message: String, code: String? = nil) -> APIError {
    APIError(400, message, code: code, parameter: parameter)
  }

  /// Why the model gave no reply.
  package init(_ error: LanguageModelError) {
    switch error.code {
    case .unsupportedPrompt, .invalidRequest, .refusal:
      self = .invalid(nil, error.message, code: error.code.rawValue)
    case .guardrailViolation: self = .invalid(nil, error.message, code: "content_filter")
    case .exceededContextWindowSize: self = .invalid(nil, error.message, code: "context_length_exceeded")
    case .unknownModel: self.init(404, error.message, code: "model_not_found")
    case .rateLimited:
      self.init(429, error.message, type: "rate_limit_error", code: "rate_limit_exceeded")
    case .outOfMoney: self = .outOfMoney(error.message)
    case .unavailable, .assetsUnavailable, .cancelled:
      self.init(503, error.message, type: "server_error", code: error.code.rawValue)
    case .unauthorized, .invalidResponse:
      self.init(500, error.message, type: "server_error", code: error.code.rawValue)
    }
  }

  /// The form of a 429 that waiting does not cure.
  static func outOfMoney(_ message: String) -> APIError {
    APIError(429, message, type: "insufficient_quota", code: "insufficient_quota")
  }

  /// `{"error": {...}}`.
  package var json: ByteBuffer {
    var buffer = ByteBuffer()
    buffer.writeStaticString("{\"error\":{\"message\":")
    buffer.writeJSON(message)
    buffer.writeStaticString(",\"type\":")
    buffer.writeJSON(type)
    buffer.writeStaticString(",\"param\":")
    buffer.writeJSON(parameter)
    buffer.writeStaticString(",\"code\":")
    buffer.writeJSON(code)
    buffer.writeStaticString("}}")
    return buffer
  }
}
