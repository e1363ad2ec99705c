/// Why a server did not serve, or not to the end; its description is one sentence to show a person.
public struct ModelServerError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of failure.
  public enum Code: Sendable, Hashable {
    /// The address cannot be listened on.
    case cannotListen
    /// The listening socket failed while the server ran.
    case failed
    /// Requests in flight were not answered in the time a stop allows, and were cut off.
    case cutOff
  }

  /// The kind of failure.
  public let code: Code
  /// What happened, where, and the remedy.
  public let description: String

  init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}
