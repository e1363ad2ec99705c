import Maker
import MakerAgents
import MakerRecords

extension MapTask: CalibratedTask {
  /// Random records of the file, with right answers where a column has them.
  func subject(steps: Int, seed: UInt64) throws(CommandFailure) -> CalibrationSubject<RecordAnswer> {
    try requireOneAgent()
    try MapChecks(records, input: files.input).check(files.labels)
    try requireWholeLabels()
    let found: RecordCases
    do throws(RecordFailure) {
      found = try records.calibrationCases(steps, seed: seed, labels: files.labels)
    } catch {
      throw CommandFailure(error)
    }
    guard !found.cases.isEmpty else {
      let label = files.labels.isEmpty ? "" : " and has a right answer"
      throw CommandFailure(
        .data,
        "No record of \(files.input) can be asked about\(label); `maker check` shows the prompt of the first one."
      )
    }
    var facts = identity
    facts["steps"] = "\(steps)"
    facts.merge(files.labelFacts) { $1 }
    facts["cases"] = CalibrationSubject.digest(of: found.cases)
    let count = found.cases.count
    return CalibrationSubject(
      task: "records", parameters: ownParameters, steps: stepCount, facts: facts,
      cases: found.cases,
      summary: "\(Figures.count(count)) random \(count == 1 ? "record" : "records") of \(files.input) for "
        + "\(records.steps.name)\(Self.passedOver(found))",
      label: records.steps.name,
      skipped: found.unaskable + found.unlabelled, rules: { rules($0) }, trouble: { trouble })
  }

  /// Other records may be decided with the same agent.
  func remark(on calibration: Calibration, in path: String) throws(CommandFailure) -> String? {
    try requireOneAgent()
    let input: Set = ["task.format", "task.input", "task.records"]
    guard !(try hasInput(of: calibration, in: path, input: input, what: "agent")) else { return nil }
    return "\(path) was measured on other records; the plan takes errors to be as frequent on these."
  }

  /// A later agent is asked about answers that nobody has before the run.
  private func requireOneAgent() throws(CommandFailure) {
    guard records.steps.agents.count > 1 else { return }
    throw CommandFailure(
      .usage,
      "\(records.steps.name) has \(records.steps.agents.count) agents, and a later one is asked about what those before it "
        + "decided: calibrate each agent file by itself, the later ones with an --input that has such answers, and choose --k."
    )
  }

  /// Whether a reply is right is known when everything that it votes on has a label.
  private func requireWholeLabels() throws(CommandFailure) {
    let labelled = files.labels.compactMap(\.field)
    guard !labelled.isEmpty, labelled.count == files.labels.count else { return }
    let missing = records.steps.agents[0].votedFields.map(\.name).filter { !labelled.contains($0) }
    guard let first = missing.first else { return }
    throw CommandFailure(
      .usage,
      "A calibration needs right values of every field that is voted on, and \(missing.joined(separator: ", ")) "
        + "\(missing.count == 1 ? "has" : "have") none: add --label \(first)=COLUMN, or leave the labels out."
    )
  }

  private static func passedOver(_ found: RecordCases) -> String {
    var words: [String] = []
    if found.unaskable > 0 { words.append("\(Figures.count(found.unaskable)) that cannot be asked about") }
    if found.unlabelled > 0 {
      words.append("\(Figures.count(found.unlabelled)) without a right answer")
    }
    return words.isEmpty ? "" : " (\(words.joined(separator: " and ")) passed over)"
  }
}
