public import Maker
public import MakerAgents

/// What a step of a record comes to: an agent's answer that was voted on, or that there is none, and why.
///
/// Two answers vote for the same when the agent takes them for the same; a rejection is equal to one for the same reason.
public enum RecordAnswer: Hashable, Sendable {
  /// What the votes decided.
  case voted(AgentAnswer)
  /// Nothing was decided: the record is bad, lacks a field, or the votes reached a limit.
  case rejected(String)

  /// The agent's answer; nil when there is none.
  public var answer: AgentAnswer? {
    if case .voted(let answer) = self { answer } else { nil }
  }

  /// Why there is none; nil when there is one.
  public var rejection: String? {
    if case .rejected(let reason) = self { reason } else { nil }
  }
}

extension RecordAnswer: Recordable {
  /// What no JSON begins with.
  private static let mark = UInt8(ascii: "!")

  /// The record of the agent's answer, or an exclamation mark and the reason.
  public var record: [UInt8] {
    switch self {
    case .voted(let answer): answer.record
    case .rejected(let reason): [Self.mark] + reason.utf8
    }
  }

  /// Reads a record.
  ///
  /// - Throws: `MalformedRecord` when it is neither.
  public init(record: [UInt8]) throws(MalformedRecord) {
    guard record.first == Self.mark else {
      self = .voted(try AgentAnswer(record: record))
      return
    }
    self = .rejected(try String(record: Array(record.dropFirst())))
  }

  /// The value that was answered, or an object with the reason under `rejected`.
  public var json: String {
    switch self {
    case .voted(let answer): answer.json
    case .rejected(let reason): AgentValue.object([AgentValue.Member("rejected", .string(reason))]).json
    }
  }
}
