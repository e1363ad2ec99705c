import MakerProviders
import Testing

@Suite("Limiter state")
struct LimiterStateTests {
  /// A limiter that is asked for more than it grants, so that its limit is reached in every round.
  struct Busy {
    var state: LimiterState
    var out: [Int] = []
    var nextID = 0

    init(maximum: Int = 1000, start: Int = 20, patience: Duration = .seconds(1800)) {
      state = LimiterState(maximum: maximum, start: start, patience: patience)
    }

    mutating func fill(at now: Duration = .zero) {
      while state.waiting == 0 {
        nextID += 1
        switch state.request(.init(id: nextID, order: nextID, tokens: 0), now: now).0 {
        case .granted(let launch): out.append(launch)
        case .queued, .refused: return
        }
      }
    }

    mutating func finishFirst(_ outcome: LimiterState.Outcome, at now: Duration = .zero) {
      let effects = state.finish(launch: out.removeFirst(), outcome, now: now)
      out += effects.granted.map(\.launch)
      fill(at: now)
    }

    /// Ends as many requests as are allowed at a time.
    mutating func round(_ outcome: LimiterState.Outcome = .clean, at now: Duration = .zero) {
      for _ in 0..<state.limit { finishFirst(outcome, at: now) }
    }
  }

  @Test("it begins at 20 and doubles with every clean round, up to the maximum")
  func doubling() {
    var busy = Busy(maximum: 150)
    busy.fill()
    var limits = [busy.state.limit]
    for _ in 0..<5 {
      busy.round()
      limits.append(busy.state.limit)
    }
    #expect(limits == [20, 40, 80, 150, 150, 150])
  }

  @Test("it begins at the maximum where that is below 20, and at 1 for anything less")
  func smallMaximum() {
    #expect(LimiterState(maximum: 3).limit == 3)
    #expect(LimiterState(maximum: 0).limit == 1)
    #expect(LimiterState(maximum: -5).limit == 1)
  }

  @Test("a limit that is never reached does not grow: it proves nothing")
  func notReached() {
    var state = LimiterState(maximum: 1000)
    for id in 1...200 {
      guard case .granted(let launch) = state.request(.init(id: id, order: id, tokens: 0), now: .zero).0
      else { return #expect(Bool(false), "nobody else is there") }
      _ = state.finish(launch: launch, .clean, now: .zero)
    }
    #expect(state.limit == 20)
  }

  @Test("all rate limits of requests that were out together are one episode: a fifth off, once")
  func episode() {
    var busy = Busy()
    busy.fill()
    for _ in 0..<20 { busy.finishFirst(.rateLimited(retryAfter: .seconds(1)), at: .zero) }
    #expect(busy.state.limit == 16)
    #expect(busy.out.isEmpty)
    #expect(busy.state.waiting == 1)
  }

  @Test("a rate limit of a request sent after the last episode begins another")
  func nextEpisode() {
    var busy = Busy()
    busy.fill()
    for _ in 0..<20 { busy.finishFirst(.rateLimited(retryAfter: .seconds(1))) }
    let effects = busy.state.wake(now: .seconds(1))
    busy.out = effects.granted.map(\.launch)
    #expect(busy.out.count == 1)
    busy.finishFirst(.rateLimited(retryAfter: nil), at: .seconds(2))
    #expect(busy.state.limit == 12)
  }

  @Test("after the first rate limit it grows by a twentieth a round, by one at least")
  func regrowth() {
    var busy = Busy(start: 100)
    busy.fill()
    busy.finishFirst(.rateLimited(retryAfter: .zero))
    #expect(busy.state.limit == 80)
    // The rest of that time belongs to the episode and counts for nothing.
    for _ in 0..<99 { busy.finishFirst(.clean) }
    #expect(busy.state.limit == 80)
    busy.round()
    #expect(busy.state.limit == 84)

    var small = Busy(start: 2)
    small.fill()
    small.finishFirst(.rateLimited(retryAfter: .zero))
    #expect(small.state.limit == 1)
    small.finishFirst(.clean)
    small.round()
    #expect(small.state.limit == 2)
  }

  @Test("it never falls below 1")
  func neverBelowOne() {
    var busy = Busy(start: 3)
    busy.fill()
    var now = Duration.zero
    for _ in 0..<30 {
      now = max(now, busy.state.pausedUntil)
      busy.out += busy.state.wake(now: now).granted.map(\.launch)
      guard !busy.out.isEmpty else { break }
      busy.finishFirst(.rateLimited(retryAfter: nil), at: now)
      #expect(busy.state.limit >= 1)
    }
    #expect(busy.state.limit == 1)
  }

  @Test("failures of the server and of the network never shrink it, and do not make it grow")
  func neutral() {
    var busy = Busy()
    busy.fill()
    for _ in 0..<500 { busy.finishFirst(.neutral) }
    #expect(busy.state.limit == 20)
    #expect(busy.state.pausedUntil == .zero)
  }

  @Test("nothing goes out before the pause is over that the provider asks for")
  func pause() {
    var busy = Busy()
    busy.fill()
    busy.finishFirst(.rateLimited(retryAfter: .seconds(7)), at: .seconds(100))
    #expect(busy.state.pausedUntil == .seconds(107))
    for _ in 0..<19 { busy.finishFirst(.clean, at: .seconds(101)) }
    #expect(busy.out.isEmpty)
    #expect(busy.state.wake(now: .seconds(106)).granted.isEmpty)
    #expect(busy.state.wake(now: .seconds(106)).wakeAt == .seconds(107))
    #expect(busy.state.wake(now: .seconds(107)).granted.count == 1)
  }

  @Test("of the pauses asked for in one episode the longest counts")
  func longestPause() {
    var busy = Busy()
    busy.fill()
    for seconds in [3, 9, 5] { busy.finishFirst(.rateLimited(retryAfter: .seconds(seconds))) }
    #expect(busy.state.pausedUntil == .seconds(9))
  }

  @Test("a rate limit that asks for no wait pauses nothing the first time, and longer each time after it")
  func pastDates() {
    var busy = Busy()
    busy.fill()
    var now = Duration.zero
    var pauses: [Duration] = []
    for _ in 0..<9 {
      for _ in busy.out.indices { busy.finishFirst(.rateLimited(retryAfter: .zero), at: now) }
      pauses.append(busy.state.pausedUntil - now)
      now = busy.state.pausedUntil
      busy.out += busy.state.wake(now: now).granted.map(\.launch)
      busy.fill(at: now)
    }
    #expect(pauses.first == .zero)
    #expect(zip(pauses, pauses.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(pauses.last == .seconds(60))
  }

  @Test("the oldest call goes first, whichever try of it this is")
  func order() {
    var state = LimiterState(maximum: 1, start: 1)
    guard case .granted(let launch) = state.request(.init(id: 1, order: 1, tokens: 0), now: .zero).0 else {
      return #expect(Bool(false), "nobody else is there")
    }
    for id in [5, 4, 9] {
      #expect(state.request(.init(id: id, order: id, tokens: 0), now: .zero).0 == .queued)
    }
    // The first call again, for its second try.
    #expect(state.request(.init(id: 10, order: 1, tokens: 0), now: .zero).0 == .queued)
    var served: [Int] = []
    var effects = state.finish(launch: launch, .neutral, now: .zero)
    while let next = effects.granted.first {
      served.append(next.id)
      effects = state.finish(launch: next.launch, .neutral, now: .zero)
    }
    #expect(served == [10, 4, 5, 9])
  }

  @Test("a pause that is too long to wait for sends away those who wait and those who come")
  func hopeless() {
    var busy = Busy(patience: .seconds(600))
    busy.fill()
    let effects = busy.state.finish(
      launch: busy.out.removeFirst(), .rateLimited(retryAfter: .seconds(3600)), now: .zero)
    #expect(effects.refused == [21])
    #expect(
      busy.state.request(.init(id: 99, order: 99, tokens: 0), now: .seconds(60)).0
        == .refused(pause: .seconds(3540)))
    #expect(busy.state.request(.init(id: 100, order: 100, tokens: 0), now: .seconds(3000)).0 == .queued)
  }

  @Test("the pacer holds a request back although there is room")
  func paced() {
    var state = LimiterState(maximum: 10, pacer: Pacer(requestsPerMinute: 60))
    guard case .granted = state.request(.init(id: 1, order: 1, tokens: 0), now: .seconds(5)).0 else {
      return #expect(Bool(false), "the first may go")
    }
    let (admission, effects) = state.request(.init(id: 2, order: 2, tokens: 0), now: .seconds(5))
    #expect(admission == .queued)
    #expect(effects.wakeAt == .milliseconds(5950))
    #expect(state.wake(now: .milliseconds(5950)).granted.map(\.id) == [2])
  }
}
