#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// How a run that votes in batches goes about it. Nothing here decides anything: a resumed run may change it all.
public struct BatchOptions: Sendable {
  /// The most steps that are voted on at once; nil for as many as one batch has room for. Their prompts take no more bytes
  /// than one batch has room for in any case.
  public var window: Int?
  /// Whether new batches are sent. A run that goes on without them fetches those that are out and decides what they
  /// have votes of, then asks the models directly.
  public var sendsBatches: Bool
  /// Whether a batch of which nobody can tell what became of it is given up, and may be paid for twice. Otherwise
  /// the run stops at it.
  public var givesUpLostBatches: Bool
  /// The time between sending and the first look.
  public var firstPoll: Duration
  /// The longest time between two looks; each is half as long again as the one before.
  public var longestPoll: Duration
  /// How many looks in a row, or rounds in a row, may bring nothing before the run stops, resumable.
  public var patience: Int
  /// The time a provider may take to show a batch that it took: so long after a failed submission it is looked up.
  public var grace: Duration
  /// The most samples of the first round of a run with a cap of money or tokens, while nobody knows what one costs.
  public var probe: Int
  /// The seconds since 1970.
  public var date: @Sendable () -> Double
  /// A name for a batch that no other batch has: at most 17 letters and digits.
  public var newKey: @Sendable () -> String

  /// Makes options that suit the providers there are.
  public init(
    window: Int? = nil, sendsBatches: Bool = true, givesUpLostBatches: Bool = false,
    firstPoll: Duration = .seconds(10), longestPoll: Duration = .seconds(300), patience: Int = 5,
    grace: Duration = .seconds(60), probe: Int = 100,
    date: @escaping @Sendable () -> Double = BatchOptions.currentDate,
    newKey: @escaping @Sendable () -> String = BatchOptions.randomKey
  ) {
    precondition(window ?? 1 >= 1 && patience >= 1 && probe >= 1, "a limit is 1 or more")
    precondition(firstPoll > .zero && longestPoll >= firstPoll, "time passes between two looks")
    self.window = window
    self.sendsBatches = sendsBatches
    self.givesUpLostBatches = givesUpLostBatches
    self.firstPoll = firstPoll
    self.longestPoll = longestPoll
    self.patience = patience
    self.grace = grace
    self.probe = probe
    self.date = date
    self.newKey = newKey
  }

  /// The seconds since 1970 by the clock of the machine.
  public static func currentDate() -> Double { Date().timeIntervalSince1970 }

  /// A name of 64 random bits, such as `m3f9c0a1b2c3d4e5f`.
  public static func randomKey() -> String {
    let digits = String(UInt64.random(in: .min ... .max), radix: 16)
    return "m" + String(repeating: "0", count: 16 - digits.count) + digits
  }
}
