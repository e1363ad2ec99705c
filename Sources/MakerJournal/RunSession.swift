#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// One process that worked on a run: a line of the run's ledger.
public struct RunSession: Sendable, Hashable {
  /// How a session ended.
  public enum Outcome: String, Sendable, Hashable {
    /// It goes on, or its process died and no other has opened the run since.
    case running
    /// Every step is decided.
    case done
    /// It stopped and can be resumed: a limit, a signal, a journal that could not be written.
    case stopped
    /// It ended in a way that a resume does not mend.
    case failed
    /// Its process died; found out by the session after it.
    case died
  }

  /// The number of the session, from 1.
  public var number: Int
  /// When it began.
  public var started: Date
  /// When it ended, or was last heard of.
  public var ended: Date
  /// The step it began at.
  public var fromStep: Int
  /// The step it left off at.
  public var toStep: Int
  /// The time it took, in seconds.
  public var wallSeconds: Double
  /// The samples it paid for, those of undecided steps included.
  public var samples: Int
  /// The tokens it read, as billed.
  public var inputTokens: Int
  /// The tokens it wrote, as billed.
  public var outputTokens: Int
  /// How many of the tokens it read a cache of the provider held.
  public var cachedInputTokens: Int
  /// How many of the tokens it wrote were reasoning that is not part of a reply.
  public var reasoningTokens: Int
  /// How it ended.
  public var outcome: Outcome
  /// What it cost in US dollars; nil when unknown.
  public var costUSD: Double?

  /// Makes a session.
  public init(
    number: Int, started: Date, ended: Date, fromStep: Int, toStep: Int, wallSeconds: Double,
    samples: Int, inputTokens: Int, outputTokens: Int, outcome: Outcome, costUSD: Double? = nil,
    cachedInputTokens: Int = 0, reasoningTokens: Int = 0
  ) {
    self.cachedInputTokens = cachedInputTokens
    self.reasoningTokens = reasoningTokens
    self.number = number
    self.started = started
    self.ended = ended
    self.fromStep = fromStep
    self.toStep = toStep
    self.wallSeconds = wallSeconds
    self.samples = samples
    self.inputTokens = inputTokens
    self.outputTokens = outputTokens
    self.outcome = outcome
    self.costUSD = costUSD
  }
}
