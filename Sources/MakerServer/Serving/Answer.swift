package import HTTPTypes
package import NIOCore

/// What is sent back for one request.
package struct Answer: Sendable {
  package enum Body: Sendable {
    /// All of it, with its length.
    case whole(ByteBuffer)
    /// Server-sent events, one after another.
    case events([ByteBuffer])
  }

  package var status: HTTPResponse.Status
  package var fields: HTTPFields
  package var body: Body

  /// JSON, or nothing.
  package init(_ status: HTTPResponse.Status, _ json: ByteBuffer) {
    self.status = status
    fields = [.contentType: "application/json"]
    body = .whole(json)
  }

  /// A page for a person, such as a proxy shows.
  init(_ status: HTTPResponse.Status, html title: String) {
    self.status = status
    fields = [.contentType: "text/html; charset=utf-8"]
    body = .whole(
      ByteBuffer(string: "<html><head><title>\(title)</title></head><body><h1>\(title)</h1></body></html>\n"))
  }

  /// Server-sent events.
  init(events: [ByteBuffer]) {
    status = .ok
    fields = [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-cache"]
    body = .events(events)
  }

  /// An error in the protocol's form.
  package init(_ error: APIError) {
    self.init(HTTPResponse.Status(integerLiteral: error.status), error.json)
    if error.status == 401 { fields[.wwwAuthenticate] = "Bearer" }
  }

  /// The body's bytes.
  package var bytes: ByteBuffer {
    switch body {
    case .whole(let buffer): return buffer
    case .events(let events):
      var all = ByteBuffer()
      for event in events { all.writeImmutableBuffer(event) }
      return all
    }
  }

  /// The first half of the body.
  var firstHalf: ByteBuffer {
    let bytes = bytes
    return bytes.getSlice(at: bytes.readerIndex, length: bytes.readableBytes / 2) ?? bytes
  }

  /// The answer with half of its body, which says that it is whole.
  package var garbled: Answer {
    var answer = self
    switch body {
    case .whole: answer.body = .whole(firstHalf)
    case .events: answer.body = .events([firstHalf])
    }
    return answer
  }
}
