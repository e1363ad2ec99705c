/// How a run file is written.
public struct JournalOptions: Sendable, Hashable {
  /// When a decision is on disk. A batch of a provider is always on disk before `append` returns.
  public enum Commit: Sendable, Hashable {
    /// Before `append` returns: nothing that was decided can be lost, at the price of one fsync a step.
    case everyDecision
    /// At most this much later, together with everything decided meanwhile: what a crash can cost.
    case within(Duration)
  }

  /// Whose samples are kept with their text.
  public enum Recording: String, Sendable, Hashable, CaseIterable {
    /// Those of every step.
    case all
    /// Those of steps with a red flag or more than one candidate, and of steps that a person decided.
    case contested
    /// Nobody's. The votes, their order and the counts of red flags are kept all the same.
    case none
  }

  /// When a decision is on disk.
  public var commit: Commit
  /// Whose samples are kept with their text. Samples of a step given up for now are always kept.
  public var record: Recording
  /// How SQLite forces writes to disk. Only the proof of durability sets it to anything but `full`.
  package var synchronous = Synchronous.full

  /// SQLite's `PRAGMA synchronous`.
  package enum Synchronous: String, Sendable {
    case full = "FULL"
    case off = "OFF"
  }

  /// Makes options.
  public init(commit: Commit = .everyDecision, record: Recording = .contested) {
    self.commit = commit
    self.record = record
  }
}
