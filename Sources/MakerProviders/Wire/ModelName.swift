/// The names of models, which providers answer with a date more or less than was asked for.
enum ModelName {
  /// Words that make another model of a name.
  private static let variants: Set<Substring> = [
    "mini", "nano", "micro", "lite", "small", "medium", "large", "pro", "turbo", "flash", "instant", "haiku",
    "sonnet", "opus", "codex", "chat", "audio", "search", "realtime", "instruct", "base", "max", "ultra",
    "plus",
  ]

  /// A name without what only dates it: `gpt-4.1-mini-2025-04-14`, `claude-haiku-4-5-20251001`, `...-latest`.
  static func undated(_ name: some StringProtocol) -> String {
    var parts = name.lowercased().split(separator: "-", omittingEmptySubsequences: false)
    if parts.count > 1, parts.last == "latest" { parts.removeLast() }
    let digits = parts.reversed().prefix { part in
      !part.isEmpty && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
    .map(\.utf8.count)
    if digits.starts(with: [2, 2, 4]), parts.count > 3 {
      parts.removeLast(3)
    } else if let last = digits.first, last == 8 || last == 6 || last == 4, parts.count > 1 {
      parts.removeLast()
    } else if digits.first == 1, parts.last == "0", parts.first?.hasSuffix("claude") == true {
      // Anthropic's alias for the first one of a generation: `claude-sonnet-4-0`.
      parts.removeLast()
    }
    return parts.joined(separator: "-")
  }

  /// Whether an answer of one name is by the model that was asked for under another.
  ///
  /// Dates may differ, and words may be added or left out that do not name another size or kind.
  static func isSame(asked: String, answered: String) -> Bool {
    if asked == answered || isDated(asked, answered) { return true }
    // `ft:gpt-4.1-mini-2025-04-14:org::id`: each part by itself.
    let parts = asked.split(separator: ":", omittingEmptySubsequences: false)
    let others = answered.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count == others.count && zip(parts, others).allSatisfy { isSamePart($0, $1) }
  }

  /// Whether an answer's name is the one that was asked for with a day after it, as nearly every one is.
  private static func isDated(_ asked: String, _ answered: String) -> Bool {
    let rest = answered.utf8.count - asked.utf8.count
    guard rest == 9 || rest == 11, answered.utf8.starts(with: asked.utf8) else { return false }
    let date = answered.utf8.dropFirst(asked.utf8.count)
    return date.first == UInt8(ascii: "-")
      && date.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
  }

  private static func isSamePart(_ asked: Substring, _ answered: Substring) -> Bool {
    let (one, other) = (undated(asked), undated(answered))
    if one == other { return true }
    let (short, long) = one.utf8.count < other.utf8.count ? (one, other) : (other, one)
    guard !short.isEmpty, long.hasPrefix(short + "-") else { return false }
    return long.dropFirst(short.count + 1).split(separator: "-").allSatisfy { word in
      !variants.contains(word) && !word.utf8.contains { (0x30...0x39).contains($0) }
    }
  }
}
