import MakerAgents

/// What `check` prints.
struct CheckReport: Encodable {
  /// The file as it was named.
  let file: String
  /// What kind of file it is.
  let kind: CheckedFile.Kind
  /// Everything that is wrong with it.
  var mistakes: [FileMistake] = []
  /// The name of the agent, of the sequence, or of the program's task.
  var name: String?
  /// The record that prompts are shown for; nil for a chain.
  var record: SampleRecord?
  /// The agents in their order; empty for a chain.
  var agents: [AgentSummary] = []
  /// What there is to say of all records of the file that was given; nil where none was.
  var input: InputFigures?
  /// What is no mistake and most likely not meant, in sentences.
  var warnings: [String] = []
  /// The program's task; nil for agents.
  var chain: ChainSummary?
  /// Agents that were not asked since no answer before was ahead.
  var unasked: [String] = []
  /// Why the samples ended early; nil where they did not.
  var stop: TrialStop?

  private enum CodingKeys: String, CodingKey {
    case file, kind, status, mistakes, name, record, agents, chain, input, warnings
  }

  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(file, forKey: .file)
    try keys.encode(kind, forKey: .kind)
    try keys.encode(status, forKey: .status)
    try keys.encode(mistakes, forKey: .mistakes)
    try keys.encodeIfPresent(name, forKey: .name)
    try keys.encodeIfPresent(record.map { JSONText($0.record.value.json) }, forKey: .record)
    if !agents.isEmpty { try keys.encode(agents, forKey: .agents) }
    try keys.encodeIfPresent(chain, forKey: .chain)
    try keys.encodeIfPresent(input, forKey: .input)
    if mistakes.isEmpty { try keys.encode(warnings, forKey: .warnings) }
  }

  private var status: String {
    !mistakes.isEmpty ? "mistakes" : stop == nil && !isInterrupted ? "ok" : "stopped"
  }

  /// Whether somebody stopped the look at the records.
  var isInterrupted: Bool { input.map { !$0.isWhole } ?? false }

  /// What the command fails with; nil when nothing is wrong.
  var failure: CommandFailure? {
    guard mistakes.isEmpty else {
      let count = mistakes.count == 1 ? "is 1 mistake" : "are \(mistakes.count) mistakes"
      return CommandFailure(.data, "There \(count) in \(file).")
    }
    guard isInterrupted else { return stop?.failure }
    return CommandFailure(.interrupted, "Interrupted; what was found in the records so far is shown.")
  }

  /// The mistakes, or else everything there is to tell.
  var text: String {
    guard mistakes.isEmpty else { return mistakes.map(\.text).joined(separator: "\n") }
    var parts: [String] = []
    if agents.count > 1, let name {
      var lines = LabelledLines()
      lines.add("steps", "\(name): \(agents.map(\.agent.name).joined(separator: ", then "))")
      parts.append(lines.text)
    }
    parts += agents.map(\.text)
    if let chain { parts.append(chain.text) }
    var notes = LabelledLines()
    if let record {
      notes.add("record", "\(record.source.text): \(PlainText.short(record.record.value.json, 1000))")
      if record.source == .madeUp, !record.record.fields.isEmpty {
        notes.add("", "give one of yours with --record or --input")
      }
    }
    input?.describe(in: &notes)
    for warning in warnings { notes.add("warning", warning) }
    if !unasked.isEmpty {
      notes.add("not asked", "\(unasked.joined(separator: ", ")): no answer of the agent before is ahead")
    }
    if !notes.lines.isEmpty { parts.append(notes.text) }
    return parts.joined(separator: "\n\n")
  }
}
