/// Why records cannot be read or written: it ends a run, which can be resumed once it is mended.
///
/// A record that cannot be read is none: that is a ``BadRecord``, and costs nothing but itself.
public struct RecordFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// What went wrong.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The input is not there, or may not be read.
    case unreadable
    /// The input is no table: it has no header row, or one that cannot be used.
    case unusable
    /// The input is not what it was when it was scanned.
    case changed
    /// An output file cannot be written.
    case unwritable
    /// An output file is there already.
    case exists
    /// An output file is not what this run wrote.
    case foreign
    /// What is recorded is no decision of this task.
    case corrupt
  }

  /// What went wrong.
  public let kind: Kind
  /// What, where, and the remedy.
  public let message: String

  init(_ kind: Kind, _ message: String) { (self.kind, self.message) = (kind, message) }

  /// The message.
  public var description: String { message }

  static func changed(_ path: String) -> RecordFailure {
    RecordFailure(
      .changed,
      "\(path) is not what it was when it was scanned. Put it back as it was and resume, or start a new run.")
  }
}
