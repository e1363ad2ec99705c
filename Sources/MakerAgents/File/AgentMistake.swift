/// Something that is wrong in an agent file: where, what, and what to write instead.
public struct AgentMistake: Sendable, Hashable, CustomStringConvertible {
  /// The file's name as it was given.
  public let file: String
  /// The line, from 1; nil when it is about the file as a whole.
  public let line: Int?
  /// The column in characters, from 1; nil when it is about the file as a whole.
  public let column: Int?
  /// What is wrong.
  public let what: String
  /// What to do about it.
  public let remedy: String

  /// A mistake that has no place, of a file as a whole.
  ///
  /// - Parameters:
  ///   - what: What is wrong.
  ///   - remedy: What to do about it.
  ///   - file: The file's name.
  package init(_ what: String, _ remedy: String, in file: String) {
    self.init(what, remedy, in: file, at: nil)
  }

  init(_ what: String, _ remedy: String, in file: String, at place: TextPlace?) {
    self.file = file
    self.what = what
    self.remedy = remedy
    line = place?.line
    column = place?.column
  }

  /// `agent.yaml:7:3: what is wrong; what to do about it`.
  public var description: String {
    let place = line.map { ":\($0):\(column ?? 1)" } ?? ""
    return "\(file)\(place): \(what); \(remedy)"
  }
}

/// Everything that is wrong in an agent file, in the order of its lines; at least one mistake.
public struct AgentMistakes: Error, Sendable, Hashable, CustomStringConvertible {
  /// The mistakes; of one file at most ``AgentLimits/mistakes``.
  public let mistakes: [AgentMistake]

  /// Puts mistakes in the order of their places.
  ///
  /// - Parameter mistakes: At least one.
  package init(_ mistakes: [AgentMistake]) {
    self.mistakes = mistakes.sorted {
      ($0.file, $0.line ?? 0, $0.column ?? 0) < ($1.file, $1.line ?? 0, $1.column ?? 0)
    }
  }

  /// A line for each.
  public var description: String { mistakes.map(\.description).joined(separator: "\n") }
}
