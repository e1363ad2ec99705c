/// What an agent's reply has to be.
public enum AnswerForm: Sendable {
  /// One of these labels.
  case labels([String])
  /// One number.
  case number(NumberForm)
  /// A text that a pattern matches whole; its named groups are the fields.
  case pattern(TextPattern)
  /// JSON that a schema holds for.
  case schema(AnswerSchema)

  /// The bounds of a number.
  public struct NumberForm: Sendable, Hashable {
    /// The least it may be.
    public var minimum: DecimalNumber?
    /// The most it may be.
    public var maximum: DecimalNumber?
    /// The most digits after the point, zeros at the end not counted.
    public var decimals: Int?

    /// What is wrong with a number; nil when it is within bounds.
    func problem(with number: DecimalNumber) -> String? {
      if let minimum, number < minimum { return "\(number) is less than \(minimum)" }
      if let maximum, maximum < number { return "\(number) is more than \(maximum)" }
      if let decimals, number.decimals > decimals { return "\(number) has more than \(decimals) decimals" }
      return nil
    }
  }

  /// The key it has in a file.
  public var key: String {
    switch self {
    case .labels: "labels"
    case .number: "number"
    case .pattern: "pattern"
    case .schema: "schema"
    }
  }
}

/// Which part of an answer is voted on, and how it is made comparable.
public enum AgentVote: Sendable, Hashable {
  /// All of it, in one way.
  case whole(Comparator)
  /// These fields, each in its way, in the order of their names; the others are carried along and decide nothing.
  case fields([Field])
  /// What a program of the user's makes of the answer: the words of its command.
  case program([String])

  /// A field that is voted on.
  public struct Field: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// How its values are made comparable.
    public let comparator: Comparator

    /// Makes a field.
    public init(name: String, comparator: Comparator) {
      self.name = name
      self.comparator = comparator
    }
  }
}

extension AgentVote: CustomStringConvertible {
  /// The vote in a line: `json`, `{"total":"number"}`, `["sh","compare.sh"]`.
  public var description: String {
    switch self {
    case .whole(let comparator): comparator.rawValue
    case .fields(let fields):
      AgentValue.object(fields.map { AgentValue.Member($0.name, .string($0.comparator.rawValue)) }).json
    case .program(let words): AgentValue.list(words.map(AgentValue.string)).json
    }
  }
}
