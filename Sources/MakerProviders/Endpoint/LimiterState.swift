/// How many requests may be out at a time, found out by trying. Pure: events in, what follows out, time a parameter.
///
/// It begins at 20 and doubles after every clean round until the first rate limit. From then on every episode of rate
/// limits takes a fifth off and makes a pause, and every clean round adds a twentieth. Only rate limits shrink it: a
/// server that fails or stalls does not fail less when it is asked less.
package struct LimiterState: Sendable {
  /// What became of a request, as far as it matters here.
  package enum Outcome: Sendable, Hashable {
    /// An answer of 2xx.
    case clean
    /// Too many requests.
    case rateLimited(retryAfter: Duration?)
    /// Anything else.
    case neutral
  }

  /// One who wants to send a request.
  package struct Waiter: Sendable {
    package let id: Int
    /// The place of its call among all calls: the oldest goes first, whichever try of it this is.
    package let order: Int
    /// What its request is expected to cost.
    package let tokens: Int

    package init(id: Int, order: Int, tokens: Int) {
      self.id = id
      self.order = order
      self.tokens = tokens
    }
  }

  /// What follows from an event.
  package struct Effects: Sendable {
    /// Who may go, and the numbers of their launches.
    package var granted: [(id: Int, launch: Int)] = []
    /// Who is sent away, because the pause is longer than anyone should wait.
    package var refused: [Int] = []
    /// When to look again, if nothing happens before.
    package var wakeAt: Duration?
    /// What became of the limit, if anything did.
    package var change: LimiterChange?
  }

  package enum Admission: Sendable, Equatable { case granted(launch: Int), queued, refused(pause: Duration) }

  /// The most requests at a time, ever.
  package let maximum: Int
  /// A longer pause than this is not waited for.
  let patience: Duration
  /// The most requests at a time, as things stand.
  package private(set) var limit: Int
  /// The requests that are out.
  package private(set) var inFlight = 0
  /// No request goes out before this moment.
  package private(set) var pausedUntil: Duration = .zero
  package var pacer: Pacer

  private var queue: [Waiter] = []
  private var launches = 0
  /// Requests up to this launch belong to the last episode.
  private var lastShrink = 0
  /// Whether no rate limit came yet.
  private var isProbing = true
  /// Episodes in a row, with nothing clean between them.
  private var episodes = 0
  private var cleanInRound = 0
  /// Whether the limit was reached in this round: one that is not reached proves nothing.
  private var wasReached = false

  package init(
    maximum: Int, start: Int = 20, patience: Duration = .seconds(1800), pacer: Pacer = Pacer()
  ) {
    self.maximum = max(1, maximum)
    self.patience = patience
    self.pacer = pacer
    limit = max(1, min(start, self.maximum))
  }

  /// How many wait.
  package var waiting: Int { queue.count }

  /// Asks to send a request. One that is queued is granted or refused by a later event.
  package mutating func request(_ waiter: Waiter, now: Duration) -> (Admission, Effects) {
    let pause = pausedUntil - now
    if pause > patience { return (.refused(pause: pause), Effects()) }
    let place = queue.lastIndex { $0.order <= waiter.order }.map { $0 + 1 } ?? 0
    if place == 0, isOpen(now) {
      return (.granted(launch: launch(waiter, now: now)), Effects())
    }
    queue.insert(waiter, at: place)
    if inFlight >= limit { wasReached = true }
    return (.queued, Effects(wakeAt: wakeAt))
  }

  /// One who waits no longer.
  package mutating func withdraw(_ id: Int) -> Effects {
    queue.removeAll { $0.id == id }
    return Effects(wakeAt: wakeAt)
  }

  /// A request is over.
  package mutating func finish(launch: Int, _ outcome: Outcome, now: Duration) -> Effects {
    inFlight -= 1
    var change: LimiterChange?
    switch outcome {
    case .clean where launch > lastShrink: change = countClean()
    case .rateLimited(let retryAfter): change = pause(launch: launch, retryAfter: retryAfter, now: now)
    case .clean, .neutral: break
    }
    var effects = wake(now: now)
    effects.change = change
    return effects
  }

  /// Time has passed, or the budget of tokens was put right.
  package mutating func wake(now: Duration) -> Effects {
    var effects = Effects()
    if pausedUntil - now > patience {
      effects.refused = queue.map(\.id)
      queue.removeAll()
      return effects
    }
    var served = 0
    while served < queue.count, isOpen(now) {
      let waiter = queue[served]
      effects.granted.append((waiter.id, launch(waiter, now: now)))
      served += 1
    }
    if served > 0 { queue.removeFirst(served) }
    effects.wakeAt = wakeAt
    return effects
  }

  private func isOpen(_ now: Duration) -> Bool {
    inFlight < limit && now >= pausedUntil && now >= pacer.nextLaunch
  }

  /// Someone waits for time alone.
  private var wakeAt: Duration? {
    queue.isEmpty || inFlight >= limit ? nil : max(pausedUntil, pacer.nextLaunch)
  }

  private mutating func launch(_ waiter: Waiter, now: Duration) -> Int {
    pacer.launch(tokens: waiter.tokens, at: now)
    inFlight += 1
    if inFlight >= limit { wasReached = true }
    launches += 1
    return launches
  }

  private mutating func countClean() -> LimiterChange? {
    episodes = 0
    cleanInRound += 1
    guard cleanInRound >= limit else { return nil }
    cleanInRound = 0
    guard wasReached, limit < maximum else { return nil }
    wasReached = inFlight >= limit
    let old = limit
    limit = min(maximum, isProbing ? limit * 2 : max(limit + 1, Int(Double(limit) * 1.05)))
    return LimiterChange(from: old, to: limit, pause: .zero)
  }

  private mutating func pause(
    launch: Int, retryAfter: Duration?, now: Duration
  ) -> LimiterChange? {
    let isNewEpisode = launch > lastShrink
    var pause = max(.zero, retryAfter ?? .zero)
    let old = limit
    if isNewEpisode {
      limit = max(1, Int(Double(limit) * 0.8))
      lastShrink = launches
      isProbing = false
      episodes += 1
      (cleanInRound, wasReached) = (0, false)
      // A server that says nothing, or asks for no wait over and over, is given more time each time.
      if retryAfter == nil { pause = Self.ownPause(episodes) }
      if episodes > 1 { pause = max(pause, Self.ownPause(episodes - 1)) }
    }
    pausedUntil = max(pausedUntil, now + pause)
    return isNewEpisode ? LimiterChange(from: old, to: limit, pause: pause) : nil
  }

  /// A second, two, four ... a minute.
  private static func ownPause(_ episode: Int) -> Duration { .seconds(min(60, 1 << min(episode - 1, 6))) }
}

/// A change of the number of requests that may be out at a time.
package struct LimiterChange: Sendable, Hashable {
  package let from: Int
  package let to: Int
  /// How long no request goes out; zero unless it shrank.
  package let pause: Duration
}
