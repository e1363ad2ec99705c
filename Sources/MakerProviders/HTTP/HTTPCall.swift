/// One request to an endpoint, as a wire protocol builds it. It holds no key and no host: the transport adds both.
package struct HTTPCall: Sendable, Hashable {
  package enum Method: String, Sendable { case get = "GET", post = "POST", delete = "DELETE" }

  package var method: Method
  /// The path below the base URL, beginning with `/`, with its query if there is one: `/chat/completions`.
  package var path: String
  /// Header fields besides those of the transport (host, length, user agent, the key).
  package var headers: [(name: String, value: String)]
  /// The body; empty for none.
  package var body: [UInt8]
  /// The most bytes of an answer that are read; nil stands for the transport's own limit.
  package var maximumAnswerBytes: Int?

  package init(
    _ method: Method, _ path: String, headers: [(name: String, value: String)] = [], body: [UInt8] = [],
    maximumAnswerBytes: Int? = nil
  ) {
    self.method = method
    self.path = path
    self.headers = headers
    self.body = body
    self.maximumAnswerBytes = maximumAnswerBytes
  }

  package static func == (one: HTTPCall, other: HTTPCall) -> Bool {
    one.method == other.method && one.path == other.path && one.body == other.body
      && one.headers.elementsEqual(other.headers, by: ==)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(path)
    hasher.combine(body)
  }
}

/// What an endpoint answered, whole, whatever its status.
package struct HTTPAnswer: Sendable {
  package var status: Int
  package var headers: HTTPHeaderFields
  package var body: [UInt8]

  package init(status: Int, headers: HTTPHeaderFields = HTTPHeaderFields(), body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

/// Header fields of an answer, found by name whatever its case.
package struct HTTPHeaderFields: Sendable {
  package let fields: [(name: String, value: String)]

  package init(_ fields: [(name: String, value: String)] = []) { self.fields = fields }

  /// The first value of that name.
  package subscript(name: String) -> String? {
    let wanted = name.lowercased()
    return fields.first { $0.name.lowercased() == wanted }?.value
  }
}
