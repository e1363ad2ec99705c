import MakerAgents

/// The columns that an agent's answer takes in a table.
struct AnswerColumns: Sendable {
  /// The agent's name, which is a column for an answer in one piece and begins the names of the others.
  let agent: String
  /// The fields of an answer that has some; nil for an answer in one piece.
  private let fields: [String]?
  /// Whether an answer may have fields besides, which share a column.
  private let hasOthers: Bool

  init(_ agent: Agent) {
    self.agent = agent.name
    switch agent.answerForm {
    case .labels, .number: (fields, hasOthers) = (nil, false)
    case .pattern(let pattern): (fields, hasOthers) = (pattern.groupNames, false)
    case .schema(let schema):
      let written = try? AgentValue(json: schema.json.utf8)
      if let written, written["type"] == .string("object"), case .object(let members)? = written["properties"]
      {
        fields = members.map(\.name)
        hasOthers = written["additionalProperties"] != .bool(false)
      } else {
        (fields, hasOthers) = (nil, false)
      }
    }
  }

  /// Their names.
  var names: [String] {
    guard let fields else { return [agent] }
    return (fields + (hasOthers ? ["other_fields"] : [])).map { "\(agent).\($0)" }
  }

  /// What an answer has in each.
  func cells(_ value: AgentValue) -> [String] {
    guard let fields else { return [value.promptText] }
    var cells = fields.map { value[$0]?.promptText ?? "" }
    if hasOthers { cells.append(value.others(than: Set(fields.map { Array($0.utf8) }))) }
    return cells
  }
}

extension AgentValue {
  /// The members of an object that have none of these names, as JSON; empty when there are none.
  func others(than names: Set<[UInt8]>) -> String {
    guard case .object(let members) = self else { return "" }
    let others = members.filter { !names.contains(Array($0.name.utf8)) }
    return others.isEmpty ? "" : AgentValue.object(others).json
  }
}
