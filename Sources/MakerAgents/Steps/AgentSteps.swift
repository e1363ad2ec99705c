/// Agents that a record goes through in sequence, each of them voted on.
///
/// A later agent's prompt has the record's fields and, under the name of each agent before it, what that one's votes
/// decided: `{{extract.total}}`. Fields of an answer that were not voted on are not there: nothing vouches for them.
public struct AgentSteps: Sendable {
  /// The name of the sequence; of one agent its own.
  public let name: String
  /// What it is for, for people.
  public let summary: String?
  /// The agents in their order, at least one, each with a name of its own.
  public let agents: [Agent]

  /// One agent alone.
  public init(_ agent: Agent) { self.init(name: agent.name, summary: agent.summary, agents: [agent]) }

  init(name: String, summary: String?, agents: [Agent]) {
    self.name = name
    self.summary = summary
    self.agents = agents
  }

  /// The same sequence with each of its agents changed, such as given the program that compares its answers.
  ///
  /// - Parameter change: Changes one agent; its name stays.
  /// - Returns: The sequence.
  /// - Throws: What the change throws.
  public func mapped<Failure>(_ change: (Agent) throws(Failure) -> Agent) throws(Failure) -> AgentSteps {
    AgentSteps(name: name, summary: summary, agents: try agents.map(change))
  }

  /// The record that the next agent is asked about.
  ///
  /// - Parameters:
  ///   - record: The record that came in.
  ///   - answers: What the agents before decided, in their order; at most as many as there are agents.
  /// - Returns: The record with a field for each answer.
  /// - Throws: ``AgentRecordFailure`` when the record has a field of an agent's name.
  public func record(
    _ record: AgentRecord, after answers: [AgentAnswer]
  ) throws(AgentRecordFailure) -> AgentRecord {
    try extended(record, by: zip(agents, answers).map { ($0.name, $0.decided(of: $1.value)) })
  }

  private func extended(
    _ record: AgentRecord, by values: [(name: String, value: AgentValue)]
  ) throws(AgentRecordFailure) -> AgentRecord {
    for (name, _) in values where record.fields.contains(where: { $0.name.isSame(as: name) }) {
      throw AgentRecordFailure(
        description: "the record has a field \"\(name)\", which is the name of an agent; rename one of them")
    }
    return AgentRecord(record.fields + values.map { AgentValue.Member($0.name, $0.value) })
  }

  /// A record for each agent to show its prompt with: the sample with made-up answers of the agents before.
  ///
  /// - Parameter record: The sample.
  /// - Returns: As many records as there are agents.
  /// - Throws: ``AgentRecordFailure`` when the sample has a field of an agent's name.
  public func samples(from record: AgentRecord) throws(AgentRecordFailure) -> [AgentRecord] {
    var samples: [AgentRecord] = []
    for count in agents.indices {
      samples.append(
        try extended(
          record, by: agents[..<count].map { ($0.name, $0.decided(of: $0.answerForm.placeholder)) }))
    }
    return samples
  }

  /// Everything in the prompts that a sample record and the answers before do not have, with its place in the files.
  ///
  /// - Throws: ``AgentRecordFailure`` when the sample has a field of an agent's name.
  public func mistakes(for record: AgentRecord) throws(AgentRecordFailure) -> [AgentMistake] {
    zip(agents, try samples(from: record)).flatMap { $0.mistakes(for: $1) }
  }

  /// Every fact that, when changed, makes this another sequence.
  public var identity: [String: String] {
    guard agents.count > 1 else { return agents[0].identity }
    var facts = ["agents": agents.map(\.name).joined(separator: " ")]
    for (index, agent) in agents.enumerated() {
      for (name, value) in agent.identity { facts["\(index + 1).\(name)"] = value }
    }
    return facts
  }
}

extension Agent {
  /// The part of an answer's value that was voted on, as it was said.
  func decided(of value: AgentValue) -> AgentValue {
    guard case .fields(let fields) = vote, case .object(let members) = value else { return value }
    return .object(members.filter { member in fields.contains { $0.name.isSame(as: member.name) } })
  }
}

extension AnswerForm {
  /// A value of the form's shape, which stands for an answer that is not there yet.
  var placeholder: AgentValue {
    switch self {
    case .labels(let labels): .string(labels.first ?? "")
    case .number: .number(DecimalNumber(0))
    case .pattern(let pattern): .object(pattern.groupNames.map { AgentValue.Member($0, .string("<\($0)>")) })
    case .schema(let schema): schema.placeholder
    }
  }
}

extension AnswerSchema {
  /// A value of the schema's shape, the first where it lists values; null where it leaves the shape open.
  fileprivate var placeholder: AgentValue {
    if let firstAllowed { return firstAllowed }
    return switch kinds.first {
    case .object: .object(properties.map { AgentValue.Member($0.name, $0.schema.placeholder) })
    case .array: .list(items.map(\.placeholder))
    case .string: .string("<text>")
    case .number, .integer: .number(DecimalNumber(0))
    case .boolean: .bool(true)
    case .null, nil: .null
    }
  }
}
