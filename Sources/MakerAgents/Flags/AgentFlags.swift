public import Maker

extension FlagKind {
  /// A pattern that a reply must not match was found in it.
  public static let forbidden = FlagKind(rawValue: "forbidden")
  /// A pattern that a reply must match was not found in it.
  public static let missing = FlagKind(rawValue: "missing")
}

/// The red flags of an agent file.
public struct AgentFlags: Sendable, Hashable {
  /// The most tokens that a reply may have; nil for the limit it is asked with.
  public var maximumTokens: Int?
  /// What must not be found in a reply.
  public var forbidden: [TextPattern] = []
  /// What must be found in a reply.
  public var required: [TextPattern] = []
  /// The words of the command that starts the user's check; empty for none.
  public var check: [String] = []

  /// No flags.
  public init() {}
}

/// Flags replies that are longer than any that is read, in bytes: pattern and JSON are not tried on them.
public struct OversizedReply: RedFlag, CustomStringConvertible {
  /// Makes the flag.
  public init() {}

  /// Flags a reply of more than ``AgentLimits/replyBytes``.
  public func inspect(_ response: Response) -> Flagged? {
    let length = response.content.utf8.count
    return length > AgentLimits.replyBytes
      ? Flagged(.overlong, "\(length) bytes, more than \(AgentLimits.replyBytes)") : nil
  }

  /// The flag with its limit.
  public var description: String { "OversizedReply(bytes: \(AgentLimits.replyBytes))" }
}

/// Flags replies in which a pattern is found that must not be, or one is not that must.
public struct PatternFlag: RedFlag, CustomStringConvertible {
  /// The pattern.
  public let pattern: TextPattern
  /// Whether it must be found; otherwise it must not.
  public let isRequired: Bool

  /// Makes the flag.
  public init(_ pattern: TextPattern, isRequired: Bool) {
    self.pattern = pattern
    self.isRequired = isRequired
  }

  /// Looks for the pattern anywhere in the reply.
  public func inspect(_ response: Response) -> Flagged? {
    guard response.content.utf8.count <= AgentLimits.replyBytes else {
      return OversizedReply().inspect(response)
    }
    guard pattern.isFound(in: response.content) != isRequired else { return nil }
    return isRequired
      ? Flagged(.missing, "nothing matches \(pattern)") : Flagged(.forbidden, "something matches \(pattern)")
  }

  /// The flag with its pattern.
  public var description: String { "\(isRequired ? "Required" : "Forbidden")(\(pattern))" }
}
