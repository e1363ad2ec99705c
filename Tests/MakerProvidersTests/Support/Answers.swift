/// Answers of servers, byte for byte.
enum Answers {
  /// An answer with its length.
  static func http(
    _ status: String, headers: [String] = [], type: String? = "application/json", body: some Sequence<UInt8>
  ) -> [UInt8] {
    let body = Array(body)
    var lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.count)"] + headers
    if let type { lines.append("Content-Type: \(type)") }
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
  }

  static func http(
    _ status: String, headers: [String] = [], type: String? = "application/json", text: String
  ) -> [UInt8] {
    http(status, headers: headers, type: type, body: text.utf8)
  }

  /// A reply of OpenAI's protocol.
  static func chatJSON(
    content: String = #""4""#, finish: String = #""stop""#, more: String = "",
    usage: String = #"{"prompt_tokens":12,"completion_tokens":3,"total_tokens":15}"#, model: String = "tiny"
  ) -> String {
    #"{"id":"c1","object":"chat.completion","created":1,"model":"\#(model)","choices":["#
      + #"{"index":0,"message":{"role":"assistant","content":\#(content)\#(more)},"finish_reason":\#(finish)}],"#
      + #""usage":\#(usage)}"#
  }

  /// A whole good answer.
  static func chat(content: String = #""4""#, headers: [String] = []) -> [UInt8] {
    http("200 OK", headers: headers, text: chatJSON(content: content))
  }

  /// Head and body of an answer.
  static func split(_ answer: [UInt8]) -> (head: [UInt8], body: [UInt8]) {
    let blank: [UInt8] = [13, 10, 13, 10]
    let end = answer.indices.first { answer[$0...].starts(with: blank) }.map { $0 + 4 } ?? answer.endIndex
    return (Array(answer[..<end]), Array(answer[end...]))
  }

  /// An error as OpenAI says it.
  static func error(
    _ status: String, message: String = "no", type: String = "server_error", code: String = "null",
    headers: [String] = []
  ) -> [UInt8] {
    http(
      status, headers: headers,
      text: #"{"error":{"message":"\#(message)","type":"\#(type)","param":null,"code":\#(code)}}"#)
  }
}
