import Maker
import MakerAgents
import MakerJournal
import MakerRecords
import MakerReport

extension RecordReading {
  /// What a report has to know of the records of a map. What cannot be read any more is left out, and that is said.
  ///
  /// - Parameters:
  ///   - file: The run file.
  ///   - records: Its records.
  /// - Throws: A failure when the run file is damaged.
  init(_ file: RunFile, _ records: MapRecords) throws(CommandFailure) {
    let end: Int
    do throws(JournalError) { end = try file.progress().step } catch { throw CommandFailure(error) }
    var (task, note): (RecordTask?, String?) = (nil, nil)
    do throws(CommandFailure) { task = try records.open() } catch {
      note = "Records and prompts are not shown: \(error.message ?? "they cannot be read")"
    }
    let files = records.files
    let review =
      if let task {
        try MapReview(of: file, task, files, upTo: end, comparesFiles: false)
      } else {
        try MapReview(of: file, records, upTo: end)
      }
    self.init(
      title: "\(ShownPath.of(files.agents)) on \(ShownPath.of(files.input))", count: records.count,
      of: records.inputCount, agents: records.agents, outcome: RecordOutcome(review), note: note,
      fields: { [task] index in
        guard let task, case .success(let record)? = try? task.source.record(at: index) else { return [] }
        return record.fields.map { Field($0.name, $0.value.promptText) }
      },
      prompt: { [task] step in
        guard let task, let state = try? records.state(at: step) else { return nil }
        let prompt = task.prompt(for: state)
        return prompt.content.isEmpty
          ? nil : (prompt.instructions.map { "\($0.content)\n\n" } ?? "") + prompt.content
      })
  }
}

extension RecordOutcome {
  /// What a review found.
  fileprivate init(_ review: MapReview) {
    let figures = review.figures
    self.init(
      rows: figures.rows, rejects: figures.rejects, output: ShownPath.of(figures.output),
      rejectsFile: ShownPath.of(figures.rejectsFile),
      reasons: review.reasons.map { Reason($0.reason, $0.count) },
      labels: figures.labels.map { labels in
        Labels(
          column: labels.columns, right: labels.right, p: labels.p, unlabelled: labels.unlabelled,
          notAnswers: labels.notAnswers,
          agents: labels.agents.map { agent in
            Labels.Agent(
              agent.agent, column: agent.column, right: agent.right, p: agent.p,
              fields: agent.fields.map { Labels.Field($0.field, column: $0.column, right: $0.right) })
          },
          confusion: labels.confusion.map { Cell($0.truth, $0.decided, isRight: $0.isRight, $0.count) })
      })
  }
}
