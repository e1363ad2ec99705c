/// Why a journal cannot keep or give what it should.
public struct JournalError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of failure.
  public enum Code: String, Sendable, Hashable {
    /// There is no such run.
    case missing
    /// There is a run already where a new one should be.
    case exists
    /// The record is not a journal, or it is damaged.
    case corrupt
    /// The record was made by a newer version.
    case newer
    /// The record belongs to another task, model or configuration.
    case mismatched
    /// Another process holds the run.
    case locked
    /// The record cannot be written: disk full, folder read-only, permission denied. The run can be resumed.
    case unwritable
    /// The record cannot be read: permission denied, a folder in its place.
    case unreadable
  }

  /// The kind of failure.
  public let code: Code
  /// One sentence: what, where, and the remedy.
  public let message: String

  /// Makes an error.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The message.
  public var description: String { message }
}
