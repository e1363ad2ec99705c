/// What a report has to know of the records of a map. Everything is a closure or a text, so that reports know no files.
public struct RecordReading: Sendable {
  /// A field of a record, as a person reads it.
  public struct Field: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// What it holds.
    public var text: String

    /// Makes a field.
    public init(_ name: String, _ text: String) { (self.name, self.text) = (name, text) }
  }

  /// What is done with which records: `team (agent.yaml) on tickets.csv`.
  public var title: String
  /// How many records are decided: all of the input, or its first ones.
  public var count: Int
  /// How many records the input has.
  public var inputCount: Int
  /// The agents that each of them goes through, in order; at least one.
  public var agents: [String]
  /// What became of them; nil where that could not be read.
  public var outcome: RecordOutcome?
  /// The fields of a record, from 0; empty where it cannot be read.
  public var fields: @Sendable (_ record: Int) -> [Field]
  /// The prompt of a step, instructions first; nil where it cannot be made.
  public var prompt: @Sendable (_ step: Int) -> String?
  /// Why records and prompts are not shown, in one sentence; nil where they are.
  public var note: String?

  /// Makes a reading; the input has no other records than those that are decided where nobody says how many it has.
  public init(
    title: String, count: Int, of inputCount: Int? = nil, agents: [String], outcome: RecordOutcome? = nil,
    note: String? = nil,
    fields: @escaping @Sendable (_ record: Int) -> [Field] = { _ in [] },
    prompt: @escaping @Sendable (_ step: Int) -> String? = { _ in nil }
  ) {
    (self.title, self.count, self.agents) = (title, count, agents)
    self.inputCount = max(count, inputCount ?? count)
    (self.outcome, self.note, self.fields, self.prompt) = (outcome, note, fields, prompt)
  }

  /// The records in words: `200 records`, `the first 100 of 1,000,000 records`.
  package var extent: String {
    let all = NumberText.count(inputCount, "record")
    return count < inputCount ? "the first \(NumberText.count(count)) of \(all)" : all
  }

  /// The word for one of its decisions: with several agents a record has more than one.
  package var unit: String { agents.count > 1 ? "decision" : "record" }

  /// The name of a step: `record 3`, `record 3, agent vendor`.
  package func name(of step: Int) -> String {
    let record = "record \(NumberText.count(step / max(1, agents.count) + 1))"
    return agents.count > 1 ? "\(record), agent \(agents[step % agents.count])" : record
  }

  /// Which record a step is of, from 0.
  package func record(of step: Int) -> Int { step / max(1, agents.count) }
}
