import Maker
import MakerRecords

/// How the decided answers of a map compare with right ones.
struct LabelFigures: Encodable, Sendable {
  struct Cell: Encodable, Sendable {
    let truth: String?
    let decided: String?
    let isRight: Bool
    let count: Int

    private enum CodingKeys: String, CodingKey {
      case truth, decided, count
      case isRight = "right"
    }

    init(_ cell: LabelCounts.Cell) {
      (truth, decided, isRight, count) = (cell.truth, cell.decided, cell.isRight, cell.count)
    }
  }

  /// A label that is no answer of the agent.
  struct Foreign: Encodable, Sendable {
    let record: Int
    let line: Int
    let column: String
    let value: String
  }

  struct Field: Encodable, Sendable {
    let field: String
    let column: String
    let right: Proportion
  }

  struct Agent: Encodable, Sendable {
    let agent: String
    let column: String?
    let right: Proportion
    let p: Proportion
    let fields: [Field]
    let confusion: [Cell]
  }

  /// The field with the right answers where there is one, of whole answers.
  let column: String?
  let right: Proportion
  /// How often a single vote is right.
  let p: Proportion
  let unlabelled: Int
  let notAnswers: Int
  let examples: [Foreign]
  let rejected: Int
  let confusion: [Cell]
  let agents: [Agent]

  private enum CodingKeys: String, CodingKey {
    case column, right, p, unlabelled, examples, rejected, confusion, agents
    case notAnswers = "not_answers"
  }

  /// The fields of the records that have right answers, in words.
  var columns: String {
    column
      ?? agents.flatMap { agent in [agent.column].compactMap(\.self) + agent.fields.map(\.column) }
      .joined(separator: ", ")
  }

  init(_ labels: LabelCounts) {
    let only = labels.agents.count == 1 && labels.agents[0].fields.isEmpty ? labels.agents[0] : nil
    column = only?.column
    (right, p) = (labels.decisions, labels.p)
    (unlabelled, notAnswers, rejected) = (labels.unlabelled, labels.foreign, labels.rejected)
    examples = labels.foreignLabels.map {
      Foreign(record: $0.record, line: $0.line, column: $0.column, value: $0.value)
    }
    confusion = labels.cells.map(Cell.init)
    agents = labels.agents.map { agent in
      Agent(
        agent: agent.agent, column: agent.column, right: agent.decisions, p: agent.p,
        fields: agent.fields.map { Field(field: $0.name, column: $0.column, right: $0.right) },
        confusion: agent.cells.map(Cell.init))
    }
  }

  /// Lines of a report: a name and its text.
  var rowsOfReport: [(String, String)] {
    var lines: [(String, String)] = []
    if let column {
      lines.append(("right", "\(Figures.share(right)) of the records whose \(column) is an answer"))
    } else {
      lines.append(
        ("right", "\(Figures.share(right)) of the records that have all right answers, in all of them"))
      for agent in agents { lines += Self.rows(of: agent, isAlone: agents.count == 1) }
    }
    lines.append(("p", "\(Figures.share(p)) of the votes on them"))
    if unlabelled > 0 {
      let what = unlabelled == 1 ? "record, which was" : "records, which were"
      lines.append(("no label", "\(Figures.count(unlabelled)) \(what) decided all the same"))
    }
    if notAnswers > 0 { lines += foreignRows }
    for agent in agents {
      lines += Self.wrongRows(agent.confusion, of: agents.count == 1 ? "" : "\(agent.agent): ")
    }
    return lines
  }

  private var foreignRows: [(String, String)] {
    let said = examples.map {
      "line \($0.line) (record \($0.record)): \($0.column) is \(PlainText.short($0.value, 60))"
    }
    let more = notAnswers > examples.count ? ["and more"] : []
    return [
      (
        "bad label",
        notAnswers == 1
          ? "1 record has one that is no answer of the agent, and is not compared"
          : "\(Figures.count(notAnswers)) records have one that is no answer of the agent, and are not compared"
      )
    ] + (said + more).map { ("", $0) }
  }

  private static func rows(of agent: Agent, isAlone: Bool) -> [(String, String)] {
    var lines: [(String, String)] = []
    if !isAlone {
      lines.append(("", "\(agent.agent): \(Figures.share(agent.right)); p \(Figures.share(agent.p))"))
    }
    lines += agent.fields.map { field in
      (
        "",
        "\(isAlone ? "" : agent.agent + ".")\(field.field): \(Figures.share(field.right)), by \(field.column)"
      )
    }
    return lines.map { ($0.0, PlainText.of($0.1)) }
  }

  private static func wrongRows(_ confusion: [Cell], of agent: String) -> [(String, String)] {
    let wrong = confusion.filter { !$0.isRight }.sorted { $1.count < $0.count }
    var lines = wrong.prefix(shownCells).map { cell in
      let (truth, decided) = (cell.truth ?? "another answer", cell.decided ?? "another answer")
      return (
        "wrong",
        "\(Figures.count(cell.count)) \(agent)decided \(PlainText.short(decided)), right is \(PlainText.short(truth))"
      )
    }
    if wrong.count > shownCells {
      lines.append(("", "and \(wrong.count - shownCells) more kinds; all of them with --json"))
    }
    return lines
  }

  private static let shownCells = 10
}
