/// A journal that gives its decisions back, which durable code needs: it runs again from its start.
public protocol ReplayableJournal: Journal {
  /// Whether the run was finished: no decision can follow.
  var isFinished: Bool { get }

  /// Hands out every decision in the order it was recorded.
  ///
  /// - Parameter body: What to do with each; what it throws ends the walk and is thrown on.
  /// - Throws: ``JournalError`` when a decision cannot be read.
  func forEachDecision(
    _ body: (ReplayedDecision) throws(JournalError) -> Void
  ) async throws(JournalError)

  /// Keeps, durably, that the run is finished. To finish twice does nothing.
  ///
  /// - Throws: ``JournalError`` when that cannot be kept.
  func finish() async throws(JournalError)
}

/// A decision as a journal gives it back to durable code: no samples, so that many fit in memory.
public struct ReplayedDecision: Sendable, Hashable {
  /// The record of the decided answer.
  public var answer: [UInt8]
  /// The number of votes cast.
  public var votes: Int
  /// The records of all candidates in the order of their first vote; empty when every vote was for the answer.
  public var candidates: [[UInt8]]
  /// For each vote in launch order the index of its candidate; empty when every vote was for the answer.
  public var order: [Int]

  /// Makes a decision.
  public init(answer: [UInt8], votes: Int, candidates: [[UInt8]] = [], order: [Int] = []) {
    self.answer = answer
    self.votes = votes
    self.candidates = candidates
    self.order = order
  }
}
