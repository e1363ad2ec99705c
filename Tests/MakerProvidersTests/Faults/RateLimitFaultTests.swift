import Logging
import Maker
import MakerProviders
import MakerTesting
import Testing

@Suite("Faults: rate limits")
struct RateLimitFaultTests {
  /// What comes of a call whose first answer is a 429 with these headers, and how long it waited.
  private func ask(
    _ headers: [String],
    body: String = #"{"error":{"message":"Slow down.","type":"tokens","code":"rate_limit_exceeded"}}"#
  ) async throws -> (result: Result<Response, LanguageModelError>, waited: Duration, requests: Int) {
    try await withFaults { number, _ in
      number == 0
        ? [.send(Answers.http("429 Too Many Requests", headers: headers, text: body))]
        : [.send(Answers.chat())]
    } body: { server, endpoint in
      let result = await endpoint.ask()
      return (result, endpoint.clock.now.offset, server.requests.count)
    }
  }

  @Test("a 429 with seconds waits that long, and shrinks the limit by a fifth")
  func seconds() async throws {
    try await withFaults { number, _ in
      number == 0
        ? [.send(Answers.error("429 Too Many Requests", headers: ["Retry-After: 7"]))]
        : [.send(Answers.chat())]
    } body: { _, endpoint in
      #expect(await endpoint.ask().reply?.content == "4")
      #expect(endpoint.clock.now.offset == .seconds(7))
      #expect(
        endpoint.logs.all.contains {
          $0.level == .info && $0.text.contains("from=20") && $0.text.contains("to=16")
        })
    }
  }

  @Test("a 429 with an HTTP date in the past waits no time")
  func pastDate() async throws {
    let (result, waited, requests) = try await ask(["Retry-After: Sun, 06 Nov 1994 08:49:37 GMT"])
    #expect(result.reply?.content == "4")
    #expect(waited == .zero)
    #expect(requests == 2)
  }

  @Test("a 429 with negative seconds waits no time")
  func negative() async throws {
    let (result, waited, _) = try await ask(["Retry-After: -30"])
    #expect(result.reply?.content == "4")
    #expect(waited == .zero)
  }

  @Test(
    "a 429 that asks for an absurd wait ends the call at once, resumable",
    arguments: ["Retry-After: 31536000000", "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT"])
  func absurd(header: String) async throws {
    let (result, waited, requests) = try await ask([header])
    #expect(result.error?.code == .rateLimited)
    #expect(waited == .zero)
    #expect(requests == 1)
  }

  @Test("a 429 without a time waits a second")
  func silent() async throws {
    let (result, waited, _) = try await ask([])
    #expect(result.reply?.content == "4")
    #expect(waited == .seconds(1))
  }

  @Test(
    "the headers about the budget say how long to wait where Retry-After is missing",
    arguments: [
      ["x-ratelimit-remaining-requests: 0", "x-ratelimit-reset-requests: 12s"],
      ["x-ratelimit-remaining-tokens: 0", "x-ratelimit-reset-tokens: 12s"],
    ])
  func budget(headers: [String]) async throws {
    let (result, waited, _) = try await ask(headers)
    #expect(result.reply?.content == "4")
    #expect(waited == .seconds(12))
  }

  @Test(
    "a 429 that means no money is thrown at once, in the provider's words",
    arguments: [
      #"{"error":{"message":"You exceeded your current quota.","type":"insufficient_quota","code":"insufficient_quota"}}"#,
      #"{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low. You exceeded your current quota."}}"#,
    ])
  func noMoney(body: String) async throws {
    let (result, _, requests) = try await ask(["Retry-After: 1"], body: body)
    #expect(result.error?.code == .outOfMoney)
    #expect(result.error?.message.contains("You exceeded your current quota") == true)
    #expect(requests == 1)
  }

  @Test("a rate limit for everyone: forty calls all get their reply")
  func crowd() async throws {
    try await withFaults { number, _ in
      number % 5 == 0
        ? [.send(Answers.error("429 Too Many Requests", headers: ["Retry-After: 1"]))]
        : [.send(Answers.chat())]
    } body: { server, endpoint in
      let replies = await endpoint.clock.passing {
        await withTaskGroup { group in
          for _ in 0..<40 { group.addTask { await endpoint.wait().reply?.content } }
          return await group.reduce(into: []) { $0.append($1) }
        }
      }
      #expect(replies == Array(repeating: "4", count: 40))
      #expect(server.requests.count > 40)
    }
  }
}
