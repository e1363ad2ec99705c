import MakerAgents
import MakerRecords

/// What is looked at before a map begins: slips that would otherwise be found record by record.
struct MapChecks {
  private let task: MapTask
  private let input: String
  /// The records that are looked at for a right answer.
  private static let lookedAt = 1_000

  /// - Parameters:
  ///   - task: The map.
  ///   - input: The input as it was named.
  init(_ task: MapTask, input: String) { (self.task, self.input) = (task, input) }

  /// Looks at the fields of the prompts, and at the right answers.
  ///
  /// - Parameter labelColumn: The field of the records that has right answers; nil for none.
  /// - Throws: A failure that says what would go wrong with every record.
  func check(labelColumn: String?) throws(CommandFailure) {
    try checkFields()
    if let labelColumn { try checkLabels(labelColumn) }
  }

  /// A prompt that names a column that a table does not have would reject every row.
  private func checkFields() throws(CommandFailure) {
    guard let columns = task.records.source.columns else { return }
    let mistakes: [AgentMistake]
    do throws(AgentRecordFailure) {
      let record = AgentRecord(columns.map { AgentValue.Member($0, .string("")) })
      mistakes = try task.records.steps.mistakes(for: record)
    } catch {
      throw CommandFailure(.data, "\(error)")
    }
    guard !mistakes.isEmpty else { return }
    let lines = mistakes.map { FileMistake($0).text }.joined(separator: "\n")
    let only = columns.count == 1 ? columns[0] : ""
    let separator = [";", "\t", "|"].first { only.contains($0) }
    let hint =
      separator.map { " Its cells seem to be separated by \(PlainText.of("\($0)")); save it with commas." }
      ?? ""
    throw CommandFailure(
      .data,
      "The prompt does not fit \(input), whose columns are \(columns.joined(separator: ", ")).\(hint)\n\(lines)"
    )
  }

  private func checkLabels(_ field: String) throws(CommandFailure) {
    let source = task.records.source
    if let columns = source.columns, !columns.contains(field) {
      let near = NearestWord.of(field, among: columns).map { " Did you mean \($0)?" } ?? ""
      throw CommandFailure(
        .usage,
        "--label-column \(field) is no column of \(input), which has \(columns.joined(separator: ", ")).\(near)"
      )
    }
    guard let agent = task.records.steps.agents.last else { return }
    var example: String?
    for index in 0..<min(source.count, Self.lookedAt) {
      guard case .success(let record)? = try? source.record(at: index), let value = record.value[field],
        value != .null, value != .string("")
      else { continue }
      if (try? agent.answer(known: value)) != nil { return }
      example = example ?? value.promptText
    }
    throw CommandFailure(
      .usage,
      "No value of --label-column \(field) is an answer of \(agent.name)"
        + (example.map { ", such as \(PlainText.short($0, 60))" } ?? ": all are empty")
        + "; an answer with fields is compared with a whole JSON object, in the form that the agent replies in."
    )
  }
}
