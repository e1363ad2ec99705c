import Maker
import MakerProviders
import Testing

@Suite("Retry state")
struct RetryStateTests {
  private static let reset = CallFailure(
    .transient(retryAfter: nil), "It broke.", type: "connection_reset", stage: .sent)

  /// What follows each of a row of failures, with time passing as asked.
  private func steps(
    _ failures: [CallFailure], policy: RetryPolicy = RetryPolicy(), hasAnswered: Bool = true,
    chance: Double = 0.999
  ) -> [RetryState.Step] {
    var state = RetryState(policy)
    var now = Duration.zero
    return failures.map { failure in
      let step = state.step(after: failure, hasAnswered: hasAnswered, now: now, chance: chance)
      if case .retry(let wait) = step { now += wait }
      return step
    }
  }

  private func waits(_ steps: [RetryState.Step]) -> [Double] {
    steps.compactMap { if case .retry(let wait) = $0 { wait / .seconds(1) } else { nil } }
  }

  private func error(_ step: RetryState.Step?) -> LanguageModelError? {
    if case .giveUp(let error)? = step { error } else { nil }
  }

  @Test("the longest wait doubles from half a second up to a minute")
  func backoff() {
    var policy = RetryPolicy()
    policy.maximumTries = 12
    let waits = waits(steps(Array(repeating: Self.reset, count: 11), policy: policy, chance: 1))
    #expect(waits == [0.5, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60])
  }

  @Test("the wait is any share of the longest, as chance has it")
  func jitter() {
    #expect(waits(steps([Self.reset, Self.reset], chance: 0)) == [0, 0])
    #expect(waits(steps([Self.reset, Self.reset], chance: 0.5)) == [0.25, 0.5])
  }

  @Test("the eighth failure ends it, and the sentence says how often it was tried")
  func limit() {
    let steps = steps(Array(repeating: Self.reset, count: 8))
    #expect(waits(steps).count == 7)
    #expect(error(steps.last)?.code == .unavailable)
    #expect(error(steps.last)?.message.hasPrefix("It broke. Gave up after 8 tries in ") == true)
  }

  @Test("an endpoint that never answered is tried three times only")
  func firstContact() {
    let steps = steps(Array(repeating: Self.reset, count: 3), hasAnswered: false)
    #expect(waits(steps).count == 2)
    #expect(error(steps.last)?.code == .unavailable)
  }

  @Test("time ends it too")
  func patience() {
    var policy = RetryPolicy()
    policy.maximumTries = 1000
    policy.patience = .seconds(100)
    let steps = steps(Array(repeating: Self.reset, count: 20), policy: policy, chance: 1)
    let end = steps.firstIndex { error($0) != nil }
    // 0.5 + 1 + 2 + 4 + 8 + 16 + 32 = 63.5; a minute more would be too long.
    #expect(end == 7)
  }

  @Test("a server that says when it will be back is not asked before, and not waited for longer than allowed")
  func retryAfter() {
    let busy = CallFailure(.transient(retryAfter: .seconds(20)), "Busy.", type: "503")
    #expect(waits(steps([busy, busy], chance: 0)) == [20, 20])
    let gone = CallFailure(.transient(retryAfter: .seconds(3000)), "Busy.", type: "503")
    #expect(error(steps([gone]).first)?.message == "Busy.")
  }

  @Test("what would fail again is not tried again")
  func noRetry() {
    let money = CallFailure(.noRetry(.outOfMoney), "No money.", type: "429")
    #expect(steps([money]) == [.giveUp(LanguageModelError(.outOfMoney, "No money."))])
  }

  @Test("rate limits do not count as tries, and the wait is the limiter's")
  func rateLimits() {
    let limited = CallFailure(.rateLimit(retryAfter: .seconds(1)), "Slow down.", type: "429")
    #expect(waits(steps(Array(repeating: limited, count: 500))) == Array(repeating: 0, count: 500))
  }

  @Test("half an hour of nothing but rate limits ends it")
  func rateLimitPatience() {
    let limited = CallFailure(.rateLimit(retryAfter: nil), "Slow down.", type: "429")
    var state = RetryState(RetryPolicy())
    #expect(
      state.step(after: limited, hasAnswered: true, now: .seconds(5), chance: 0) == .retry(after: .zero))
    #expect(
      state.step(after: limited, hasAnswered: true, now: .seconds(1805), chance: 0) == .retry(after: .zero))
    let last = state.step(after: limited, hasAnswered: true, now: .seconds(1806), chance: 0)
    #expect(error(last)?.code == .rateLimited)
    #expect(error(last)?.message.contains("30 min") == true)
  }

  @Test("anything else between rate limits begins the half hour anew")
  func rateLimitPatienceAnew() {
    let limited = CallFailure(.rateLimit(retryAfter: nil), "Slow down.", type: "429")
    var state = RetryState(RetryPolicy())
    for (failure, now) in [(limited, 0), (Self.reset, 1000), (limited, 1500)] {
      _ = state.step(after: failure, hasAnswered: true, now: .seconds(now), chance: 0)
    }
    #expect(
      state.step(after: limited, hasAnswered: true, now: .seconds(3000), chance: 0) == .retry(after: .zero))
  }

  @Test("a wait that is asked for and too long ends it at once")
  func absurdWait() {
    let limited = CallFailure(.rateLimit(retryAfter: .seconds(3600)), "Slow down.", type: "429")
    #expect(error(steps([limited]).first)?.code == .rateLimited)
    #expect(error(steps([limited]).first)?.message.contains("60 min") == true)
  }

  @Test("replies that make no sense, over and over, are not called an outage")
  func garbled() {
    let garbled = CallFailure(.transient(retryAfter: nil), "No JSON.", type: "invalid_json", stage: .garbled)
    #expect(error(steps(Array(repeating: garbled, count: 8)).last)?.code == .invalidResponse)
  }
}
