import Synchronization

/// Watches what a run spends against its caps.
///
/// The decider charges every reply the moment it is there and asks before it launches another sample, so spend
/// passes a cap by no more than what was in flight when the cap was reached.
public final class Budget: Sendable {
  private struct State {
    var costUSD = 0.0
    var tokens = 0
    var steps = 0
    var samples = 0
    var unpriced: String?
    var unmetered: String?
    var since: Duration
    var earlierSeconds = 0.0
    var takenOverUSD = 0.0
  }

  /// What may be spent.
  public let caps: Caps
  /// What tokens cost.
  public let prices: PriceList
  private let clock: RunClock
  private let state: Mutex<State>

  /// Makes a budget. Time counts from now on.
  ///
  /// - Parameters:
  ///   - caps: What may be spent over all sessions.
  ///   - prices: What tokens cost; a reply of a model that is not in it stops a run with a cost cap.
  ///   - earlierSeconds: The time of earlier sessions.
  ///   - clock: What time is measured with.
  public init(
    caps: Caps, prices: PriceList = PriceList(), earlierSeconds: Double = 0, clock: RunClock = .continuous
  ) {
    self.caps = caps
    self.prices = prices
    self.clock = clock
    state = Mutex(State(since: clock.now(), earlierSeconds: earlierSeconds))
  }

  /// Takes over what earlier sessions spent and decided, in place of all that was charged so far.
  func takeOver(_ ledger: Ledger, steps: Int) {
    state.withLock { state in
      (state.costUSD, state.tokens, state.steps, state.unpriced) = (0, 0, steps, nil)
      state.samples = ledger.total.samples
      charge(ledger.unnamed.usage, of: nil, to: &state)
      for (model, account) in ledger.named { charge(account.usage, of: model, to: &state) }
      state.takenOverUSD = state.costUSD
    }
  }

  /// Charges one reply, and the tries for it that brought none.
  package func charge(_ response: Response) {
    state.withLock { state in
      state.samples += 1
      charge(response.usage, of: response.model, to: &state)
      for tried in response.tries { charge(tried.usage, of: response.model, to: &state) }
      // Whoever bills a reply reads a prompt for it: no tokens means that they were not told.
      if let model = response.model, response.usage.tokens == 0, isWatched(model) { state.unmetered = model }
    }
  }

  /// Whether a cap depends on the tokens of a model.
  private func isWatched(_ model: String) -> Bool {
    caps.maximumTokens != nil || (caps.maximumCostUSD != nil && prices.prices(of: model) != .free)
  }

  /// What was charged so far, that of earlier sessions included.
  var charged: (costUSD: Double, tokens: Int) { state.withLock { ($0.costUSD, $0.tokens) } }

  /// How many samples may still be taken; any number without a cap.
  var samplesLeft: Int {
    guard let cap = caps.maximumSamples else { return .max }
    return max(0, cap - state.withLock(\.samples))
  }

  /// How many steps may still be decided; any number without a cap.
  var stepsLeft: Int {
    guard let cap = caps.maximumSteps else { return .max }
    return max(0, cap - state.withLock(\.steps))
  }

  /// Counts one decided step.
  func countStep() { state.withLock { $0.steps += 1 } }

  /// What was charged since the run was taken over, in US dollars; nil when a price is not known.
  public var sessionCostUSD: Double? {
    state.withLock { $0.unpriced == nil ? $0.costUSD - $0.takenOverUSD : nil }
  }

  /// The first cap that is reached; nil while there is room under all of them.
  public var reached: ReachedCap? {
    let state = state.withLock { $0 }
    if let model = state.unmetered { return .unmetered(model: model) }
    if let cap = caps.maximumCostUSD {
      if let model = state.unpriced { return .unpriced(model: model) }
      if state.costUSD >= cap { return .cost(spentUSD: state.costUSD, capUSD: cap) }
    }
    if let cap = caps.maximumTokens, state.tokens >= cap { return .tokens(spent: state.tokens, cap: cap) }
    if let cap = caps.maximumSeconds,
      state.earlierSeconds + (clock.now() - state.since) / .seconds(1) >= cap
    {
      return .time(capSeconds: cap)
    }
    if let cap = caps.maximumSteps, state.steps >= cap { return .steps(cap: cap) }
    if let cap = caps.maximumSamples, state.samples >= cap {
      return .samples(taken: state.samples, cap: cap)
    }
    return nil
  }

  private func charge(_ usage: Usage, of model: String?, to state: inout State) {
    state.tokens += usage.tokens
    if let prices = prices.prices(of: model) {
      state.costUSD += prices.costUSD(of: usage)
    } else if usage.tokens > 0 {
      state.unpriced = model ?? "the model"
    }
  }
}
