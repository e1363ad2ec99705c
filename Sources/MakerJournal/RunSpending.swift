public import Maker

/// What a run has taken so far, over all its sessions.
public struct RunSpending: Sendable, Hashable {
  /// What was paid for, by model: the samples of decided steps, and those of the next step if it was given up.
  public var ledger: Ledger
  /// The time of all sessions, in seconds.
  public var wallSeconds: Double

  /// Makes a spending.
  public init(ledger: Ledger = Ledger(), wallSeconds: Double = 0) {
    self.ledger = ledger
    self.wallSeconds = wallSeconds
  }

  init(_ tally: Tally, open: [Sample], _ sessions: [RunSession]) {
    ledger = tally.ledger(with: open)
    wallSeconds = sessions.reduce(0) { $0 + $1.wallSeconds }
  }
}
