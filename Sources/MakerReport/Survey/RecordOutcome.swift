public import Maker

/// What became of the records of a map.
public struct RecordOutcome: Sendable, Hashable, Encodable {
  /// Records that were rejected for the same.
  public struct Reason: Sendable, Hashable, Encodable {
    /// Why.
    public var reason: String
    /// How many.
    public var count: Int

    /// Makes a reason.
    public init(_ reason: String, _ count: Int) { (self.reason, self.count) = (reason, count) }
  }

  /// Records with one right answer and one decided answer.
  public struct Cell: Sendable, Hashable, Encodable {
    /// The right answer; nil for all that there was no room for.
    public var truth: String?
    /// The decided answer; nil likewise.
    public var decided: String?
    /// Whether the two are the same answer.
    public var isRight: Bool
    /// How many.
    public var count: Int

    private enum CodingKeys: String, CodingKey {
      case truth, decided, count
      case isRight = "right"
    }

    /// Makes a cell.
    public init(_ truth: String?, _ decided: String?, isRight: Bool, _ count: Int) {
      (self.truth, self.decided, self.isRight, self.count) = (truth, decided, isRight, count)
    }
  }

  /// How decided answers compare with those of fields of the records.
  public struct Labels: Sendable, Hashable, Encodable {
    /// How one agent's answers do.
    public struct Agent: Sendable, Hashable, Encodable {
      /// Its name.
      public var agent: String
      /// The field of the records with its whole answers; nil where only fields of the answer have some.
      public var column: String?
      /// The share of the records with its right answers that were decided so.
      public var right: Proportion
      /// The share of the votes on them that were right.
      public var p: Proportion
      /// The fields of its answer that have labels of their own.
      public var fields: [Field]

      /// Makes an agent's share.
      public init(_ agent: String, column: String?, right: Proportion, p: Proportion, fields: [Field] = []) {
        (self.agent, self.column, self.right, self.p, self.fields) = (agent, column, right, p, fields)
      }
    }

    /// How one field of an answer does.
    public struct Field: Sendable, Hashable, Encodable {
      /// Its name.
      public var field: String
      /// The field of the records with its right values.
      public var column: String
      /// The share of the records with a right value that were decided so.
      public var right: Proportion

      /// Makes a field's share.
      public init(_ field: String, column: String, right: Proportion) {
        (self.field, self.column, self.right) = (field, column, right)
      }
    }

    /// The fields of the records, commas between them.
    public var column: String
    /// The share of the records with a right answer that were decided so.
    public var right: Proportion
    /// The share of the votes on them that were right.
    public var p: Proportion
    /// Records that were decided and have no right answer.
    public var unlabelled: Int
    /// Records that were decided and have a label that is no answer of its agent.
    public var notAnswers: Int
    /// Each agent that has labels.
    public var agents: [Agent]
    /// Every pair that there was.
    public var confusion: [Cell]

    /// Makes labels.
    public init(
      column: String, right: Proportion, p: Proportion, unlabelled: Int, notAnswers: Int = 0,
      agents: [Agent] = [], confusion: [Cell]
    ) {
      (self.column, self.right, self.p) = (column, right, p)
      (self.unlabelled, self.notAnswers, self.agents) = (unlabelled, notAnswers, agents)
      self.confusion = confusion
    }

    private enum CodingKeys: String, CodingKey {
      case column, right, p, unlabelled, agents, confusion
      case notAnswers = "not_answers"
    }
  }

  /// Records with a row.
  public var rows: Int
  /// Records that were rejected.
  public var rejects: Int
  /// Where the rows are.
  public var output: String
  /// Where the rejects are.
  public var rejectsFile: String
  /// Why records were rejected, the most frequent first.
  public var reasons: [Reason]
  /// How decided answers compare with right ones; nil where none are known.
  public var labels: Labels?

  /// Makes an outcome.
  public init(
    rows: Int, rejects: Int, output: String, rejectsFile: String, reasons: [Reason] = [],
    labels: Labels? = nil
  ) {
    (self.rows, self.rejects, self.output, self.rejectsFile) = (rows, rejects, output, rejectsFile)
    (self.reasons, self.labels) = (reasons, labels)
  }

  private enum CodingKeys: String, CodingKey {
    case rows, rejects, output, reasons, labels
    case rejectsFile = "rejects_file"
  }
}
