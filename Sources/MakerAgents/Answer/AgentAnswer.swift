public import Maker

/// What an agent answered: the whole value, and the part of it that is voted on in canonical form.
///
/// Two answers are equal, and vote for the same, when their canonical forms are. The rest is carried along from the
/// first reply that voted for it.
public struct AgentAnswer: Sendable {
  /// The whole value, as the reply had it.
  public let value: AgentValue
  /// The canonical form of what is voted on, as one line of JSON.
  public var canonical: String { String(decoding: form, as: UTF8.self) }
  private let form: [UInt8]

  /// Makes an answer.
  ///
  /// - Parameters:
  ///   - value: The whole value.
  ///   - form: The canonical form of what is voted on, as JSON without line ends.
  init(_ value: AgentValue, form: [UInt8]) {
    self.value = value
    self.form = form
  }
}

extension AgentAnswer: Hashable {
  /// Whether two answers vote for the same.
  public static func == (one: AgentAnswer, other: AgentAnswer) -> Bool { one.form == other.form }

  /// Hashes what is voted on.
  public func hash(into hasher: inout Hasher) { hasher.combine(form) }
}

extension AgentAnswer: Recordable {
  private static let lineEnd = UInt8(ascii: "\n")

  /// The canonical form and, where it differs, a line end and the whole value, both as JSON.
  ///
  /// Equal answers differ at most in what follows the line end.
  public var record: [UInt8] {
    let whole = Array(value.json.utf8)
    return whole == form ? form : form + [Self.lineEnd] + whole
  }

  /// Reads a record.
  ///
  /// - Throws: `MalformedRecord` when it is not one line or two of JSON.
  public init(record: [UInt8]) throws(MalformedRecord) {
    let parts = record.split(separator: Self.lineEnd, maxSplits: 1, omittingEmptySubsequences: false)
    do throws(MalformedValue) {
      let voted = try AgentValue(json: parts[0])
      value = parts.count > 1 ? try AgentValue(json: parts[1]) : voted
      form = Array(parts[0])
    } catch {
      throw MalformedRecord("an agent's answer of \(record.count) bytes: \(error)")
    }
  }

  /// The whole value as one line of JSON.
  public var json: String { value.json }
}
