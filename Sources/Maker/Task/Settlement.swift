/// An answer that no votes vouch for, and why.
public struct Settlement<Answer: Hashable & Sendable>: Sendable, Hashable {
  /// The answer that is recorded.
  public var answer: Answer
  /// Why it was not voted, in one sentence.
  public var reason: String

  /// Makes a settlement.
  public init(_ answer: Answer, reason: String) { (self.answer, self.reason) = (answer, reason) }
}
