/// A person's decision of a step that voting did not decide. It is kept beside the votes and told in every audit.
public struct Ruling: Sendable, Hashable, Codable {
  /// Who decided a step for which the task itself has an answer: a record that cannot be read, for example.
  public static let task = "task"

  /// Who decided.
  public var by: String
  /// Why; empty when it was not said.
  public var reason: String
  /// When, in seconds since 1970; 0 for the task itself, whose answers have no time.
  public var time: Double

  /// Makes a ruling.
  public init(by: String, reason: String = "", time: Double) {
    self.by = by
    self.reason = reason
    self.time = time
  }
}
