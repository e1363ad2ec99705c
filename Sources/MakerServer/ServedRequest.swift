/// One request that a server dealt with, for its log. It holds nothing that the client wrote but method and path.
public struct ServedRequest: Sendable, Hashable {
  /// The HTTP method.
  public var method: String
  /// The path, without its query.
  public var path: String
  /// The status that was sent; nil when none was.
  public var status: Int?
  /// What was done wrong on purpose.
  public var fault: Fault?
  /// The time from the request's head to the end of the answer.
  public var duration: Duration
}
