import InMemoryTracing
import Logging
import Maker
import MakerProviders
import MakerTesting
import Testing
import Tracing

@Suite("Telemetry")
struct TelemetryTests {
  /// The attributes of a span as text.
  private func attributes(_ span: FinishedInMemorySpan) -> [String: String] {
    var result: [String: String] = [:]
    span.attributes.forEach { name, value in
      switch value {
      case .string(let text): result[name] = text
      case .int64(let number): result[name] = String(number)
      case .int32(let number): result[name] = String(number)
      case .double(let number): result[name] = String(number)
      case .stringArray(let list): result[name] = list.joined(separator: ",")
      default: result[name] = "\(value)"
      }
    }
    return result
  }

  @Test("an exchange is a span, named and described as OpenTelemetry does for generative AI")
  func span() async throws {
    try await withFaults { _, _ in
      [.send(Answers.chat())]
    } body: { server, endpoint in
      let options = GenerationOptions(
        samplingMode: .random(seed: 7), temperature: 0.5, maximumResponseTokens: 100)
      _ = try await endpoint.model.respond(to: Prompt("2+2?"), options: options)
      let span = try #require(endpoint.tracer.finishedSpans.first)
      #expect(endpoint.tracer.finishedSpans.count == 1)
      #expect(span.operationName == "chat tiny")
      #expect(span.kind == .client)
      #expect(
        attributes(span) == [
          "gen_ai.operation.name": "chat", "gen_ai.provider.name": "custom", "gen_ai.request.model": "tiny",
          "gen_ai.request.temperature": "0.5", "gen_ai.request.seed": "7", "gen_ai.request.max_tokens": "100",
          "gen_ai.response.model": "tiny", "gen_ai.response.finish_reasons": "stop",
          "gen_ai.usage.input_tokens": "12", "gen_ai.usage.output_tokens": "3",
          "http.response.status_code": "200", "server.address": "127.0.0.1", "server.port": "\(server.port)",
        ])
    }
  }

  @Test("every try is a span of its own, and a failed one says why")
  func failedSpans() async throws {
    try await withFaults { number, _ in
      [
        number == 0
          ? .send(Answers.error("500 Internal Server Error")) : number == 1 ? .close : .send(Answers.chat())
      ]
    } body: { _, endpoint in
      #expect(await endpoint.ask().reply != nil)
      let spans = endpoint.tracer.finishedSpans.map(attributes)
      #expect(spans.map { $0["error.type"] } == ["500", "connection_closed", nil])
      #expect(spans.map { $0["http.response.status_code"] } == ["500", nil, "200"])
      #expect(endpoint.tracer.finishedSpans.map { $0.status?.code } == [.error, .error, nil])
      #expect(endpoint.tracer.activeSpans.isEmpty)
    }
  }

  @Test("text is in a trace only for those who ask for it", arguments: [false, true])
  func text(isRecorded: Bool) async throws {
    try await withFaults {
      $0.recordsText = isRecorded
    } respond: { _, _ in
      [.send(Answers.chat(content: #""secret \"reply\"""#))]
    } body: { _, endpoint in
      #expect(await endpoint.ask("secret\nprompt").reply != nil)
      let span = attributes(try #require(endpoint.tracer.finishedSpans.first))
      let all = "\(span) \(endpoint.logs.all) \(endpoint.metrics.all)"
      #expect(all.contains("secret") == isRecorded)
      if isRecorded {
        #expect(
          span["gen_ai.input.messages"]
            == #"[{"role":"user","parts":[{"type":"text","content":"secret\nprompt"}]}]"#)
        #expect(
          span["gen_ai.output.messages"]
            == #"[{"role":"assistant","parts":[{"type":"text","content":"secret \"reply\""}]}]"#)
      }
    }
  }

  @Test("durations and tokens are measured under OpenTelemetry's names")
  func metrics() async throws {
    try await withFaults { number, _ in
      number == 0 ? [.send(Answers.error("503 Service Unavailable"))] : [.send(Answers.chat())]
    } body: { _, endpoint in
      for _ in 0..<3 { #expect(await endpoint.ask().reply != nil) }
      let labels = [
        "gen_ai.operation.name": "chat", "gen_ai.provider.name": "custom", "gen_ai.request.model": "tiny",
        "gen_ai.response.model": "tiny",
      ]
      let metrics = endpoint.metrics
      #expect(metrics.values("gen_ai.client.operation.duration", labels).count == 4)
      #expect(metrics.values("gen_ai.client.operation.duration", ["error.type": "503"]).count == 1)
      let input = labels.merging(["gen_ai.token.type": "input"]) { one, _ in one }
      #expect(metrics.values("gen_ai.client.token.usage", input) == [12, 12, 12])
      #expect(metrics.values("gen_ai.client.token.usage", ["gen_ai.token.type": "output"]) == [3, 3, 3])
      #expect(metrics.values("maker.endpoint.concurrency.limit").allSatisfy { $0 == 20 })
      #expect(metrics.values("maker.endpoint.concurrency.in_flight").last == 0)
      // An instrument for each combination of labels, however often it is used.
      #expect(metrics.all.count == 6)
    }
  }

  @Test("exchanges are logged at debug, retries and limits at info, giving up as a warning")
  func logs() async throws {
    try await withFaults { number, _ in
      switch number {
      case 0: [.send(Answers.error("429 Too Many Requests"))]
      case 1: [.send(Answers.error("500 Internal Server Error"))]
      case 2: [.send(Answers.chat())]
      default: [.send(Answers.error("404 Not Found"))]
      }
    } body: { _, endpoint in
      #expect(await endpoint.ask().reply != nil)
      #expect(await endpoint.ask().error != nil)
      let logs = endpoint.logs.all
      func levels(_ words: String) -> [Logger.Level] { logs.filter { $0.text.hasPrefix(words) }.map(\.level) }
      #expect(levels("exchange") == [.debug, .debug, .debug, .debug])
      #expect(levels("rate limited") == [.info])
      #expect(levels("retry") == [.debug, .info])
      #expect(levels("gave up") == [.warning])
    }
  }

  @Test("what one call after another fails for is a warning once, and again after a reply")
  func repeated() async throws {
    try await withFaults { number, _ in
      [.send(number == 3 ? Answers.chat() : Answers.error("404 Not Found"))]
    } body: { _, endpoint in
      for _ in 0..<5 { _ = await endpoint.ask() }
      let told = endpoint.logs.all.filter { $0.text.hasPrefix("gave up") }.map(\.level)
      #expect(told == [.warning, .debug, .debug, .warning])
    }
  }

  @Test("a key over an unencrypted network is a warning, on this machine it is none")
  func unencrypted() throws {
    let far = try TestEndpoint("http://192.0.2.1/v1", key: "sk-0123456789")
    #expect(far.logs.all.map(\.level) == [.warning])
    let near = try TestEndpoint("http://127.0.0.1/v1", key: "sk-0123456789")
    #expect(near.logs.all.isEmpty)
  }
}
