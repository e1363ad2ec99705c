import Maker
import MakerProviders
import MakerTesting
import Testing

@Suite("Hedging")
struct HedgingTests {
  private static let replaced = "stalled, replaced by another try"

  /// What comes of a call, when time passes in these steps, each as soon as so many wait for it, and then, where it is
  /// wanted, as fast as it can.
  private func ask(
    _ acts: [ScriptedTransport.Act], hedgeAfter: Duration? = .seconds(10),
    steps: [(sleepers: Int, seconds: Int)], thenFast: Bool = false
  ) async -> (result: Result<Response, LanguageModelError>, transport: ScriptedTransport) {
    let endpoint = ScriptedEndpoint(acts) { $0.hedgeAfter = hedgeAfter }
    let task = Task { await endpoint.ask() }
    for step in steps {
      await endpoint.clock.sleepers(step.sleepers)
      endpoint.clock.advance(by: .seconds(step.seconds))
    }
    let result = thenFast ? await endpoint.clock.passing { await task.value } : await task.value
    #expect(endpoint.limiter.state.inFlight == 0)
    return (result, endpoint.transport)
  }

  @Test("without it a slow request is waited for")
  func off() async {
    let (result, transport) = await ask(
      [.chat("slow", after: .seconds(100))], hedgeAfter: nil, steps: [(1, 99), (1, 1)])
    #expect(result.reply?.content == "slow")
    #expect(transport.count == 1)
  }

  @Test("a request in good time is not replaced")
  func inTime() async {
    let (result, transport) = await ask([.chat("4", after: .seconds(9))], steps: [(2, 9)])
    #expect(result.reply?.content == "4")
    #expect(result.reply?.tries == [])
    #expect(transport.count == 1)
  }

  @Test("a request that stalls is replaced, and broken off when the other has its reply")
  func stalls() async {
    // The request and the time it is given; then both requests and the time the second is given.
    let (result, transport) = await ask(
      [.chat("slow", after: .seconds(100)), .chat("4", after: .seconds(2))], steps: [(2, 10), (3, 2)])
    #expect(result.reply?.content == "4")
    #expect(result.reply?.tries == [Try(failure: Self.replaced, latencyMs: 10_000)])
    #expect(transport.count == 2)
    #expect(transport.broken == 1)
  }

  @Test("the reply of a replaced request does not count when it is first, only what it cost does")
  func lateReply() async {
    // The first comes at 11 s, when the second has been out for one second of five.
    let (result, transport) = await ask(
      [.chat("late", after: .seconds(11)), .chat("4", after: .seconds(5))],
      steps: [(2, 10), (3, 1), (2, 4)])
    #expect(result.reply?.content == "4")
    let cost = Usage(inputTokens: 12, outputTokens: 3)
    #expect(result.reply?.tries == [Try(failure: Self.replaced, usage: cost, latencyMs: 10_000)])
    #expect(transport.broken == 0)
  }

  @Test("a replaced request stays replaced when the other fails")
  func otherFails() async {
    // At 12 s the second breaks; the late reply of the first is there by then.
    let (result, transport) = await ask(
      [
        .chat("late", after: .seconds(11)), .failure("connection_reset", stage: .sent, after: .seconds(2)),
        .chat("4"),
      ],
      steps: [(2, 10), (3, 1), (2, 1)], thenFast: true)
    #expect(result.reply?.content == "4")
    #expect(transport.count == 3)
    #expect(result.reply?.tries.map(\.failure) == ["connection_reset", Self.replaced])
  }

  @Test("two are replaced in a call and no more; the third is waited for")
  func atMostTwo() async {
    let (result, transport) = await ask(
      [
        .chat("a", after: .seconds(1000)), .chat("b", after: .seconds(1000)), .chat("c", after: .seconds(60)),
      ],
      steps: [(2, 10), (3, 10), (3, 30), (3, 30)])
    #expect(result.reply?.content == "c")
    #expect(transport.count == 3)
    #expect(transport.broken == 2)
  }

  @Test("a cancelled call replaces nothing")
  func cancelled() async {
    let endpoint = ScriptedEndpoint([.chat("slow", after: .seconds(12))]) {
      $0.hedgeAfter = .seconds(10)
      $0.settleGrace = .seconds(30)
    }
    let task = Task { await endpoint.ask() }
    // The request, and the time after which it would be replaced.
    await endpoint.clock.sleepers(2)
    task.cancel()
    await endpoint.clock.sleepers(3)
    endpoint.clock.advance(by: .seconds(11))
    endpoint.clock.advance(by: .seconds(1))
    #expect(await task.value.reply?.content == "slow")
    #expect(endpoint.transport.count == 1)
  }
}
