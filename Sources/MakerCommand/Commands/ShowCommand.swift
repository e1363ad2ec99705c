import ArgumentParser
import Maker
import MakerJournal

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a run: configuration, progress, sessions, and the ballot and replies of a step.",
    discussion: """
      Examples:
        maker show latest
        maker show latest --step 4711      # its ballot, and its replies where they are recorded
        maker show latest --contested      # every step where anything but the decided answer was said
      """)

  @Argument(help: RunFolder.argumentHelp)
  var reference: String
  @Option(parsing: .unconditional, help: "Show this step, counted from 0.")
  var step: Int?
  @Flag(help: "Show every contested step.")
  var contested = false
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try require(step.map { $0 >= 0 } ?? true, "--step is counted from 0.")
    try require(step == nil || !contested, "Choose --step or --contested, not both.")
  }

  func run() throws {
    let path = try RunFolder.path(of: reference)
    let file = try opened(path)
    let report = try RunReport(path: path)
    var out = StandardOutput()
    if step == nil, !contested, !output.json {
      try out.line(ShownConfiguration(file).text)
    }
    do {
      let task = try TaskSettings.recorded(file.description, path: file.path)
      try lines(of: file, task, as: task.kind) { try out.line($0) }
    } catch {
      // What could still be read is shown.
      try out.flush()
      throw (error as? JournalError).map { CommandFailure($0) } ?? error
    }
    if output.json {
      try out.line(JSONLine.of(ShownRun(report: report, configuration: ShownConfiguration(file))))
    } else if step == nil, !contested {
      try out.line(report.text)
    }
    try out.flush()
  }

  private func lines<Task: ToolTask>(
    of file: RunFile, _ task: TaskSettings, as kind: Task.Type, _ print: (String) throws -> Void
  ) throws {
    func show(_ view: StepView<Task.Answer>) throws {
      try print(output.json ? JSONLine.of(view) : view.text)
    }
    if let step {
      let progress = try file.progress()
      if let decision = try file.decision(at: step) {
        try show(StepView(decision, samples: file.samples(of: step)))
      } else if step == progress.step, !(try file.openSamples()).isEmpty {
        try print(undecided(step, of: file, task.open(), at: progress.state))
      } else {
        let decided = progress.step == 0 ? "none is" : "steps 0 to \(progress.step - 1) are"
        throw CommandFailure(.usage, "Step \(step) of \(reference) is not decided; \(decided).")
      }
    } else if contested {
      try file.forEachDecision(contestedOnly: true) { decision in
        try show(StepView(decision, samples: []))
      }
    }
  }

  /// A step that was given up for now, its replies read again.
  private func undecided<Task: ToolTask>(
    _ step: Int, of file: RunFile, _ task: Task, at record: [UInt8]?
  ) throws -> String {
    let state = try task.state(recorded: record, in: file.path)
    let view = try StepView(undecided: step, samples: file.openSamples()) { reply throws(Flagged) in
      try task.answer(in: reply, at: state)
    }
    if let trouble = task.trouble { throw trouble }
    return try output.json ? JSONLine.of(view) : view.text
  }
}

/// How a run was set up.
struct ShownConfiguration: Encodable {
  let task: String
  let parameters: [String: String]
  let model: String
  let voting: [String: String]
  let fingerprint: String?
  let makerVersion: String

  init(_ file: RunFile) {
    let description = file.description
    task = description.task
    parameters = description.parameters
    model = description.model
    voting = description.voting
    fingerprint = file.identity?.fingerprint
    makerVersion = description.makerVersion
  }

  private enum CodingKeys: String, CodingKey {
    case task, parameters, model, voting, fingerprint
    case makerVersion = "maker_version"
  }

  var text: String {
    let pairs = { (facts: [String: String]) in
      PlainText.of(facts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
    }
    return """
      task       \(PlainText.of(task)): \(pairs(parameters))
      model      \(PlainText.of(model))
      voting     \(pairs(voting))
      identity   \(fingerprint ?? "not begun"), made by maker \(PlainText.of(makerVersion))
      """
  }
}

/// What `show --json` ends with: the report of the run with its configuration.
private struct ShownRun: Encodable {
  let report: RunReport
  let configuration: ShownConfiguration

  private enum CodingKeys: String, CodingKey { case configuration }

  func encode(to encoder: any Encoder) throws {
    try report.encode(to: encoder)
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(configuration, forKey: .configuration)
  }
}
