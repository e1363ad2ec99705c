/// A value of a record or of an answer, as JSON has them.
///
/// It keeps what JSON's readers lose: a number as it was written, and the order of an object's members.
public enum AgentValue: Sendable, Hashable {
  /// Nothing.
  case null
  /// True or false.
  case bool(Bool)
  /// A number, exact and as it was written.
  case number(DecimalNumber)
  /// A text.
  case string(String)
  /// Values in order.
  case list([AgentValue])
  /// Named values in the order they were written; every name once.
  case object([Member])

  /// A name and its value in an object.
  public struct Member: Sendable, Hashable {
    /// The name.
    public let name: String
    /// The value.
    public let value: AgentValue

    /// Makes a member.
    public init(_ name: String, _ value: AgentValue) {
      self.name = name
      self.value = value
    }
  }

  /// What it is called in a sentence.
  public var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "a text"
    case .list: "a list"
    case .object: "an object"
    }
  }

  /// The value of the member of this name; nil when this is no object or has none.
  public subscript(name: String) -> AgentValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name.isSame(as: name) }?.value
  }

  /// The text, were it put into a prompt: a text as it is, null as nothing, a list or an object as JSON.
  public var promptText: String {
    switch self {
    case .null: ""
    case .bool(let bool): bool ? "true" : "false"
    case .number(let number): number.text
    case .string(let text): text
    case .list, .object: json
    }
  }

  /// The same value with every text in it, of names not, changed in one way.
  func mappingTexts(_ change: (String) -> String) -> AgentValue {
    switch self {
    case .null, .bool, .number: self
    case .string(let text): .string(change(text))
    case .list(let values): .list(values.map { $0.mappingTexts(change) })
    case .object(let members): .object(members.map { Member($0.name, $0.value.mappingTexts(change)) })
    }
  }
}

extension String {
  /// Whether two texts are the same byte for byte; `==` takes an accent and its combining mark for the same.
  func isSame(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
