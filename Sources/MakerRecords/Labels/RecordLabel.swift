public import MakerAgents

/// Where right answers are: a field of the records, and what of which agent's answer it has.
public struct RecordLabel: Sendable, Hashable, Codable {
  /// The agent; nil for the last one, and of a field for the only one that votes on it.
  public let agent: String?
  /// The voted field of its answer; nil for all of the answer.
  public let field: String?
  /// The field of the records.
  public let column: String

  /// Names right answers.
  ///
  /// - Parameters:
  ///   - column: The field of the records.
  ///   - agent: The agent; nil for the last one, and of a field for the only one that votes on it.
  ///   - field: The voted field of its answer; nil for all of the answer.
  public init(_ column: String, agent: String? = nil, field: String? = nil) {
    (self.column, self.agent, self.field) = (column, agent, field)
  }

  /// Reads `[agent.][field=]column`, `agent=column` or `column`.
  ///
  /// A field without an agent is that of the only agent that votes on one of the name, else of none.
  ///
  /// - Parameters:
  ///   - text: What was written. Behind the point after an agent's name everything is the field, whose name may have points.
  ///   - steps: The agents, whose names have none.
  public init(_ text: String, of steps: AgentSteps) {
    let names = steps.agents.map(\.name)
    guard let equals = text.firstIndex(of: "=") else {
      let agent = names.first { text.hasPrefix($0 + ".") && text.count > $0.count + 1 }
      self.init(agent.map { String(text.dropFirst($0.count + 1)) } ?? text, agent: agent)
      return
    }
    let (target, column) = (String(text[..<equals]), String(text[text.index(after: equals)...]))
    if target.isEmpty || names.contains(target) {
      self.init(column, agent: target.isEmpty ? nil : target)
    } else if let agent = names.first(where: { target.hasPrefix($0 + ".") }) {
      self.init(column, agent: agent, field: String(target.dropFirst(agent.count + 1)))
    } else {
      let voting = steps.agents.filter { $0.votedFields.contains { $0.name == target } }
      self.init(
        column, agent: voting.isEmpty ? names.last : voting.count == 1 ? voting[0].name : nil, field: target)
    }
  }

  /// The option that it is given with.
  public var option: String {
    guard agent != nil || field != nil else { return "--label-column \(column)" }
    return "--label \([agent, field].compactMap(\.self).joined(separator: "."))=\(column)"
  }

  /// Which of the agents it is about; nil when there is no such agent.
  func step(of steps: AgentSteps) -> Int? {
    guard let agent else { return steps.agents.count - 1 }
    return steps.agents.firstIndex { $0.name == agent }
  }

  /// Why it is about none of these agents' answers; nil when it is.
  ///
  /// - Parameter steps: The agents.
  /// - Returns: A clause without a full stop.
  public func problem(with steps: AgentSteps) -> String? {
    if column.isEmpty { return "it names no field of the records" }
    if agent == nil, let field {
      let voting = steps.agents.filter { $0.votedFields.contains { $0.name == field } }.map(\.name)
      if voting.count > 1 {
        let choices = voting.map { "\($0).\(field)=\(column)" }.joined(separator: " or ")
        return "more than one agent votes on a field \(field); write \(choices)"
      }
    }
    guard let step = step(of: steps) else {
      return "there is no agent \(agent ?? ""), but \(steps.agents.map(\.name).joined(separator: ", "))"
    }
    let agent = steps.agents[step]
    guard let field, !agent.votedFields.contains(where: { $0.name == field }) else { return nil }
    if case .program = agent.vote {
      return "a program compares the answers of \(agent.name) as a whole; write \(agent.name)=\(column)"
    }
    guard !agent.votedFields.isEmpty else {
      return "an answer of \(agent.name) is in one piece; write \(agent.name)=\(column)"
    }
    return "\(field) is no field that \(agent.name) votes on; those are "
      + agent.votedFields.map(\.name).joined(separator: ", ")
  }
}

/// What a record has as a right answer.
enum LabelTruth: Sendable {
  /// Nothing: the field is not there, null or empty.
  case none
  /// Something that is no answer of the agent.
  case foreign(AgentValue)
  /// All of an answer.
  case answer(AgentAnswer)
  /// The canonical form of a field.
  case field([UInt8])
}

/// A label of an agent that is there.
struct LabelReader: Sendable {
  let label: RecordLabel
  let field: AnswerField?
  private let agent: Agent

  /// Nil when it is about none of the agent's answers.
  init?(_ label: RecordLabel, of agent: Agent) {
    (self.label, self.agent) = (label, agent)
    field = label.field.flatMap { name in agent.votedFields.first { $0.name == name } }
    if label.field != nil, field == nil { return nil }
  }

  /// The right answer of a record.
  func truth(in record: AgentRecord) -> LabelTruth {
    let value = record.value[label.column] ?? .null
    guard value != .null, value != .string("") else { return .none }
    if let field {
      return (try? field.form(known: value)).map(LabelTruth.field) ?? .foreign(value)
    }
    return (try? agent.answer(known: value)).map(LabelTruth.answer) ?? .foreign(value)
  }

  /// Whether an answer is the right one; nil when nobody knows.
  func isRight(_ answer: AgentAnswer?, _ truth: LabelTruth) -> Bool? {
    switch truth {
    case .none, .foreign: nil
    case .answer(let right): answer == right
    case .field(let form): answer.flatMap { field?.form(in: $0) } == form
    }
  }
}
