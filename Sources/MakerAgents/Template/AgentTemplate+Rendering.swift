/// Why a record does not fit an agent's template.
public struct AgentRecordFailure: Error, Hashable, CustomStringConvertible {
  /// What is wrong and what to do about it.
  public let description: String
}

extension AgentTemplate {
  /// The prompt of a record.
  ///
  /// - Throws: ``AgentRecordFailure`` when the template names a field that the record does not have.
  public func text(for record: AgentRecord) throws(AgentRecordFailure) -> String {
    var text = ""
    try Self.render(nodes, in: TemplateContext(record), into: &text)
    return text
  }

  private static func render(
    _ nodes: [TemplateNode], in context: TemplateContext, into text: inout String
  ) throws(AgentRecordFailure) {
    for node in nodes {
      switch node {
      case .text(let plain): text += plain
      case .variable(let name, let place): text += try value(name, place, in: context).promptText
      case .section(let name, let isInverted, let inner, let place):
        let value = try value(name, place, in: context)
        if isInverted {
          if value.isNothing { try render(inner, in: context, into: &text) }
        } else if case .list(let values) = value {
          for value in values { try render(inner, in: context.entering(value), into: &text) }
        } else if !value.isNothing {
          try render(inner, in: context.entering(value), into: &text)
        }
      }
      guard text.utf8.count <= AgentLimits.promptBytes else {
        throw AgentRecordFailure(description: "the prompt is longer than \(AgentLimits.promptBytes) bytes")
      }
    }
  }

  private static func value(
    _ name: String, _ place: TextPlace, in context: TemplateContext
  ) throws(AgentRecordFailure) -> AgentValue {
    if let value = context.value(of: name) { return value }
    let (what, remedy) = context.unknown(name)
    throw AgentRecordFailure(description: "\(what) (line \(place.line) of the prompt); \(remedy)")
  }
}

extension AgentValue {
  /// Whether a section over it is left out: null, false, an empty text, an empty list.
  var isNothing: Bool {
    switch self {
    case .null: true
    case .bool(let bool): !bool
    case .string(let text): text.isEmpty
    case .list(let values): values.isEmpty
    case .number, .object: false
    }
  }
}
