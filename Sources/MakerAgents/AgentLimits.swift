/// The sizes beyond which an agent's file, records and replies are refused.
public enum AgentLimits {
  /// The most bytes of an agent file.
  public static let fileBytes = 1_000_000
  /// The most fields of a record.
  public static let fields = 1_000
  /// The most labels of an answer.
  public static let labels = 10_000
  /// The most patterns of one list of an agent file.
  public static let patterns = 1_000
  /// The most bytes of a reply that is read; a longer one is flagged.
  public static let replyBytes = 65_536
  /// The most bytes of a prompt.
  public static let promptBytes = 4_000_000
  /// The most mistakes of a file that are told.
  public static let mistakes = 100
}
