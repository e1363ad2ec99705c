/// The name of a red flag, as it is counted and reported.
public struct FlagKind: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
  /// The name, in snake_case.
  public let rawValue: String

  /// A kind by its name.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// More tokens than a clear-headed reply needs, or cut off by the token limit.
  public static let overlong = FlagKind(rawValue: "overlong")
  /// No answer in the form that was asked for.
  public static let malformed = FlagKind(rawValue: "malformed")
  /// Nothing but white space.
  public static let empty = FlagKind(rawValue: "empty")
  /// The model or its provider declined.
  public static let refused = FlagKind(rawValue: "refused")

  /// The provider ended the reply for a reason that is not known here.
  public static let unfinished = FlagKind(rawValue: "unfinished")

  /// The name.
  public var description: String { rawValue }
}

/// The finding that a reply may not vote: thrown by a task's parser, returned by a red flag.
public struct Flagged: Error, Sendable, Hashable, CustomStringConvertible {
  /// The name under which it is counted.
  public let kind: FlagKind
  /// What is wrong with the reply, in a few words.
  public let reason: String

  /// Makes a finding.
  public init(_ kind: FlagKind, _ reason: String) {
    self.kind = kind
    self.reason = reason
  }

  /// The kind and the reason.
  public var description: String { "\(kind): \(reason)" }
}
