import Maker
import MakerAgents
import MakerJournal
import MakerRecords

/// A record as `show --record` prints it: its fields, and for one of its agents the prompt, the ballot and the replies.
struct RecordView: Encodable {
  let records: MapRecords
  let view: StepView<RecordAnswer>
  /// Nil where the records cannot be read any more.
  let row: RecordRow?
  let prompt: Prompt?
  /// The right answer, where fields of the records tell.
  let expected: RecordTruth.Known?
  /// The labels of it that are no answers of the agent.
  let foreign: [RecordTruth.Foreign]
  /// The row that the record became, and why it is one of the rejects; nil while it is not decided or not read.
  let became: (text: String, rejection: String?)?

  private var record: Int { records.record(of: view.step) }
  private var fields: AgentRecord? { if case .success(let record)? = row?.record { record } else { nil } }

  private enum CodingKeys: String, CodingKey {
    case record, agent, line, fields, input, instructions, prompt, expected, row, reject
  }

  func encode(to encoder: any Encoder) throws {
    try view.encode(to: encoder)
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(record, forKey: .record)
    try keys.encode(records.agent(of: view.step), forKey: .agent)
    try keys.encodeIfPresent(row?.line, forKey: .line)
    try keys.encodeIfPresent(fields.map { JSONText($0.value.json) }, forKey: .fields)
    if fields == nil { try keys.encodeIfPresent(row?.input, forKey: .input) }
    try keys.encodeIfPresent(prompt?.instructions?.content, forKey: .instructions)
    try keys.encodeIfPresent(prompt?.content, forKey: .prompt)
    try keys.encodeIfPresent(expected.map { JSONText($0.value.json) }, forKey: .expected)
    guard let became else { return }
    try keys.encode(became.text, forKey: became.rejection == nil ? .row : .reject)
  }

  /// The record itself, for a person.
  var head: String {
    var lines = LabelledLines()
    let place = row.map { ", line \(Figures.count($0.line)) of \(ShownPath.of(records.files.input))" } ?? ""
    lines.add("record", "\(Figures.count(record)) of \(Figures.count(records.count))\(place)")
    if let fields {
      for field in fields.fields { lines.add("  \(field.name)", field.value.promptText) }
    } else if let row {
      lines.add("  unreadable", PlainText.short(row.input, 1_000))
    }
    return lines.text
  }

  /// What an agent made of it, for a person.
  var text: String {
    var lines = LabelledLines()
    if records.length > 1 {
      lines.add("agent", records.agent(of: view.step))
    }
    if let instructions = prompt?.instructions?.content { lines.addQuoted("instructions", instructions) }
    lines.addQuoted("prompt", prompt?.content)
    let reason = view.ruling.map { $0.reason.isEmpty ? "by \($0.by)" : $0.reason }
    switch (view.answer, view.ruling?.by) {
    case (nil, _): lines.add("decided", "not yet")
    case (_, Ruling.task?): lines.add("rejected", reason)
    case (let answer?, let person?): lines.add("decided", "\(answer.text) by \(person): \(reason ?? "")")
    case (let answer?, nil): lines.add("decided", answer.text)
    }
    lines.add("expected", expected.map { "\($0.value.json), by \($0.columns.joined(separator: ", "))" })
    for label in foreign {
      lines.add(
        "label",
        "\(PlainText.short(label.value.json, 60)) of \(label.column), which is no answer of the agent")
    }
    for (index, candidate) in view.byVotes.enumerated() {
      lines.add(
        index == 0 ? "votes" : "", "\(candidate.votes) \(candidate.answer.text)")
    }
    lines.add("samples", "\(view.samples)\(flagged)")
    if view.replies.isEmpty, view.samples > 0 {
      lines.add("replies", "not on record; --record all keeps those of every record")
    }
    for reply in view.replies {
      let verdict = reply.flag.map { "flagged \($0): \(reply.reason ?? "")" } ?? "a vote"
      let number = "\(reply.slot + 1)" + (reply.attempt > 0 ? ", try \(reply.attempt + 1)" : "")
      let asked = [reply.model, reply.wording > 0 ? "wording \(reply.wording)" : nil].compactMap(\.self)
      lines.addQuoted(
        PlainText.of("reply \(number)  \(([verdict] + asked).joined(separator: ", "))"), reply.reply)
    }
    return lines.text
  }

  private var flagged: String {
    view.flags.isEmpty
      ? ""
      : ", flagged "
        + view.flags.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
  }

  /// The row it became, for a person.
  var tail: String {
    var lines = LabelledLines()
    let file = ShownPath.of(became?.rejection == nil ? records.files.output : records.files.rejects)
    lines.addQuoted(
      became?.rejection == nil ? "row of \(file)" : "reject of \(file)", became?.text)
    return lines.text
  }
}
