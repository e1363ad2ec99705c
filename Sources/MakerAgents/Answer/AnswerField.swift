public import Maker

/// A field of an agent's answers that is voted on, taken by itself: in which form two answers are alike in it.
public struct AnswerField: Sendable {
  /// Its name.
  public let name: String
  private let comparator: Comparator
  /// What the field has to be; nil for a group of a pattern, which is a text.
  private let schema: AnswerSchema?

  init(_ name: String, _ comparator: Comparator, _ schema: AnswerSchema?) {
    (self.name, self.comparator, self.schema) = (name, comparator, schema)
  }

  /// The canonical form of the field in an answer, as JSON.
  ///
  /// - Parameter answer: The answer.
  /// - Returns: The form; nil when the answer does not have the field, or nothing that has a form.
  public func form(in answer: AgentAnswer) -> [UInt8]? {
    guard let value = answer.value[name] else { return nil }
    return try? form(of: value)
  }

  /// The canonical form of a known value of the field, such as a cell of a column of right values.
  ///
  /// - Parameter value: The value. A text is read as JSON where the field takes no text: `12.5` for a number.
  /// - Returns: The form, as JSON.
  /// - Throws: `Flagged` when it is no value of the field.
  public func form(known value: AgentValue) throws(Flagged) -> [UInt8] {
    try form(of: self.value(known: value))
  }

  /// What a known value is as a value of the field.
  func value(known value: AgentValue) throws(Flagged) -> AgentValue {
    guard let schema else { return .string(value.promptText) }
    guard let problem = schema.problem(with: value) else { return value }
    if case .string(let text) = value {
      if let read = try? AgentValue(json: text.utf8), schema.problem(with: read) == nil { return read }
      // A set may be written as texts with commas between them, in cells too.
      if comparator == .sortedSet { return value }
    }
    throw Flagged(.malformed, problem)
  }

  private func form(of value: AgentValue) throws(Flagged) -> [UInt8] {
    var writer = ValueWriter(isCanonical: true)
    try comparator.write(value, into: &writer, called: name)
    return writer.bytes
  }
}

extension Agent {
  /// The fields of its answers that are voted on; none for an answer in one piece, and where a program compares.
  public var votedFields: [AnswerField] {
    let schemas: [(name: String, schema: AnswerSchema?)]
    switch answerForm {
    case .labels, .number: return []
    case .pattern(let pattern): schemas = pattern.groupNames.map { ($0, nil) }
    case .schema(let schema): schemas = schema.properties.map { ($0.name, $0.schema) }
    }
    switch vote {
    case .program: return []
    case .whole(let comparator): return schemas.map { AnswerField($0.name, comparator, $0.schema) }
    case .fields(let fields):
      return fields.map { field in
        let known = schemas.first { $0.name.isSame(as: field.name) }
        return AnswerField(field.name, field.comparator, known?.schema)
      }
    }
  }

  /// The answer with these values of its voted fields, to compare decided answers with.
  ///
  /// - Parameter values: The values by the names of their fields.
  /// - Returns: The answer; nil when a field that is voted on has no value there.
  /// - Throws: `Flagged` when a value is none of its field.
  public func answer(knownFields values: [String: AgentValue]) throws(Flagged) -> AgentAnswer? {
    var members: [AgentValue.Member] = []
    for field in votedFields {
      guard let value = values[field.name] else { return nil }
      members.append(AgentValue.Member(field.name, try field.value(known: value)))
    }
    return members.isEmpty ? nil : try reader.answer(.object(members), comparedBy: comparison)
  }
}
