import MakerAgents
import MakerRecords

/// What is looked at before a map begins: slips that would otherwise be found record by record.
struct MapChecks {
  private let task: RecordTask
  private let input: String
  /// The records that are looked at for a right answer.
  private static let lookedAt = 1_000
  /// The columns of a table, or fields of lines of JSON, that are named where something is none of them.
  private static let namedFields = 50

  /// - Parameters:
  ///   - task: The records and their agents.
  ///   - input: The input as it was named.
  init(_ task: RecordTask, input: String) { (self.task, self.input) = (task, input) }

  /// Looks at the fields of the prompts, and at the right answers.
  ///
  /// - Parameter labels: The fields of the records that have right answers.
  /// - Throws: A failure that says what would go wrong with every record.
  func check(_ labels: [RecordLabel]) throws(CommandFailure) {
    try checkFields()
    for label in labels { try checkLabel(label) }
  }

  /// A prompt that names a column that a table does not have would reject every row.
  private func checkFields() throws(CommandFailure) {
    guard let columns = task.source.columns else { return }
    let mistakes: [AgentMistake]
    do throws(AgentRecordFailure) {
      let record = AgentRecord(columns.map { AgentValue.Member($0, .string("")) })
      mistakes = try task.steps.mistakes(for: record)
    } catch {
      throw CommandFailure(.data, "\(error)")
    }
    guard !mistakes.isEmpty else { return }
    let lines = mistakes.map { FileMistake($0).text }.joined(separator: "\n")
    let only = columns.count == 1 ? columns[0] : ""
    let separator = [";", "\t", "|"].first { only.contains($0) }
    let hint =
      separator == "\t"
      ? " Its cells seem to be separated by tabs; give --input-format tsv."
      : separator.map { " Its cells seem to be separated by \(PlainText.of("\($0)")); save it with commas." }
        ?? ""
    throw CommandFailure(
      .data,
      "The prompt does not fit \(input), whose columns are \(Self.named(columns)).\(hint)\n\(lines)"
    )
  }

  /// A column that is not there, or has nothing that its agent could answer, would compare with nothing.
  private func checkLabel(_ label: RecordLabel) throws(CommandFailure) {
    let source = task.source
    if let problem = label.problem(with: task.steps) {
      throw CommandFailure(.usage, "\(label.option): \(problem).")
    }
    var names = source.columns ?? []
    var isThere = names.contains(label.column)
    if source.columns != nil, !isThere { throw missing(label, among: names) }
    let counts = LabelCounts([label], of: task.steps)
    var example: String?
    var isRead = false
    for index in 0..<min(source.count, Self.lookedAt) {
      guard case .success(let record)? = try? source.record(at: index) else { continue }
      isRead = true
      if source.columns == nil {
        for name in record.fields.lazy.map(\.name) {
          if name == label.column { isThere = true }
          // One more than are named tells that there are more.
          if names.count <= Self.namedFields, !names.contains(name) { names.append(name) }
        }
      }
      switch counts.reading(of: record) {
      case .answer: return
      case .none: break
      case .foreign(let value): example = example ?? value
      }
    }
    guard isRead else { return }
    guard isThere else { throw missing(label, among: names) }
    // What is empty in the first records may be there in a later one.
    guard example != nil || source.count <= Self.lookedAt else { return }
    let agent = label.agent ?? task.steps.agents.last?.name ?? ""
    throw CommandFailure(
      .usage,
      "No value of \(label.option)\(part.map { " in \($0)" } ?? "") is an answer of \(agent)"
        + (example.map { ", such as \(PlainText.short($0, 60))" } ?? ": all are empty")
        + "; an answer with fields is compared field by field, with --label field=column.")
  }

  /// The records that were looked at, in words; nil where those are all.
  private var part: String? {
    task.source.count > Self.lookedAt ? "the first \(Figures.count(Self.lookedAt)) records" : nil
  }

  private func missing(_ label: RecordLabel, among fields: [String]) -> CommandFailure {
    let near = NearestWord.of(label.column, among: fields).map { " Did you mean \($0)?" } ?? ""
    let isTable = task.source.columns != nil
    let place = isTable ? input : part.map { "\($0) of \(input)" } ?? input
    let have = !isTable && part != nil ? "have" : "has"
    return CommandFailure(
      .usage,
      "\(label.option): \(label.column) is no \(isTable ? "column" : "field") of \(place), which \(have) "
        + "\(Self.named(fields)).\(near)")
  }

  /// The names of fields in words, not all of very many.
  private static func named(_ fields: [String]) -> String {
    fields.prefix(namedFields).joined(separator: ", ") + (fields.count > namedFields ? " and more" : "")
  }
}
