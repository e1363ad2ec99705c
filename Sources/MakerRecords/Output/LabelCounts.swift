public import Maker
public import MakerAgents

/// How decided answers compare with right ones that a field of the records has.
///
/// The right answers are never voted with. Records that were rejected or that have no right answer are counted apart.
public struct LabelCounts: Sendable {
  /// Right answers and decided ones, and how many records have them.
  public struct Cell: Sendable, Hashable {
    /// The right answer; nil for all that there was no room for.
    public let truth: String?
    /// The decided answer; nil for all that there was no room for.
    public let decided: String?
    /// The records.
    public let count: Int
  }

  /// The most answers that are told apart.
  public static let maximumLabels = 50
  /// The most characters of an answer that are shown.
  static let shownCharacters = 80

  /// The field that has the right answers.
  public let field: String
  /// The records that were rejected.
  public private(set) var rejected = 0
  /// The records that were decided and have no answer there that the agent could give.
  public private(set) var unlabelled = 0

  private let agent: Agent
  /// Which of the agents in sequence it is.
  private let step: Int
  private var right = 0
  private var decided = 0
  private var rightVotes = 0
  private var votes = 0
  private var labels: [AgentAnswer: Int] = [:]
  private var names: [String] = []
  private var table: [Int] = Array(repeating: 0, count: (maximumLabels + 1) * (maximumLabels + 1))

  /// Begins to count.
  ///
  /// - Parameters:
  ///   - field: The field of the records that has the right answers of the last agent.
  ///   - steps: The agents.
  public init(_ field: String, of steps: AgentSteps) {
    self.field = field
    step = steps.agents.count - 1
    agent = steps.agents[step]
  }

  /// How often the decided answer is the right one, among the records that have one.
  public var decisions: Proportion { Proportion(hits: right, trials: decided) }

  /// p: how often a vote is for the right answer, among the votes of the records that have one.
  ///
  /// Its interval takes the votes for independent; those of one record may err together.
  public var p: Proportion { Proportion(hits: rightVotes, trials: votes) }

  /// The confusion: every pair that there was, by the right answer and then the decided one, in the order in which
  /// answers were first seen; those that there was no room for last.
  public var cells: [Cell] {
    let width = Self.maximumLabels + 1
    return table.indices.filter { table[$0] > 0 }.map { index in
      Cell(truth: name(index / width), decided: name(index % width), count: table[index])
    }
  }

  private func name(_ index: Int) -> String? { index < names.count ? names[index] : nil }

  /// Counts a record that was rejected.
  mutating func countReject() { rejected += 1 }

  /// Counts a record that was decided.
  mutating func count(_ record: AgentRecord, _ decisions: [RecordDecision], _ answers: [RecordAnswer]) {
    guard let answer = answers[step].answer else { return }
    let label = record.value[field] ?? .null
    guard label != .null, let truth = try? agent.answer(known: label) else {
      unlabelled += 1
      return
    }
    decided += 1
    if answer == truth { right += 1 }
    for candidate in decisions[step].candidates {
      votes += candidate.votes
      // Nearly every vote is for the answer, whose record is read already.
      let vote =
        candidate.answer == decisions[step].answer
        ? answer : (try? RecordAnswer(record: candidate.answer))?.answer
      if vote == truth { rightVotes += candidate.votes }
    }
    let row = index(of: truth)
    table[row * (Self.maximumLabels + 1) + index(of: answer)] += 1
  }

  private mutating func index(of answer: AgentAnswer) -> Int {
    if let known = labels[answer] { return known }
    guard names.count < Self.maximumLabels else { return Self.maximumLabels }
    names.append(String(answer.value.promptText.prefix(Self.shownCharacters)))
    labels[answer] = names.count - 1
    return names.count - 1
  }
}
