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
    ///
    /// - Returns: Nil once the run has finished or failed.
    /// - Throws: ``RunError``, once: what was not recorded must not be built on by asking again.
    public mutating func next() async throws(RunError) -> Element? {
      guard !isFinished else { return nil }
      do throws(RunError) {
        if let decision = try await chain.decideNext() { return .decided(decision) }
      } catch {
        isFinished = true
        throw error
      }
      isFinished = true
      return .finished(chain.summary)
    }
  }

  /// A drive of the run from where its journal left off.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(chain: DecisionChain(run)) }
}
