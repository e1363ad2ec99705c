/// What a run came to.
public struct RunSummary: Sendable, Hashable {
  /// The steps of the task.
  public let steps: Int
  /// Everything that was counted, earlier sessions included.
  public let tally: Tally
  /// The time of this session in seconds.
  public let wallSeconds: Double

  /// Makes a summary.
  public init(steps: Int, tally: Tally, wallSeconds: Double) {
    self.steps = steps
    self.tally = tally
    self.wallSeconds = wallSeconds
  }

  /// Whether every step is decided.
  public var isDone: Bool { tally.decided == steps }
}
