/// How a file compares with what a run says it has to be.
public struct FileComparison: Sendable, Hashable {
  /// What was found.
  public enum Finding: Sendable, Hashable {
    /// It is what the run wrote, to the byte.
    case same
    /// There is no file.
    case missing
    /// It is there and cannot be read: why.
    case unreadable(String)
    /// The first byte that is another, from 1.
    case differs(byte: Int)
    /// It ends after so many bytes, before the run's last row.
    case short(bytes: Int)
    /// It goes on after so many bytes, behind the run's last row.
    case long(bytes: Int)
  }

  /// The file.
  public let path: String
  /// What was found.
  public let finding: Finding
}
