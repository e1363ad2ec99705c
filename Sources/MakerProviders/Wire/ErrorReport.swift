/// What the body of an answer says about an error, in whichever of the many shapes it says it.
struct ErrorReport: Sendable, Hashable {
  /// The provider's sentence; empty for none.
  var message = ""
  /// Its name for the error: `insufficient_quota`, `overloaded_error`.
  var code: String?
  /// Its wider kind: `invalid_request_error`.
  var type: String?
  /// The HTTP status that is named in the body, where one is.
  var status: Int?
  /// Whether the body could not be read as JSON.
  var isText = false

  /// No report.
  init() {}

  /// Reads a body.
  ///
  /// It knows OpenAI's `{error: {message, type, code}}`, Anthropic's `{type: error, error: {type, message}}`,
  /// `{error: "text"}`, a bare `{message}` or `{detail}`, a list of one of these, and plain text.
  init(body: [UInt8]) {
    if let value = try? JSONReader.read(body) {
      self.init(value)
    } else {
      self.init()
      isText = true
    }
  }

  /// Reads a value.
  init(_ value: JSONValue) {
    let top = value.array?.first ?? value
    if let error = top["error"], error.members != nil {
      read(error)
    } else if let text = top["error"]?.string {
      read(top)
      message = text
    } else if let text = top.string {
      message = text
    } else {
      read(top)
    }
  }

  /// Whether an answer of 200 holds an error instead of a reply.
  static func isError(_ value: JSONValue) -> Bool {
    guard let error = value["error"] else { return value["type"]?.string == "error" }
    return error.string.map { !$0.isEmpty } ?? error.members.map { !$0.isEmpty } ?? false
  }

  private mutating func read(_ error: JSONValue) {
    message = Self.text(error["message"] ?? error["detail"] ?? error["error"] ?? error["msg"]) ?? ""
    code = error["code"]?.string ?? error["error_code"]?.string
    type = error["type"]?.string
    let number = error["code"]?.integer ?? error["status"]?.integer ?? code.flatMap { Int($0) }
    if let number, (300...599).contains(number) { status = number }
    // OpenRouter passes on what the provider behind it said.
    if let raw = Self.text(error["metadata"]?["raw"]) { message += message.isEmpty ? raw : " (\(raw))" }
    if code == nil { code = error["metadata"]?["error_type"]?.string }
  }

  /// A text, or the texts in a list or object of complaints.
  private static func text(_ value: JSONValue?) -> String? {
    switch value {
    case .string(let text): text
    case .array(let elements):
      elements.prefix(3).compactMap { $0.string ?? text($0["msg"] ?? $0["message"]) }.joined(separator: "; ")
    case .object: text(value?["message"] ?? value?["detail"] ?? value?["msg"])
    default: nil
    }
  }

  /// The status that an error is usually sent with, for bodies that name none.
  var impliedStatus: Int {
    if let status { return status }
    for name in [code, type] {
      if let name, let status = Self.statuses[name.lowercased()] { return status }
    }
    return 500
  }

  private static let statuses = [
    "invalid_request_error": 400, "invalid_request": 400, "invalid_prompt": 400,
    "context_length_exceeded": 400,
    "exceed_context_size_error": 400, "content_filter": 400, "content_policy_violation": 400,
    "authentication_error": 401, "invalid_api_key": 401, "billing_error": 402, "payment_required": 402,
    "permission_error": 403, "permission_denied": 403, "not_found_error": 404, "model_not_found": 404,
    "timeout_error": 504, "conflict_error": 409, "request_too_large": 413, "rate_limit_error": 429,
    "rate_limit_exceeded": 429, "insufficient_quota": 429, "billing_hard_limit_reached": 429,
    "api_error": 500,
    "server_error": 500, "internal_server_error": 500, "overloaded_error": 529,
  ]

  /// Whether any of these is in what was said, whatever the case.
  func mentions(_ words: [String]) -> Bool {
    let said = [message, code ?? "", type ?? ""].joined(separator: "\n").prefix(16_384).lowercased()
    return words.contains { said.range(of: $0) != nil }
  }
}
