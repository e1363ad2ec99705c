import Maker
import MakerProviders
import MakerTesting
import Testing

@Suite("Adaptive limiter")
struct AdaptiveLimiterTests {
  private let clock = VirtualClock()

  private func limiter(_ state: LimiterState) -> AdaptiveLimiter {
    AdaptiveLimiter(state, clock: RunClock(clock))
  }

  private func acquire(_ limiter: AdaptiveLimiter, order: Int? = nil) async -> AdaptiveLimiter.Leave? {
    let admission = await limiter.acquire(
      order: order ?? limiter.nextOrder(), promptBytes: 40, maximumReplyTokens: 10)
    if case .granted(let leave) = admission { return leave }
    return nil
  }

  @Test("thousands of calls at once all get through, and never more at a time than the limit")
  func crowd() async {
    let limiter = limiter(LimiterState(maximum: 7, start: 3))
    await withTaskGroup { group in
      for _ in 0..<3000 {
        group.addTask {
          guard let leave = await acquire(limiter) else { return #expect(Bool(false), "nobody is sent away") }
          #expect(limiter.state.inFlight <= 7)
          await Task.yield()
          limiter.release(leave, .clean, isAnswered: true)
        }
      }
    }
    #expect(limiter.state.inFlight == 0)
    #expect(limiter.state.waiting == 0)
    #expect(limiter.state.limit == 7)
  }

  @Test("calls that are cancelled at any moment neither get stuck nor keep a place")
  func cancellations() async {
    let limiter = limiter(LimiterState(maximum: 2, start: 2))
    await withTaskGroup { group in
      for number in 0..<2000 {
        group.addTask {
          let task = Task {
            guard let leave = await acquire(limiter) else { return }
            await Task.yield()
            limiter.release(leave, .neutral, isAnswered: true)
          }
          if number % 3 != 0 { task.cancel() }
          await task.value
        }
      }
    }
    #expect(limiter.state.inFlight == 0)
    #expect(limiter.state.waiting == 0)
  }

  @Test("one timer ends a pause for everyone, and goes when nobody waits")
  func timer() async {
    let limiter = limiter(LimiterState(maximum: 10))
    guard let leave = await acquire(limiter) else { return #expect(Bool(false), "nobody else is there") }
    limiter.release(leave, .rateLimited(retryAfter: .seconds(30)), isAnswered: true)
    let tasks = (0..<5).map { _ in Task { await acquire(limiter) } }
    while limiter.state.waiting < 5 { await Task.yield() }
    await clock.sleepers(1)
    #expect(clock.sleeperCount == 1)
    for task in tasks { task.cancel() }
    for task in tasks { #expect(await task.value == nil) }
    while clock.sleeperCount > 0 { await Task.yield() }
    let last = Task { await acquire(limiter) }
    await clock.sleepers(1)
    clock.advance(by: .seconds(30))
    #expect(await last.value != nil)
  }

  @Test("tokens that were not used let the next request go earlier")
  func tokens() async {
    // A prompt of 10 tokens and a reply of up to 10: a token a second.
    let limiter = limiter(LimiterState(maximum: 10, pacer: Pacer(tokensPerMinute: 60)))
    guard let leave = await acquire(limiter) else { return #expect(Bool(false), "the first may go") }
    let next = Task { await acquire(limiter) }
    await clock.sleepers(1)
    limiter.release(leave, .clean, isAnswered: true, usage: Usage(inputTokens: 1, outputTokens: 1))
    while clock.sleeperCount != 1 { await Task.yield() }
    clock.advance(by: .seconds(2))
    #expect(await next.value != nil)
  }

  @Test("it knows whether the endpoint ever answered")
  func answered() async {
    let limiter = limiter(LimiterState(maximum: 10))
    for isAnswered in [false, true, false] {
      guard let leave = await acquire(limiter) else { return #expect(Bool(false), "nobody else is there") }
      let before = limiter.hasAnswered
      limiter.release(leave, .neutral, isAnswered: isAnswered)
      #expect(limiter.hasAnswered == (before || isAnswered))
    }
  }
}
