import MakerAgents

/// What a row of the output looks like.
struct OutputLayout: Sendable {
  private let format: RecordFormat
  private let options: RecordOutput.Options
  private let answers: [AnswerColumns]
  /// The columns of the input; of JSON Lines those of the first record that can be read.
  private let columns: [String]
  /// Those of JSON Lines differ from line to line: what has no column goes into one of its own.
  private let hasOthers: Bool

  /// The records that are looked at for the names of their fields.
  private static let lookedAt = 10_000

  init(
    _ format: RecordFormat, _ options: RecordOutput.Options, _ task: RecordTask
  ) throws(RecordFailure) {
    (self.format, self.options) = (format, options)
    answers = task.steps.agents.map(AnswerColumns.init)
    hasOthers = task.source.columns == nil
    columns = format.isTable ? try Self.columns(of: task.source) : []
    guard format.isTable else { return }
    var seen: Set<[UInt8]> = []
    if let twice = header.first(where: { !seen.insert(Array($0.utf8)).inserted }) {
      throw RecordFailure(
        .unusable,
        "Two columns of the output would be called \"\(twice)\". Rename one in the input or in the agent's answer, "
          + "or write JSON Lines.")
    }
  }

  private static func columns(of source: RecordSource) throws(RecordFailure) -> [String] {
    if let columns = source.columns { return columns }
    for index in 0..<min(source.count, lookedAt) {
      if case .success(let record) = try source.record(at: index) { return record.fields.map(\.name) }
    }
    return []
  }

  private var header: [String] {
    var names = columns + (hasOthers ? ["other_fields"] : [])
    for answer in answers {
      names += answer.names
      if options.showsBallot { names += Self.ballot.map { "\(answer.agent).\($0)" } }
      if options.showsCost { names.append("\(answer.agent).cost_usd") }
    }
    return names
  }

  private static let ballot = ["votes_for", "votes_against", "samples", "flags"]

  private static func ballot(_ decision: RecordDecision) -> [Int] {
    [decision.votesFor, decision.votesAgainst, decision.samples, decision.flags]
  }

  /// What the file begins with.
  var head: [UInt8] { format.separator.map { TableRow.bytes(header, $0) } ?? [] }

  /// The row of a record, with its line end.
  func row(_ record: AgentRecord, _ values: [AgentValue], _ decisions: [RecordDecision]) -> [UInt8] {
    if let separator = format.separator {
      TableRow.bytes(cells(record, values, decisions), separator)
    } else {
      line(record, values, decisions)
    }
  }

  private func cells(
    _ record: AgentRecord, _ values: [AgentValue], _ decisions: [RecordDecision]
  ) -> [String] {
    var cells: [String]
    if hasOthers {
      let value = record.value
      cells = columns.map { value[$0]?.promptText ?? "" }
      cells.append(value.others(than: Set(columns.map { Array($0.utf8) })))
    } else {
      cells = record.fields.map(\.value.promptText)
    }
    for (answer, (value, decision)) in zip(answers, zip(values, decisions)) {
      cells += answer.cells(value)
      if options.showsBallot { cells += Self.ballot(decision).map(String.init) }
      if options.showsCost { cells.append(Self.cost(decision).promptText) }
    }
    return cells
  }

  private func line(
    _ record: AgentRecord, _ values: [AgentValue], _ decisions: [RecordDecision]
  ) -> [UInt8] {
    var members = record.fields
    for (answer, (value, decision)) in zip(answers, zip(values, decisions)) {
      members.append(AgentValue.Member(answer.agent, value))
      if options.showsBallot {
        let counts = zip(Self.ballot, Self.ballot(decision)).map { name, count in
          AgentValue.Member(name, .number(DecimalNumber(count)))
        }
        members.append(AgentValue.Member("\(answer.agent).ballot", .object(counts)))
      }
      if options.showsCost {
        members.append(AgentValue.Member("\(answer.agent).cost_usd", Self.cost(decision)))
      }
    }
    return Array(AgentValue.object(members).json.utf8) + [0x0A]
  }

  private static func cost(_ decision: RecordDecision) -> AgentValue {
    decision.costUSD.flatMap { DecimalNumber("\($0)") }.map(AgentValue.number) ?? .null
  }
}
