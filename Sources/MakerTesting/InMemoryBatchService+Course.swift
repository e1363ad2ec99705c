public import Maker

/// How batches of a simulated provider go, and where its calls fail.
extension InMemoryBatchService {
  /// What becomes of one item of a batch.
  public enum Fate: Sendable, Hashable {
    /// It is answered, and paid for.
    case answered
    /// It is answered, and the reply comes a second time with this text.
    case answeredTwice(String)
    /// It is answered, and besides there is a reply under a name that was not sent.
    case answeredBeside(String)
    /// It fails, and is not paid for.
    case failed(LanguageModelError)
    /// It is not spoken of, and not paid for.
    case missing
  }

  /// How one batch goes.
  public struct Course: Sendable {
    /// The time from its submission to its end.
    public var delay: Duration
    /// How it ends. One that is refused or gone brings nothing.
    public var ending: BatchStatus.State
    /// What becomes of each item.
    public var fate: @Sendable (BatchItem) -> Fate

    /// Makes a course.
    public init(
      delay: Duration = .seconds(60), ending: BatchStatus.State = .ended,
      fate: @escaping @Sendable (BatchItem) -> Fate = { _ in .answered }
    ) {
      self.delay = delay
      self.ending = ending
      self.fate = fate
    }
  }

  /// A moment at which a call may fail.
  public struct Moment: Sendable, Hashable {
    /// What is called.
    public enum Call: String, Sendable, Hashable, CaseIterable { case submit, find, status, results, cancel }
    /// What is called.
    public let call: Call
    /// How often it was called before, from 0.
    public let index: Int
    /// Whether the provider has done what was asked of it, and only its answer is on the way.
    public let isDone: Bool
  }

  /// A batch that was accepted.
  public struct Accepted: Sendable {
    /// The provider's name for it.
    public let id: String
    /// The name the run gave it.
    public let key: String
    /// What it holds.
    public let items: [BatchItem]
    let since: Duration
    var end: Duration
    var ending: BatchStatus.State
    var replies: [BatchReply]
  }

  /// What decides whether a call fails at a moment; it throws what the caller is to see.
  public typealias Fault = @Sendable (Moment) throws(LanguageModelError) -> Void
}
