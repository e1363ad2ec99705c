extension AnswerSchema {
  /// What is wrong with a value and where; nil when the schema holds for it.
  ///
  /// - Parameters:
  ///   - value: The value.
  ///   - path: Where it stands, `lines[2].total`; empty for the whole.
  /// - Returns: One sentence without a full stop.
  public func problem(with value: AgentValue, at path: String = "") -> String? {
    if !kinds.isEmpty, !kinds.contains(where: { $0.includes(value) }) {
      let expected = kinds.map(\.rawValue).joined(separator: " or ")
      return Self.said(path, "is \(value.kind) and should be \(expected)")
    }
    if let allowed, !allowed.contains(value.canonicalBytes) {
      return Self.said(path, "is none of \(allowedText)")
    }
    if !alternatives.isEmpty, !alternatives.contains(where: { $0.problem(with: value, at: path) == nil }) {
      return Self.said(path, "fits none of anyOf")
    }
    switch value {
    case .null, .bool: return nil
    case .number(let number): return problem(with: number).map { Self.said(path, $0) }
    case .string(let text): return problem(with: text).map { Self.said(path, $0) }
    case .list(let values): return problem(with: values, at: path)
    case .object(let members): return problem(with: members, in: value, at: path)
    }
  }

  private static func said(_ path: String, _ what: String) -> String {
    "\(path.isEmpty ? "the answer" : path) \(what)"
  }

  private func problem(with number: DecimalNumber) -> String? {
    if let minimum, number < minimum { return "is \(number), less than \(minimum)" }
    if let maximum, maximum < number { return "is \(number), more than \(maximum)" }
    if let exclusiveMinimum, number <= exclusiveMinimum {
      return "is \(number), not more than \(exclusiveMinimum)"
    }
    if let exclusiveMaximum, exclusiveMaximum <= number {
      return "is \(number), not less than \(exclusiveMaximum)"
    }
    return nil
  }

  private func problem(with text: String) -> String? {
    if lengths != 0...Int.max, !lengths.contains(text.unicodeScalars.count) {
      let count = text.unicodeScalars.count
      return count < lengths.lowerBound
        ? "has \(count) characters, less than \(lengths.lowerBound)"
        : "has \(count) characters, more than \(lengths.upperBound)"
    }
    if let pattern, !pattern.isFound(in: text) { return "does not match \(pattern)" }
    return nil
  }

  private func problem(with values: [AgentValue], at path: String) -> String? {
    if values.count < itemCounts.lowerBound {
      return Self.said(path, "has \(values.count) values, less than \(itemCounts.lowerBound)")
    }
    if values.count > itemCounts.upperBound {
      return Self.said(path, "has \(values.count) values, more than \(itemCounts.upperBound)")
    }
    if itemsAreUnique, Set(values.map(\.canonicalBytes)).count < values.count {
      return Self.said(path, "has a value twice")
    }
    guard let items = items.first else { return nil }
    for (index, value) in values.enumerated() {
      if let problem = items.problem(with: value, at: "\(path)[\(index)]") { return problem }
    }
    return nil
  }

  private func problem(with members: [AgentValue.Member], in value: AgentValue, at path: String) -> String? {
    for name in required where value[name] == nil {
      return Self.said(path, "lacks \"\(name)\"")
    }
    for member in members {
      if let property = properties.first(where: { $0.name.isSame(as: member.name) }) {
        let inner = path.isEmpty ? member.name : "\(path).\(member.name)"
        if let problem = property.schema.problem(with: member.value, at: inner) { return problem }
      } else if !takesOtherProperties {
        return Self.said(path, "has \"\(member.name.prefix(100))\", which is no property of the schema")
      }
    }
    return nil
  }
}

extension AnswerSchema.Kind {
  /// Whether a value is of this type; a whole number is an integer however it is written, as JSON Schema has it.
  func includes(_ value: AgentValue) -> Bool {
    switch (self, value) {
    case (.null, .null), (.boolean, .bool), (.number, .number), (.string, .string), (.array, .list),
      (.object, .object):
      true
    case (.integer, .number(let number)): number.isWhole
    default: false
    }
  }
}
