/// A sign that a reply is confused. Such a reply is discarded before it is read; it is never repaired.
public protocol RedFlag: Sendable {
  /// What is wrong with the response, or nil when this flag has nothing against it.
  func inspect(_ response: Response) -> Flagged?
}

/// Flags replies of more tokens than a clear-headed one needs, and those the token limit cut off.
///
/// The paper finds that long replies are far more often wrong, and wrong in correlated ways.
public struct Overlong: RedFlag {
  /// The most tokens a reply may have; nil flags only replies that were cut off.
  public let maximumTokens: Int?

  /// Makes the flag.
  public init(maximumTokens: Int? = nil) { self.maximumTokens = maximumTokens }

  /// Flags a reply that was cut off, or that has more than ``maximumTokens`` tokens.
  public func inspect(_ response: Response) -> Flagged? {
    if response.finishReason == .length {
      return Flagged(.overlong, "cut off after \(response.usage.outputTokens) tokens")
    }
    if let maximumTokens, response.usage.outputTokens > maximumTokens {
      return Flagged(.overlong, "\(response.usage.outputTokens) tokens, more than \(maximumTokens)")
    }
    return nil
  }
}

/// Flags replies that hold nothing but white space.
public struct Empty: RedFlag {
  /// Makes the flag.
  public init() {}

  /// Flags a reply without a visible character.
  public func inspect(_ response: Response) -> Flagged? {
    // Nearly every reply begins with a visible ASCII character; only the others need Unicode's tables.
    if let first = response.content.utf8.first, (0x21...0x7E).contains(first) { return nil }
    return response.content.allSatisfy(\.isWhitespace) ? Flagged(.empty, "no text") : nil
  }
}

/// Flags replies that the model or its provider declined to give.
public struct Refused: RedFlag {
  /// Makes the flag.
  public init() {}

  /// Flags a reply by its finish reason.
  public func inspect(_ response: Response) -> Flagged? {
    switch response.finishReason {
    case .refusal: Flagged(.refused, "the model declined")
    case .contentFilter: Flagged(.refused, "a content filter cut the reply off")
    case .stop, .length, .other: nil
    }
  }
}

/// Flags replies that ended for a reason their provider names and nobody here knows.
public struct Unfinished: RedFlag {
  /// Makes the flag.
  public init() {}

  /// Flags a reply by its finish reason.
  public func inspect(_ response: Response) -> Flagged? {
    response.finishReason == .other ? Flagged(.unfinished, "it ended for an unknown reason") : nil
  }
}
