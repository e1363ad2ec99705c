import MakerProviders
import Testing

@Suite("Limiter properties")
struct LimiterPropertyTests {
  /// Plays random events against a limiter, and checks after each what must always hold.
  struct Game {
    var random: SeededGenerator
    var state: LimiterState
    var now = Duration.zero
    var nextID = 0
    var queued: [Int: Int] = [:]
    var out: [Int] = []
    var launchesAtLastShrink = 0
    var launches = 0
    var asked = 0
    var launched = 0
    var left = 0

    init(seed: UInt64) {
      random = SeededGenerator(seed: seed)
      let pacer =
        Bool.random(using: &random)
        ? Pacer() : Pacer(requestsPerMinute: Int.random(in: 60...6000, using: &random))
      state = LimiterState(
        maximum: Int.random(in: 1...300, using: &random), start: Int.random(in: 1...60, using: &random),
        pacer: pacer)
    }

    mutating func play() {
      switch Int.random(in: 0..<10, using: &random) {
      case 0...3: request()
      case 4: withdraw()
      case 5...7: finish()
      default:
        now += .milliseconds(Int.random(in: 0...500, using: &random))
        take(state.wake(now: now))
      }
      #expect(state.inFlight == out.count)
      #expect(state.waiting == queued.count)
      #expect((1...state.maximum).contains(state.limit))
      #expect(asked == launched + left + queued.count)
    }

    mutating func request() {
      nextID += 1
      asked += 1
      // Now and then a call from before tries again.
      let order = Bool.random(using: &random) ? nextID : Int.random(in: 0...nextID, using: &random)
      let (admission, effects) = state.request(.init(id: nextID, order: order, tokens: 10), now: now)
      switch admission {
      case .granted(let launch): didLaunch(launch)
      case .queued: queued[nextID] = order
      case .refused: left += 1
      }
      take(effects)
    }

    mutating func withdraw() {
      guard let id = queued.keys.sorted().randomElement(using: &random) else { return }
      queued[id] = nil
      left += 1
      take(state.withdraw(id))
    }

    mutating func finish() {
      guard let index = out.indices.randomElement(using: &random) else { return }
      let launch = out.remove(at: index)
      let limit = state.limit
      let outcome: LimiterState.Outcome =
        switch Int.random(in: 0..<8, using: &random) {
        case 0: .rateLimited(retryAfter: nil)
        case 1: .rateLimited(retryAfter: .milliseconds(Int.random(in: -5...4000, using: &random)))
        case 2, 3: .neutral
        default: .clean
        }
      let effects = state.finish(launch: launch, outcome, now: now)
      if state.limit < limit || (effects.change?.to ?? limit) < limit {
        // Only a rate limit shrinks it, and only one of a request sent since the last time.
        guard case .rateLimited = outcome else { return #expect(Bool(false), "\(outcome) shrank it") }
        #expect(launch > launchesAtLastShrink)
        #expect(state.limit == max(1, Int(Double(limit) * 0.8)))
      }
      if case .rateLimited = outcome, launch > launchesAtLastShrink { launchesAtLastShrink = launches }
      if outcome == .neutral { #expect(state.limit == limit) }
      take(effects)
    }

    mutating func take(_ effects: LimiterState.Effects) {
      for (id, launch) in effects.granted {
        let order = queued.removeValue(forKey: id)
        #expect(order != nil, "granted without being queued")
        // Nobody who came earlier is left behind.
        #expect(queued.values.allSatisfy { $0 >= order ?? 0 })
        didLaunch(launch)
      }
      for id in effects.refused {
        #expect(queued.removeValue(forKey: id) != nil)
        left += 1
      }
      if let wakeAt = effects.wakeAt { #expect(wakeAt > now || state.inFlight >= state.limit) }
    }

    mutating func didLaunch(_ launch: Int) {
      launched += 1
      launches += 1
      #expect(launch == launches, "launches are numbered without gaps")
      #expect(now >= state.pausedUntil)
      out.append(launch)
      #expect(out.count <= state.limit)
    }
  }

  @Test("whatever happens in whatever order, the rules hold", arguments: 1...40 as ClosedRange<UInt64>)
  func rules(seed: UInt64) {
    var game = Game(seed: seed)
    for _ in 0..<2000 { game.play() }
  }

  @Test("whoever waits is served in the end", arguments: 1...20 as ClosedRange<UInt64>)
  func liveness(seed: UInt64) {
    var game = Game(seed: seed)
    for _ in 0..<500 { game.play() }
    for _ in 0..<100_000 where !game.queued.isEmpty {
      if let launch = game.out.popLast() {
        game.take(game.state.finish(launch: launch, .clean, now: game.now))
      } else {
        let wakeAt = game.state.wake(now: game.now).wakeAt
        game.now = max(game.now, wakeAt ?? game.now)
        game.take(game.state.wake(now: game.now))
      }
    }
    #expect(game.queued.isEmpty)
  }
}
