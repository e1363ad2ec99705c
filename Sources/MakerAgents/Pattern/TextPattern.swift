/// A regular expression that is matched in time proportional to the text, whatever the pattern.
///
/// Replies of models are outside input, and a backtracking matcher can be kept busy for years by thirty letters.
/// All ways through the pattern are followed at once instead (Thompson 1968; Pike's machine for the groups), which is
/// why backreferences and looking ahead or behind are not there. A character is a Unicode scalar.
public struct TextPattern: Sendable {
  /// The pattern as it was written.
  public let source: String
  /// The names of its groups in the order they are opened.
  public let groupNames: [String]
  private let program: PatternProgram

  /// Reads a pattern.
  ///
  /// - Parameter source: The pattern, of at most 4,096 characters.
  /// - Throws: ``Mistake`` at the first thing that is wrong with it.
  public init(_ source: String) throws(Mistake) {
    var parser = PatternParser(source)
    let tree = try parser.pattern()
    self.source = source
    groupNames = parser.groupNames
    program = try PatternProgram(tree, groups: parser.groupNames.count)
  }

  /// Whether the pattern matches anywhere in a text.
  public func isFound(in text: String) -> Bool {
    var matcher = PatternMatcher(program, text)
    return matcher.isFound()
  }

  /// Matches the whole of a text.
  ///
  /// - Returns: For each group in the order of ``groupNames`` what it matched last, nil for one that had no part in the
  ///   match; nil when the pattern does not match the whole text.
  public func groups(ofWhole text: String) -> [String?]? {
    var matcher = PatternMatcher(program, text)
    return matcher.groupsOfWhole()
  }

  /// What is wrong with a pattern, and where.
  public struct Mistake: Error, Hashable, CustomStringConvertible {
    /// What is wrong.
    public let what: String
    /// What to write instead.
    public let remedy: String
    /// Where, in characters from 0.
    public let offset: Int

    /// What is wrong and where, from 1.
    public var description: String { "\(what) at character \(offset + 1); \(remedy)" }
  }
}

extension TextPattern: Hashable, CustomStringConvertible {
  /// Whether two patterns are written alike.
  public static func == (one: TextPattern, other: TextPattern) -> Bool { one.source.isSame(as: other.source) }

  /// Hashes the source.
  public func hash(into hasher: inout Hasher) { hasher.combine(Array(source.utf8)) }

  /// The source.
  public var description: String { source }
}
