public import MakerAgents

/// The right answers of records, as fields of them have them.
public struct RecordTruth: Sendable {
  /// What is right of one agent's answer to one record.
  public struct Known: Sendable {
    /// The right answer; where only fields of it have labels, an object of those.
    public let value: AgentValue
    /// The fields of the records that have it.
    public let columns: [String]
    private let readers: [LabelReader]
    private let truths: [LabelTruth]

    init(_ readers: [LabelReader], _ truths: [LabelTruth], in record: AgentRecord) {
      (self.readers, self.truths) = (readers, truths)
      columns = readers.map(\.label.column)
      let labels = readers.map { record.value[$0.label.column] ?? .null }
      if let whole = truths.lazy.compactMap({ if case .answer(let answer) = $0 { answer } else { nil } })
        .first
      {
        value = whole.value
      } else {
        value = .object(zip(readers, labels).map { .init($0.label.field ?? $0.label.column, $1) })
      }
    }

    /// Whether an answer is right in everything that has a label.
    ///
    /// - Parameter answer: The answer.
    /// - Returns: Whether it is.
    public func holds(for answer: AgentAnswer) -> Bool {
      zip(readers, truths).allSatisfy { $0.isRight(answer, $1) == true }
    }
  }

  private let task: RecordTask
  private let agents: [AgentLabelCounts]

  /// The right answers of a task's records.
  ///
  /// - Parameters:
  ///   - labels: The fields that have them.
  ///   - task: The records and their agents.
  public init(_ labels: [RecordLabel], of task: RecordTask) {
    (self.task, agents) = (task, LabelCounts(labels, of: task.steps).agents)
  }

  /// A label that is no answer of its agent, such as one that is misspelt.
  public struct Foreign: Sendable, Hashable {
    /// The field of the records that has it.
    public let column: String
    /// What it has.
    public let value: AgentValue
  }

  /// The labels of a record that are no answers of an agent.
  ///
  /// - Parameters:
  ///   - agent: Which of the agents in sequence, from 0.
  ///   - index: Which record, from 0.
  /// - Returns: The labels; none where the record cannot be read.
  /// - Throws: ``RecordFailure`` when the file cannot be read, or is not what it was.
  public func foreign(to agent: Int, at index: Int) throws(RecordFailure) -> [Foreign] {
    guard let labels = agents.first(where: { $0.step == agent }),
      case .success(let record) = try task.source.record(at: index)
    else { return [] }
    return labels.readers.compactMap { reader in
      guard case .foreign(let value) = reader.truth(in: record) else { return nil }
      return Foreign(column: reader.label.column, value: value)
    }
  }

  /// What is right of an agent's answer.
  ///
  /// - Parameters:
  ///   - agent: Which of the agents in sequence, from 0.
  ///   - index: Which record, from 0.
  /// - Returns: What is right; nil where the record cannot be read, or lacks a right answer that the agent could give.
  /// - Throws: ``RecordFailure`` when the file cannot be read, or is not what it was.
  public func known(of agent: Int, at index: Int) throws(RecordFailure) -> Known? {
    guard let labels = agents.first(where: { $0.step == agent }),
      case .success(let record) = try task.source.record(at: index)
    else { return nil }
    let truths = labels.readers.map { $0.truth(in: record) }
    let isKnown = truths.allSatisfy { truth in
      switch truth {
      case .none, .foreign: false
      case .answer, .field: true
      }
    }
    return isKnown ? Known(labels.readers, truths, in: record) : nil
  }
}
