import Maker
import MakerProviders
import MakerTesting
import Testing

@Suite("Faults: errors of servers")
struct ServerErrorFaultTests {
  @Test("bursts of 500, 502, 503 and 529 are waited out, and never shrink the limit")
  func bursts() async throws {
    let statuses = [
      "500 Internal Server Error", "502 Bad Gateway", "503 Service Unavailable", "529 Overloaded",
    ]
    try await withFaults { number, _ in
      number < 5 ? [.send(Answers.error(statuses[number % 4]))] : [.send(Answers.chat())]
    } body: { server, endpoint in
      let result = await endpoint.ask()
      #expect(result.reply?.content == "4")
      #expect(result.reply?.tries == [])
      #expect(server.requests.count == 6)
      #expect(!endpoint.logs.all.contains { $0.text.contains("fewer") })
      // Every try said the same.
      #expect(Set(server.requests.map(\.body)).count == 1)
    }
  }

  @Test("a server that fails for good is given up after eight tries, with its words")
  func forGood() async throws {
    try await withFaults { _, _ in
      [.send(Answers.error("500 Internal Server Error", message: "The GPU is on fire."))]
    } body: { server, endpoint in
      let error = await endpoint.ask().error
      #expect(error?.code == .unavailable)
      #expect(error?.message.contains("The GPU is on fire") == true)
      #expect(error?.message.contains("8 tries") == true)
      #expect(server.requests.count == 8)
    }
  }

  @Test("a 503 with Retry-After is not asked before")
  func retryAfter() async throws {
    try await withFaults { number, _ in
      number == 0
        ? [.send(Answers.error("503 Service Unavailable", headers: ["Retry-After: 20"]))]
        : [.send(Answers.chat())]
    } body: { _, endpoint in
      #expect(await endpoint.ask().reply?.content == "4")
      #expect(endpoint.clock.now.offset >= .seconds(20))
    }
  }

  @Test(
    "what is wrong with the request is said once, with the remedy",
    arguments: [
      ("401 Unauthorized", LanguageModelError.Code.unauthorized, "MAKER_API_KEY"),
      ("403 Forbidden", .unauthorized, "MAKER_API_KEY"),
      ("404 Not Found", .unknownModel, "--base-url"),
      ("400 Bad Request", .invalidRequest, "refuses"),
      ("402 Payment Required", .outOfMoney, "money"),
    ])
  func noRetry(status: String, code: LanguageModelError.Code, words: String) async throws {
    try await withFaults { _, _ in
      [.send(Answers.error(status, message: "Not like this."))]
    } body: { server, endpoint in
      let error = await endpoint.ask().error
      #expect(error?.code == code)
      #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
      #expect(error?.message.contains("Not like this") == true)
      #expect(server.requests.count == 1)
    }
  }

  @Test(
    "a redirect to another host is not followed, and that host hears nothing",
    arguments: [301, 302, 303, 307, 308])
  func redirect(status: Int) async throws {
    try await FaultServer.run { _, _ in
      [.send(Answers.chat())]
    } body: { other in
      let location = "Location: \(other.baseURL)/chat/completions"
      try await withFaults(key: "sk-redirect-0123456789abcdef") { _, _ in
        [.send(Answers.http("\(status) Moved", headers: [location], text: ""))]
      } body: { server, endpoint in
        let error = await endpoint.ask().error
        #expect(error?.code == .invalidRequest)
        #expect(error?.message.contains("127.0.0.1:\(other.port)") == true)
        #expect(server.requests.count == 1)
        #expect(server.requests.first?.header("authorization") == "Bearer sk-redirect-0123456789abcdef")
      }
      #expect(other.requests.isEmpty)
      #expect(other.facts.connections == 0)
    }
  }
}
