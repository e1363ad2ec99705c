import Logging
import Maker
import MakerProviders
import MakerTesting
import Testing

@Suite("Retry loop")
struct RetryLoopTests {
  @Test("failures that pass are tried again until there is a reply")
  func retries() async {
    let endpoint = ScriptedEndpoint([
      .status(500), .failure("connection_refused", stage: .unsent), .status(503), .status(529), .chat("4"),
    ])
    let result = await endpoint.clock.passing { await endpoint.ask() }
    #expect(result.reply?.content == "4")
    #expect(endpoint.transport.count == 5)
    #expect(endpoint.limiter.state.inFlight == 0)
    #expect(endpoint.limiter.state.limit == 20)
  }

  @Test("tries that may have been billed are in the reply, the others are not")
  func billedTries() async {
    let endpoint = ScriptedEndpoint([
      .failure("connection_refused", stage: .unsent), .status(500), .status(429),
      .failure("connection_reset", stage: .sent, after: .milliseconds(700)),
      .failure("invalid_json", stage: .garbled), .chat("4"),
    ])
    let result = await endpoint.clock.passing { await endpoint.ask() }
    #expect(result.reply?.tries.map(\.failure) == ["connection_reset", "invalid_json"])
    #expect(result.reply?.tries.first?.latencyMs == 700)
    #expect(result.reply?.tries.allSatisfy { $0.usage == Usage() } == true)
    #expect(result.reply?.usage == Usage(inputTokens: 12, outputTokens: 3))
  }

  @Test("the call is the same for every try: built once")
  func identity() {
    let endpoint = ScriptedEndpoint([.chat("4")])
    #expect(endpoint.model.identity == ["model": "custom/tiny"])
  }

  @Test(
    "what would fail again is thrown at once, with its code and the provider's words",
    arguments: [400, 401, 404])
  func noRetry(status: Int) async {
    let endpoint = ScriptedEndpoint([.status(status)])
    let result = await endpoint.ask()
    let codes: [Int: LanguageModelError.Code] = [
      400: .invalidRequest, 401: .unauthorized, 404: .unknownModel,
    ]
    #expect(result.error?.code == codes[status])
    #expect(endpoint.transport.count == 1)
    #expect(endpoint.logs.all.contains { $0.level == .warning && $0.text.contains("gave up") })
  }

  @Test("a rate limit makes every call wait, and the limit shrinks once")
  func sharedPause() async {
    let endpoint = ScriptedEndpoint([
      .status(429, headers: [("Retry-After", "7")]), .status(429, headers: [("Retry-After", "7")]),
      .chat("4"),
    ])
    await withTaskGroup { group in
      for _ in 0..<2 { group.addTask { #expect(await endpoint.ask().reply?.content == "4") } }
      // Both wait for the pause, and one timer for both of them.
      await endpoint.clock.sleepers(1)
      while endpoint.limiter.state.waiting < 2 { await Task.yield() }
      #expect(endpoint.transport.count == 2)
      #expect(endpoint.limiter.state.limit == 16)
      endpoint.clock.advance(by: .milliseconds(6999))
      #expect(endpoint.transport.count == 2)
      endpoint.clock.advance(by: .milliseconds(1))
    }
    #expect(endpoint.transport.count == 4)
  }

  @Test("a rate limit that asks for an hour sends away all who wait for that endpoint")
  func hopelessPause() async {
    let endpoint = ScriptedEndpoint([.status(429, headers: [("Retry-After", "99999999")])])
    #expect(await endpoint.ask().error?.code == .rateLimited)
    let second = await endpoint.ask()
    #expect(second.error?.code == .rateLimited)
    #expect(second.error?.message.contains("60 min") == true)
    #expect(endpoint.transport.count == 1)
  }

  @Test("a cancelled call that waits between tries ends, and no other try is made")
  func cancelledBetweenTries() async {
    let endpoint = ScriptedEndpoint([.status(500)])
    let task = Task { await endpoint.ask() }
    await endpoint.clock.sleepers(1)
    task.cancel()
    #expect(await task.value.error?.code == .cancelled)
    #expect(endpoint.transport.count == 1)
  }

  @Test("a cancelled call that waits for its turn ends, and the turn goes to the next")
  func cancelledInQueue() async {
    let endpoint = ScriptedEndpoint([.chat("4", after: .seconds(1))], limiter: LimiterState(maximum: 1))
    let first = Task { await endpoint.ask() }
    await endpoint.clock.sleepers(1)
    let second = Task { await endpoint.ask() }
    while endpoint.limiter.state.waiting < 1 { await Task.yield() }
    let third = Task { await endpoint.ask() }
    while endpoint.limiter.state.waiting < 2 { await Task.yield() }
    second.cancel()
    #expect(await second.value.error?.code == .cancelled)
    await endpoint.clock.passing {
      #expect(await first.value.reply?.content == "4")
      #expect(await third.value.reply?.content == "4")
    }
    #expect(endpoint.transport.count == 2)
  }

  @Test("a call that is cancelled before it begins sends nothing")
  func cancelledBefore() async {
    let endpoint = ScriptedEndpoint([.chat("4")])
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await endpoint.ask()
    }
    #expect(await task.value.error?.code == .cancelled)
    #expect(endpoint.transport.count == 0)
  }
}
