import Maker
import Tracing

/// The spans of the exchanges with one model: one for each request that goes out.
struct EndpointSpans: Sendable {
  private let subject: EndpointTelemetry.Subject
  private let tracer: any Tracer
  private let recordsText: Bool

  init(_ subject: EndpointTelemetry.Subject, _ tracer: any Tracer, recordsText: Bool) {
    self.subject = subject
    self.tracer = tracer
    self.recordsText = recordsText
  }

  func begin(_ prompt: Prompt, _ options: GenerationOptions) -> any Span {
    let span: any Span = tracer.startSpan("chat \(subject.model)", ofKind: .client)
    span.updateAttributes { attributes in
      attributes["gen_ai.operation.name"] = "chat"
      attributes["gen_ai.provider.name"] = subject.provider
      attributes["gen_ai.request.model"] = subject.model
      attributes["server.address"] = subject.host
      attributes["server.port"] = subject.port
      switch options.samplingMode {
      case .greedy: attributes["gen_ai.request.temperature"] = 0.0
      case .random(let seed):
        attributes["gen_ai.request.temperature"] = options.temperature
        if let seed { attributes["gen_ai.request.seed"] = Int64(bitPattern: seed) }
      }
      if let most = options.maximumResponseTokens { attributes["gen_ai.request.max_tokens"] = most }
      guard recordsText else { return }
      attributes["gen_ai.input.messages"] = Self.message("user", prompt.content)
      if let instructions = prompt.instructions {
        attributes["gen_ai.system_instructions"] = "[\(Self.part(instructions.content))]"
      }
    }
    return span
  }

  func end(_ span: any Span, _ result: Result<Response, CallFailure>, status: Int?) {
    span.updateAttributes { attributes in
      if let status { attributes["http.response.status_code"] = status }
      switch result {
      case .success(let response):
        attributes["gen_ai.response.model"] = subject.model
        attributes["gen_ai.response.finish_reasons"] = [response.finishReason.rawValue]
        attributes["gen_ai.usage.input_tokens"] = response.usage.inputTokens
        attributes["gen_ai.usage.output_tokens"] = response.usage.outputTokens
        if response.usage.cachedInputTokens > 0 {
          attributes["gen_ai.usage.cache_read.input_tokens"] = response.usage.cachedInputTokens
        }
        if recordsText { attributes["gen_ai.output.messages"] = Self.message("assistant", response.content) }
      case .failure(let failure):
        attributes["error.type"] = failure.type
      }
    }
    if case .failure(let failure) = result {
      span.setStatus(SpanStatus(code: .error, message: failure.message))
    }
    span.end()
  }

  /// A list of one message, as JSON.
  private static func message(_ role: String, _ text: String) -> String {
    #"[{"role":"\#(role)","parts":[\#(part(text))]}]"#
  }

  private static func part(_ text: String) -> String {
    var json = #"{"type":"text","content":""#
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": json += "\\\""
      case "\\": json += "\\\\"
      case "\n": json += "\\n"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: json.unicodeScalars.append(scalar)
      }
    }
    return json + "\"}"
  }
}
