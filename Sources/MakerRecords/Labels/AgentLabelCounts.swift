public import Maker
import MakerAgents

/// How one agent's decided answers compare with right ones.
public struct AgentLabelCounts: Sendable {
  /// How a field compares.
  public struct Field: Sendable, Hashable {
    /// The voted field of the agent's answer.
    public let name: String
    /// The field of the records with its right values.
    public let column: String
    /// How often it is decided right, among the records that have a right value.
    public let right: Proportion
  }

  /// What a record came to.
  struct Outcome {
    /// Whether every label of the agent is decided right; nil when one of them is not known.
    var isRight: Bool?
    /// The columns whose value is no answer, with the value.
    var foreign: [(column: String, value: AgentValue)] = []
  }

  /// The agent.
  public let agent: String
  /// The field of the records with its right answers; nil where only fields of the answer have some.
  public let column: String?

  /// Which of the agents in sequence it is.
  let step: Int
  let readers: [LabelReader]
  private var (rightFields, knownFields): ([Int], [Int])
  private var (right, known, rightVotes, votes) = (0, 0, 0, 0)
  private var confusion: ConfusionTable?

  init(_ step: Int, _ readers: [LabelReader], agent: String) {
    (self.step, self.readers, self.agent) = (step, readers, agent)
    column = readers.first { $0.field == nil }?.label.column
    rightFields = readers.map { _ in 0 }
    knownFields = rightFields
    confusion = column.map { _ in ConfusionTable() }
  }

  /// How often everything of the answer that has a label is the right one, among the records that have all of them.
  public var decisions: Proportion { Proportion(hits: right, trials: known) }
  /// How often a vote is right in all of it, among the votes on those records.
  public var p: Proportion { Proportion(hits: rightVotes, trials: votes) }
  /// The fields that have labels of their own.
  public var fields: [Field] {
    readers.indices.compactMap { index in
      guard let field = readers[index].field else { return nil }
      return Field(
        name: field.name, column: readers[index].label.column,
        right: Proportion(hits: rightFields[index], trials: knownFields[index]))
    }
  }
  /// The confusion of whole answers; empty where only fields have labels.
  public var cells: [LabelCounts.Cell] { confusion?.cells ?? [] }

  /// Counts a record that was decided.
  mutating func count(
    _ record: AgentRecord, _ decision: RecordDecision, _ answer: AgentAnswer
  ) -> Outcome {
    var outcome = Outcome(isRight: true)
    let truths = readers.map { $0.truth(in: record) }
    for (index, truth) in truths.enumerated() {
      if case .foreign(let value) = truth {
        outcome.foreign.append((readers[index].label.column, value))
      }
      if case .answer(let right) = truth { confusion?.count(truth: right, decided: answer) }
      guard let isRight = readers[index].isRight(answer, truth) else {
        outcome.isRight = nil
        continue
      }
      knownFields[index] += 1
      if isRight { rightFields[index] += 1 }
      if !isRight, outcome.isRight == true { outcome.isRight = false }
    }
    guard let isRight = outcome.isRight else { return outcome }
    known += 1
    if isRight { right += 1 }
    for candidate in decision.candidates {
      votes += candidate.votes
      // Nearly every vote is for the answer, whose record is read already.
      let vote =
        candidate.answer == decision.answer ? answer : (try? RecordAnswer(record: candidate.answer))?.answer
      if zip(readers, truths).allSatisfy({ $0.isRight(vote, $1) == true }) { rightVotes += candidate.votes }
    }
    return outcome
  }
}
