import Foundation
import Testing

/// An HTTP answer as text, taken apart.
struct RawReply {
  let status: Int
  /// By name in lower case.
  let fields: [String: String]
  /// What follows the head, as it was sent.
  let body: String

  /// Takes an answer apart; nil while its head is not complete.
  init?(_ text: String) {
    guard let end = text.range(of: "\r\n\r\n") else { return nil }
    let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
    guard let status = lines[0].split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
      return nil
    }
    self.status = status
    fields = Dictionary(
      lines.dropFirst().map { line in
        let parts = line.split(separator: ":", maxSplits: 1)
        return (parts[0].lowercased(), parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : "")
      }, uniquingKeysWith: { "\($0), \($1)" })
    body = String(text[end.upperBound...])
  }

  /// The length that the head promises.
  var promisedLength: Int? { fields["content-length"].flatMap { Int($0) } }

  /// The JSON object in the body.
  var object: [String: Any] { get throws { try jsonObject(body) } }

  /// The body without the marks of its chunks; nil when the last chunk is missing.
  var unchunked: String? {
    var text = ""
    var rest = body[...]
    while let line = rest.range(of: "\r\n"), let length = Int(rest[..<line.lowerBound], radix: 16) {
      if length == 0 { return text }
      guard
        let end = rest.utf8.index(line.upperBound, offsetBy: length, limitedBy: rest.endIndex),
        rest[end...].hasPrefix("\r\n")
      else { return nil }
      text += rest[line.upperBound..<end]
      rest = rest[end...].dropFirst()
    }
    return nil
  }
}

extension RawConnection {
  /// The next answer, whole. It must say its length.
  func readReply() async throws -> RawReply {
    var text = ""
    while true {
      let part = try #require(try await read(), "the connection ended after: \(text)")
      text += String(decoding: part, as: UTF8.self)
      if let reply = RawReply(text), let length = reply.promisedLength, reply.body.utf8.count >= length {
        return reply
      }
    }
  }

  /// Sends a request and reads its answer.
  func ask(_ request: String) async throws -> RawReply {
    try send(request)
    return try await readReply()
  }
}

/// The text of a request.
func rawRequest(
  _ method: String = "POST", _ path: String = "/v1/chat/completions", body: String? = nil,
  fields: [String] = []
) -> String {
  var lines = ["\(method) \(path) HTTP/1.1", "host: localhost"] + fields
  if let body { lines.append("content-length: \(body.utf8.count)") }
  return (lines + ["", body ?? ""]).joined(separator: "\r\n")
}

/// A body that asks the model of the tests for one reply.
let simpleBody = #"{"model":"test","messages":[{"role":"user","content":"hello"}]}"#

/// The object in a JSON text.
func jsonObject(_ text: String) throws -> [String: Any] {
  try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
}
