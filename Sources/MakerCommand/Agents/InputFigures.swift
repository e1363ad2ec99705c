import MakerRecords

/// What `check` says of all records of a file.
struct InputFigures: Encodable {
  private let path: String
  private let survey: RecordSurvey
  /// All records, also those that were not looked at because somebody stopped it.
  private let count: Int

  init(_ survey: RecordSurvey, of path: String, count: Int) {
    (self.survey, self.path, self.count) = (survey, path, count)
  }

  /// Whether all records were looked at.
  var isWhole: Bool { survey.records == count }

  private enum CodingKeys: String, CodingKey {
    case file, records, unreadable, unaskable, fields, labels, examples
    case lookedAt = "looked_at"
    case repeatedPrompts = "repeated_prompts"
    case comparedPrompts = "compared_prompts"
  }

  private struct Example: Encodable {
    let record: Int
    let line: Int
    let reason: String

    init(_ finding: RecordSurvey.Finding) {
      (record, line, reason) = (finding.record, finding.line, finding.reason)
    }
  }

  private struct Field: Encodable {
    let field: String
    let missing: Int
    let empty: Int
  }

  private struct Label: Encodable {
    let column: String
    let agent: String?
    let field: String?
    let answers: Int
    let empty: Int
    let notAnswers: Int
    let examples: [Example]

    private enum CodingKeys: String, CodingKey {
      case column, agent, field, answers, empty, examples
      case notAnswers = "not_answers"
    }
  }

  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(path, forKey: .file)
    try keys.encode(count, forKey: .records)
    try keys.encode(survey.records, forKey: .lookedAt)
    try keys.encode(survey.unreadable, forKey: .unreadable)
    try keys.encode(survey.unaskable, forKey: .unaskable)
    try keys.encode(
      (survey.unreadableFindings + survey.unaskableFindings).map(Example.init), forKey: .examples)
    try keys.encode(
      survey.fields.map { Field(field: $0.name, missing: $0.missing, empty: $0.empty) }, forKey: .fields)
    try keys.encode(survey.repeated, forKey: .repeatedPrompts)
    try keys.encode(compared, forKey: .comparedPrompts)
    try keys.encode(
      survey.labels.map { label in
        Label(
          column: label.label.column, agent: label.label.agent, field: label.label.field,
          answers: label.answers, empty: label.empty, notAnswers: label.foreign,
          examples: label.examples.map(Example.init))
      }, forKey: .labels)
  }

  private var compared: Int { min(survey.records, RecordSurvey.comparedRecords) }

  /// Adds what there is to say for a person.
  func describe(in lines: inout LabelledLines) {
    let part = survey.records < count ? ", the first \(Figures.count(survey.records)) looked at" : ""
    lines.add("input", "\(Self.records(count)) of \(path)\(part)")
    Self.add("unreadable", survey.unreadable, survey.unreadableFindings, "will be rejected", &lines)
    Self.add("unaskable", survey.unaskable, survey.unaskableFindings, "will be rejected", &lines)
    for field in survey.fields where field.missing + field.empty > 0 {
      let parts = [(field.empty, "empty"), (field.missing, "missing")].filter { $0.0 > 0 }
      lines.add(
        "field",
        "\(field.name): " + parts.map { "\($1) in \(Self.records($0))" }.joined(separator: ", "))
    }
    if let first = survey.firstRepetition {
      let limit = compared < survey.records ? " (among the first \(Figures.count(compared)))" : ""
      lines.add(
        "repeated",
        "\(Self.records(survey.repeated)) \(survey.repeated == 1 ? "has" : "have") the very prompt of an earlier one\(limit), "
          + "first record \(first.record) that of record \(first.first); each is asked and paid for")
    } else if compared < survey.records {
      lines.add("repeated", "no prompt among the first \(Figures.count(compared)) records")
    }
    for label in survey.labels { Self.describe(label, in: &lines) }
  }

  private static func describe(_ label: RecordSurvey.Label, in lines: inout LabelledLines) {
    var text = "\(label.label.column): \(Figures.count(label.answers)) right answers"
    if label.empty > 0 { text += ", \(records(label.empty)) without one" }
    if label.foreign > 0 { text += ", \(Figures.count(label.foreign)) that are no answer of the agent" }
    lines.add("labels", text)
    add(label.examples, of: label.foreign, in: &lines)
  }

  private static func add(
    _ name: String, _ count: Int, _ findings: [RecordSurvey.Finding], _ what: String,
    _ lines: inout LabelledLines
  ) {
    guard count > 0 else { return }
    lines.add(name, "\(records(count)), which \(what)")
    add(findings, of: count, in: &lines)
  }

  private static func add(
    _ findings: [RecordSurvey.Finding], of count: Int, in lines: inout LabelledLines
  ) {
    for finding in findings {
      lines.add("", "line \(finding.line) (record \(finding.record)): \(PlainText.short(finding.reason))")
    }
    if count > findings.count { lines.add("", "and \(Figures.count(count - findings.count)) more") }
  }

  private static func records(_ count: Int) -> String {
    "\(Figures.count(count)) \(count == 1 ? "record" : "records")"
  }
}
