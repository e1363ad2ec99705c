package import Maker
package import NIOCore

/// The replies to one request, in the form of the protocol.
package struct GenerationReply: Sendable {
  /// The most characters of a piece of a streamed reply.
  private static let pieceLength = 16

  package var request: GenerationRequest
  /// A number of its own among the replies of a server.
  package var id: String
  /// Seconds since 1970.
  package var created: Int
  /// What answers, in its exact version.
  package var fingerprint: String
  /// One for each choice.
  package var responses: [Response]

  package init(
    to request: GenerationRequest, id: String, created: Int, fingerprint: String, responses: [Response]
  ) {
    self.request = request
    self.id = id
    self.created = created
    self.fingerprint = fingerprint
    self.responses = responses
  }

  private var isChat: Bool { request.kind == .chat }

  /// The reply as one JSON object.
  package var json: ByteBuffer {
    var buffer = ByteBuffer()
    buffer.reserveCapacity(512 + responses.reduce(0) { $0 + $1.content.utf8.count + 128 })
    writeHead(&buffer, object: isChat ? "chat.completion" : "text_completion")
    for (index, response) in responses.enumerated() {
      if index > 0 { buffer.writeStaticString(",") }
      if isChat {
        buffer.writeStaticString("{\"index\":")
        buffer.writeString(String(index))
        buffer.writeStaticString(",\"message\":{\"role\":\"assistant\",\"content\":")
        buffer.writeJSON(response.content)
        buffer.writeStaticString(",\"refusal\":null}")
      } else {
        buffer.writeStaticString("{\"text\":")
        buffer.writeJSON(response.content)
        buffer.writeStaticString(",\"index\":")
        buffer.writeString(String(index))
      }
      writeFinish(&buffer, response.finishReason)
    }
    buffer.writeStaticString("],\"usage\":")
    writeUsage(&buffer)
    buffer.writeStaticString("}")
    return buffer
  }

  /// The reply as server-sent events: for each choice its role, its text in pieces and why it ended; then, where it
  /// was asked for, the usage; then the mark of the end.
  package var events: [ByteBuffer] {
    var events: [ByteBuffer] = []
    for (index, response) in responses.enumerated() {
      if isChat { events.append(event(index, text: "", isFirst: true)) }
      var rest = response.content[...]
      while !rest.isEmpty {
        events.append(event(index, text: String(rest.prefix(Self.pieceLength))))
        rest = rest.dropFirst(Self.pieceLength)
      }
      events.append(event(index, text: nil, finish: response.finishReason))
    }
    if request.includesUsage { events.append(usageEvent) }
    events.append(ByteBuffer(staticString: "data: [DONE]\n\n"))
    return events
  }

  private func event(
    _ choice: Int, text: String?, isFirst: Bool = false, finish: Response.FinishReason? = nil
  ) -> ByteBuffer {
    var buffer = ByteBuffer(staticString: "data: ")
    writeHead(&buffer, object: isChat ? "chat.completion.chunk" : "text_completion")
    buffer.writeStaticString("{\"index\":")
    buffer.writeString(String(choice))
    if isChat {
      buffer.writeStaticString(",\"delta\":{")
      if isFirst { buffer.writeStaticString("\"role\":\"assistant\",") }
      if let text {
        buffer.writeStaticString("\"content\":")
        buffer.writeJSON(text)
      }
      buffer.writeStaticString("}")
    } else {
      buffer.writeStaticString(",\"text\":")
      buffer.writeJSON(text ?? "")
    }
    writeFinish(&buffer, finish)
    buffer.writeStaticString("]")
    // A stream that will end with its usage says in every event that this is not yet it.
    if request.includesUsage { buffer.writeStaticString(",\"usage\":null") }
    buffer.writeStaticString("}\n\n")
    return buffer
  }

  private var usageEvent: ByteBuffer {
    var buffer = ByteBuffer(staticString: "data: ")
    writeHead(&buffer, object: isChat ? "chat.completion.chunk" : "text_completion")
    buffer.writeStaticString("],\"usage\":")
    writeUsage(&buffer)
    buffer.writeStaticString("}\n\n")
    return buffer
  }

  /// Everything up to the bracket that opens the choices.
  private func writeHead(_ buffer: inout ByteBuffer, object: StaticString) {
    buffer.writeStaticString("{\"id\":\"")
    buffer.writeString(id)
    buffer.writeStaticString("\",\"object\":\"")
    buffer.writeStaticString(object)
    buffer.writeStaticString("\",\"created\":")
    buffer.writeString(String(created))
    buffer.writeStaticString(",\"model\":")
    buffer.writeJSON(request.model)
    buffer.writeStaticString(",\"system_fingerprint\":")
    buffer.writeJSON(fingerprint)
    buffer.writeStaticString(",\"choices\":[")
  }

  /// The end of a choice, with the brace that closes it.
  private func writeFinish(_ buffer: inout ByteBuffer, _ reason: Response.FinishReason?) {
    buffer.writeStaticString(",\"logprobs\":null,\"finish_reason\":")
    switch reason {
    case .stop, .refusal, .other: buffer.writeStaticString("\"stop\"}")
    case .length: buffer.writeStaticString("\"length\"}")
    case .contentFilter: buffer.writeStaticString("\"content_filter\"}")
    case nil: buffer.writeStaticString("null}")
    }
  }

  /// What all choices cost. The prompt was read once, so it counts once.
  private func writeUsage(_ buffer: inout ByteBuffer) {
    let input = responses.first?.usage.inputTokens ?? 0
    let cached = responses.first?.usage.cachedInputTokens ?? 0
    let output = responses.reduce(0) { $0 + $1.usage.outputTokens }
    let reasoning = responses.reduce(0) { $0 + $1.usage.reasoningTokens }
    buffer.writeString(
      """
      {"prompt_tokens":\(input),"completion_tokens":\(output),"total_tokens":\(input + output),\
      "prompt_tokens_details":{"cached_tokens":\(cached)},\
      "completion_tokens_details":{"reasoning_tokens":\(reasoning)}}
      """)
  }
}
