public import Maker
public import MakerAgents

/// How decided answers compare with right ones that fields of the records have.
///
/// A record is right when everything of it that has a label is. The right answers are never voted with. Records that were
/// rejected, that lack a right answer, or whose label is no answer of the agent are counted apart.
public struct LabelCounts: Sendable {
  /// Right answers and decided ones, and how many records have them.
  public struct Cell: Sendable, Hashable {
    /// The right answer; nil for all that there was no room for.
    public let truth: String?
    /// The decided answer; nil for all that there was no room for.
    public let decided: String?
    /// Whether the two are the same answer.
    public let isRight: Bool
    /// The records.
    public let count: Int
  }

  /// A label that is no answer of the agent, such as one that is misspelt.
  public struct Foreign: Sendable, Hashable {
    /// The record, from 1.
    public let record: Int
    /// The line it begins on, from 1.
    public let line: Int
    /// The field that has the label.
    public let column: String
    /// The label, cut where it is long.
    public let value: String
  }

  /// The most answers that are told apart.
  public static let maximumLabels = 50
  /// The most labels that are no answers which are named.
  public static let maximumForeign = 5
  /// The most characters of an answer that are shown.
  static let shownCharacters = 80

  /// Each agent that has labels, in their order.
  public private(set) var agents: [AgentLabelCounts]
  /// The records that were rejected.
  public private(set) var rejected = 0
  /// The records that were decided and lack a right answer.
  public private(set) var unlabelled = 0
  /// The records that were decided and have a label that is no answer of the agent.
  public private(set) var foreign = 0
  /// The first of those labels.
  public private(set) var foreignLabels: [Foreign] = []

  private var right = 0
  private var known = 0

  /// Begins to count.
  ///
  /// - Parameters:
  ///   - labels: The fields of the records that have right answers. One that is about none of the agents counts nothing.
  ///   - steps: The agents.
  public init(_ labels: [RecordLabel], of steps: AgentSteps) {
    agents = steps.agents.indices.compactMap { step in
      let agent = steps.agents[step]
      let own = labels.filter { $0.step(of: steps) == step }.compactMap { LabelReader($0, of: agent) }
      return own.isEmpty ? nil : AgentLabelCounts(step, own, agent: agent.name)
    }
  }

  /// How often everything that has a label was decided right, among the records that have all labels.
  public var decisions: Proportion { Proportion(hits: right, trials: known) }

  /// p: how often a vote is for the right answer, among the votes of the records that have one.
  ///
  /// Its interval takes the votes for independent; those of one record may err together.
  public var p: Proportion {
    Proportion(
      hits: agents.reduce(0) { $0 + $1.p.hits }, trials: agents.reduce(0) { $0 + $1.p.trials })
  }

  /// The confusion of the only agent with labels of whole answers: every pair that there was, by the right answer and then
  /// the decided one, in the order in which answers were first seen; those that there was no room for last.
  public var cells: [Cell] { agents.count == 1 ? agents[0].cells : [] }

  /// Counts a record that was rejected.
  mutating func countReject() { rejected += 1 }

  /// Counts a record that was decided.
  mutating func count(
    _ row: RecordRow, _ record: AgentRecord, _ decisions: [RecordDecision], _ answers: [RecordAnswer]
  ) {
    var (isRight, isForeign): (Bool?, Bool) = (true, false)
    for index in agents.indices {
      let step = agents[index].step
      guard let answer = answers[step].answer else { continue }
      let outcome = agents[index].count(record, decisions[step], answer)
      isRight = isRight.flatMap { before in outcome.isRight.map { before && $0 } }
      isForeign = isForeign || !outcome.foreign.isEmpty
      for (column, value) in outcome.foreign where foreignLabels.count < Self.maximumForeign {
        let shown = String(value.promptText.prefix(Self.shownCharacters))
        foreignLabels.append(Foreign(record: row.index + 1, line: row.line, column: column, value: shown))
      }
    }
    if let isRight {
      known += 1
      if isRight { right += 1 }
    } else if isForeign {
      foreign += 1
    } else {
      unlabelled += 1
    }
  }
}

extension LabelCounts {
  /// What a record has as a label.
  public enum Reading: Sendable, Hashable {
    /// Right answers.
    case answer
    /// Nothing, or not all.
    case none
    /// Something that is no answer of its agent.
    case foreign(String)
  }

  /// What a record has as labels, without counting it.
  ///
  /// - Parameter record: The record.
  /// - Returns: The first label that is no answer, if there is one.
  public func reading(of record: AgentRecord) -> Reading {
    var reading = Reading.answer
    for reader in agents.flatMap(\.readers) {
      switch reader.truth(in: record) {
      case .answer, .field: break
      case .none: reading = .none
      case .foreign(let value): return .foreign(String(value.promptText.prefix(Self.shownCharacters)))
      }
    }
    return reading
  }
}
