/// Something that happened in a run.
public enum RunEvent<Answer: Hashable & Sendable>: Sendable {
  /// A step was decided and recorded.
  case decided(Decision<Answer>)
  /// Every step is decided.
  case finished(RunSummary)
}

/// The events of a run. Asking for the next one is what drives the run, so nothing piles up.
public struct RunEvents<Chain: ChainTask, Decider: StepDecider>: AsyncSequence, Sendable {
  /// What the sequence is made of.
  public typealias Element = RunEvent<Chain.Answer>

  let run: Run<Chain, Decider>

  /// Drives the run.
  public struct AsyncIterator: AsyncIteratorProtocol {
    var chain: DecisionChain<Chain, Decider>
    var isFinished = false

    /// Decides one more step.
    public mutating func next() async throws(RunError) -> Element? {
      if let decision = try await chain.decideNext() { return .decided(decision) }
      guard !isFinished else { return nil }
      isFinished = true
      return .finished(chain.summary)
    }
  }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(chain: DecisionChain(run)) }
}
