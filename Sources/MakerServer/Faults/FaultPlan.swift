import Maker

/// What a server does wrong, how often, and how long it takes: a pure function of a seed and the number of the request.
public struct FaultPlan: Sendable, Hashable {
  /// A fault and how often it happens.
  public struct Share: Sendable, Hashable {
    /// What happens.
    public var fault: Fault
    /// The chance that it happens to a request, from 0 to 1.
    public var rate: Double

    /// Reads `KIND:RATE`, such as `429:0.05`.
    ///
    /// - Throws: ``FaultPlanError`` that names the text and the forms.
    public init(_ text: String) throws(FaultPlanError) {
      guard let colon = text.lastIndex(of: ":"), let fault = Fault(rawValue: String(text[..<colon])),
        let rate = Double(text[text.index(after: colon)...]), rate >= 0, rate <= 1
      else { throw .fault(text) }
      self.fault = fault
      self.rate = rate
    }
  }

  /// What happens to one request.
  public struct Injection: Sendable, Hashable {
    /// What goes wrong; nil for nothing.
    public var fault: Fault?
    /// How long the server waits before it answers, or fails to.
    public var delay: Duration
  }

  /// The faults; what is left of the requests is answered as it should be.
  public let shares: [Share]
  /// How long the server waits; nil for not at all.
  public let latency: Latency?
  /// The luck: the same seed brings the same faults in the same order.
  public let seed: UInt64
  /// How long a 429 asks to wait, in seconds.
  public let retryAfterSeconds: Int

  /// A server without faults.
  public static let none = FaultPlan(checked: [], latency: nil, seed: 0, retryAfterSeconds: 1)

  /// Makes a plan.
  ///
  /// - Parameters:
  ///   - faults: Each `KIND:RATE`; the rates add up to 1 at most.
  ///   - latency: `fixed:200ms`, `uniform:100ms,300ms` or `lognormal:400ms,0.8`; nil for none.
  ///   - seed: The luck.
  ///   - retryAfterSeconds: How long a 429 asks to wait, 0 or more.
  /// - Throws: ``FaultPlanError`` that names what cannot be read and the forms.
  public init(
    faults: [String], latency: String? = nil, seed: UInt64 = 0, retryAfterSeconds: Int = 1
  ) throws(FaultPlanError) {
    var shares: [Share] = []
    for text in faults { shares.append(try Share(text)) }
    let sum = shares.reduce(0) { $0 + $1.rate }
    // Ten times 0.1 is a little more than 1.
    guard sum <= 1 + 1e-9 else { throw .sum(sum) }
    var wait: Latency?
    if let latency { wait = try Latency(latency) }
    self.init(checked: shares, latency: wait, seed: seed, retryAfterSeconds: retryAfterSeconds)
  }

  private init(checked shares: [Share], latency: Latency?, seed: UInt64, retryAfterSeconds: Int) {
    self.shares = shares
    self.latency = latency
    self.seed = seed
    self.retryAfterSeconds = retryAfterSeconds
  }

  /// Whether the server does nothing wrong and never waits.
  public var isEmpty: Bool { shares.isEmpty && latency == nil }

  /// What happens to a request.
  ///
  /// - Parameter index: How many requests came before, from 0.
  /// - Returns: The same whenever it is asked.
  public func injection(at index: Int) -> Injection {
    guard !isEmpty else { return Injection(fault: nil, delay: .zero) }
    // Each draw has a place of its own, so that a latency leaves the faults as they are.
    let delay = latency?.delay(draw(index, 1), draw(index, 2)) ?? .zero
    var rest = draw(index, 0)
    for share in shares {
      if rest < share.rate { return Injection(fault: share.fault, delay: delay) }
      rest -= share.rate
    }
    return Injection(fault: nil, delay: delay)
  }

  /// A number from 0 up to but not including 1.
  private func draw(_ index: Int, _ place: Int) -> Double {
    Double(SampleSeed.of(run: seed, step: index, slot: place, attempt: 0) >> 11) * 0x1p-53
  }
}
