/// How far a batch is at its provider.
public struct BatchStatus: Sendable, Hashable {
  /// What the provider does with it.
  public enum State: Sendable, Hashable {
    /// It is being checked or waits its turn.
    case waiting
    /// It is being answered, or its results are being put together.
    case running
    /// Every item was answered or failed.
    case ended
    /// The provider refused it whole; the reason in its words.
    case failed(String)
    /// Its time was up; what was answered by then is there.
    case expired
    /// It was cancelled; what was answered by then is there.
    case cancelled
    /// The provider does not know it, or no longer has its results; what it said.
    case gone(String)
  }

  /// What the provider does with it.
  public var state: State
  /// Items that were answered or failed.
  public var done: Int
  /// All items; 0 while the provider has not counted them.
  public var total: Int

  /// Makes a status.
  public init(_ state: State, done: Int = 0, total: Int = 0) {
    self.state = state
    self.done = done
    self.total = total
  }

  /// Whether nothing more will come.
  public var isOver: Bool {
    switch state {
    case .waiting, .running: false
    case .ended, .failed, .expired, .cancelled, .gone: true
    }
  }
}
