import InMemoryTracing
import Maker
import MakerProviders
import MakerTesting
import Testing
import Tracing

/// A server that says the key wherever it can. Nothing that a model tells the rest of the program may hold it.
@Suite("Faults: no key ever appears")
struct KeySecrecyTests {
  private static let key = "sk-proj-Zq8vT3mL5xWc7Rb2Ny6K-d4Hg9Jf0Ps"

  /// Ways to say the key: whole, in pieces, in the middle of a word, as part of an address.
  private static let sayings = [
    "Incorrect API key provided: \(key).", "Bearer \(key)", "\(key.prefix(20))...", "...\(key.suffix(12))",
    "see https://example.com/?key=\(key)&x=1", "x\(key)x", String(key.dropFirst(5).dropLast(5)),
  ]

  private static let statuses = [
    "200 OK", "307 Temporary Redirect", "400 Bad Request", "401 Unauthorized", "402 Payment Required",
    "403 Forbidden", "404 Not Found", "413 Content Too Large", "429 Too Many Requests",
    "500 Internal Server Error", "503 Service Unavailable", "529 Overloaded", "299 Odd",
  ]

  /// An answer that says it in its headers, its error, its text or its page.
  private static func answer(_ number: Int) -> [FaultServer.Act] {
    let saying = sayings[number % sayings.count]
    let status = statuses[number % statuses.count]
    let headers = [
      "Location: https://\(saying.filter { $0 != " " }).example.com/\(key)", "X-Echo: \(saying)",
      "Retry-After: \(number % 3 == 0 ? key : "1")", "x-ratelimit-reset-requests: \(key)",
      "x-request-id: \(key)",
    ]
    switch number % 5 {
    case 0:
      return [
        .send(Answers.error(status, message: saying, type: saying, code: "\"\(key)\"", headers: headers))
      ]
    case 1: return [.send(Answers.http(status, headers: headers, type: "text/plain", text: saying))]
    case 2:
      let page = "<html><title>\(saying)</title></html>"
      return [.send(Answers.http(status, headers: headers, type: "text/html; x=\(key)", text: page))]
    case 3: return [.send(Answers.http(status, headers: headers, text: #"{"detail":"\#(saying)"#))]
    default: return [.send(Answers.http("200 OK", headers: headers, text: chat(saying))), .close]
    }
  }

  private static func chat(_ saying: String) -> String {
    Answers.chatJSON(content: "\"\(key)\"", finish: "\"\(key)\"", more: #","refusal":null"#, model: saying)
  }

  /// Pieces of the key that are nowhere to be found.
  private static let pieces = (0...(key.count - 8)).map { String(key.dropFirst($0).prefix(8)) }

  private func expectNone(_ text: String, _ place: String) {
    for piece in Self.pieces where text.contains(piece) {
      Issue.record("\(place) holds \(piece): \(text)")
      return
    }
  }

  @Test(
    "the server says it in every status, header, error, page and reply",
    arguments: ["custom", "openai", "anthropic"])
  func sayings(profile: String) async throws {
    let count = Self.sayings.count * Self.statuses.count
    let dialect = try #require(EndpointProfile.named(profile))
    try await withFaults(of: dialect, key: Self.key) {
      $0.maximumTries = 2
      $0.recordsText = true
    } respond: { number, _ in
      Self.answer(number)
    } body: { server, endpoint in
      while server.requests.count < count {
        switch await endpoint.ask() {
        case .success(let reply): expectNone("\(reply)", "a reply")
        case .failure(let error):
          var dumped = ""
          dump(error, to: &dumped)
          expectNone("\(error) \(error.message) \(dumped)", "an error")
        }
      }
      // The server did hear it, as long as it was the right one.
      let headers = server.requests.map { $0.header("authorization") ?? $0.header("x-api-key") ?? "" }
      #expect(headers.allSatisfy { $0.hasSuffix(Self.key) })
      expectNoneTold(by: endpoint)
    }
  }

  @Test("no failure of the network says it")
  func network() async throws {
    let faults: [[FaultServer.Act]] = [
      [.close], [.reset], [.send(Array("HTTP/1.1 200 OK\r\nX: \(Self.key)\r\nConte".utf8)), .reset],
      [.send(Array("\(Self.key)\r\n\r\n".utf8)), .close],
      [.send(Array("HTTP/1.1 200 \(Self.key)\r\nContent-Length: 999\r\n\r\n\(Self.key)".utf8)), .close],
      [.send(Array("HTTP/1.1 200 OK\r\nContent-Length: \(Self.key)\r\n\r\n".utf8))],
      [
        .send(
          Array("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 40\r\n\r\n\(Self.key)  ".utf8)),
        .close,
      ],
      [.send(Array("HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n\(Self.key)".utf8))], [.stall],
    ]
    for fault in faults {
      try await withFaults(key: Self.key) {
        $0.firstByteTimeout = .milliseconds(50)
        $0.replyTimeout = .milliseconds(100)
        $0.maximumTries = 2
      } respond: { _, _ in
        fault
      } body: { _, endpoint in
        let error = await endpoint.ask().error
        #expect(error != nil)
        expectNone("\(error.map { "\($0)" } ?? "")", "an error")
        expectNoneTold(by: endpoint)
      }
    }
    let refused = try TestEndpoint("http://127.0.0.1:1/v1?key=\(Self.key)", key: Self.key)
    expectNone("\(await refused.ask())", "an error")
    expectNoneTold(by: refused)
    await refused.endpoints.shutdown()
  }

  @Test("nothing about a model says it")
  func descriptions() throws {
    let endpoint = try TestEndpoint("https://example.com/v1", key: Self.key)
    expectNone("\(endpoint.model.identity)", "the identity")
    expectNone("\(EndpointOptions())", "the options")
    expectNone("\(endpoint.endpoints)", "the endpoints")
    for unfit in ["\(Self.key)\n\(Self.key)", "\(Self.key) \(Self.key)"] {
      let error = #expect(throws: LanguageModelError.self) {
        try TestEndpoint("https://example.com/v1", key: unfit)
      }
      expectNone(error.map { "\($0)" } ?? "", "an error")
    }
  }

  /// Looks through logs, metrics and traces.
  private func expectNoneTold(by endpoint: TestEndpoint) {
    for record in endpoint.logs.all { expectNone(record.text, "a log record") }
    for instrument in endpoint.metrics.all {
      expectNone("\(instrument.label) \(instrument.labels)", "a label of a metric")
    }
    #expect(!endpoint.tracer.finishedSpans.isEmpty)
    for span in endpoint.tracer.finishedSpans {
      var text = "\(span.operationName) \(span.status.map { "\($0)" } ?? "") \(span.events) \(span.errors)"
      span.attributes.forEach { text += " \($0)=\($1)" }
      expectNone(text, "a span")
    }
  }
}
