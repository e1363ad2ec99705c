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
        maker show latest --record 17      # of a map: the record, prompt, ballot, replies, and the row it became
        maker show latest --wrong          # of a map with --label-column: records decided otherwise
        maker show latest --tree           # of `maker solve`: the problems, proposals, votes and what they took

      Records are counted from 1, as in the rejects; steps from 0. Of a map --contested lists the records with the smallest \
      lead first, and of any other run all contested steps in their order, with --most those with the smallest lead first.
      """)

  @Argument(help: RunFolder.argumentHelp)
  var reference: String
  @Option(parsing: .unconditional, help: "Show this step, counted from 0.")
  var step: Int?
  @Option(parsing: .unconditional, help: "Of a map, show this record, counted from 1.")
  var record: Int?
  @Option(help: "With --record, show this agent alone (default: all agents of the record).")
  var agent: String?
  @Flag(help: "Show contested steps, or the most contested records of a map.")
  var contested = false
  @Flag(help: "Show what was decided otherwise than the right answer, where that is known.")
  var wrong = false
  @Flag(help: "Of a run of a solver, show the tree of its problems.")
  var tree = false
  @Option(help: "With --tree, of a set of problems show the one of this id (default: the first).")
  var problem: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "With --contested or --wrong, at most so many (default: 20 records of a map; all steps of any other run).",
      valueName: "count"))
  var most: Int?
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try require(step.map { $0 >= 0 } ?? true, "--step is counted from 0.")
    try require(record.map { $0 >= 1 } ?? true, "--record is counted from 1.")
    try require(most.map { 1...1_000_000_000 ~= $0 } ?? true, "--most must be from 1 to 1000000000.")
    try require(agent == nil || record != nil, "--agent goes with --record.")
    try require(most == nil || contested || wrong, "--most goes with --contested or --wrong.")
    try require(problem == nil || tree, "--problem goes with --tree.")
    let chosen = [step != nil, record != nil, contested, wrong, tree].count(where: \.self)
    try require(chosen <= 1, "Choose one of --step, --record, --contested, --wrong and --tree.")
  }

  /// Whether the run itself is shown, not a part of it.
  private var isOfRun: Bool { step == nil && record == nil && !contested && !wrong && !tree }

  func run() throws {
    let path = try RunFolder.path(of: reference)
    let file = try opened(path)
    var report = try RunReport(path: path)
    // A part alone is shown to a person without the report.
    if isOfRun || output.json, let records = report.map {
      report.records = try Self.figures(file, records, isWhole: isOfRun)
    }
    var out = StandardOutput()
    if isOfRun, !output.json {
      try out.line(ShownConfiguration(file).text)
    }
    do {
      let task = try TaskSettings.recorded(file.description, path: file.path)
      let map = report.map.map { MapShow(file, $0, isJSON: output.json) }
      if tree {
        try TreeShow(file, isJSON: output.json).show(problem) { try out.line($0) }
      } else if try !shown(of: map, { try out.line($0) }) {
        try lines(of: file, task, as: task.kind) { try out.line($0) }
      }
    } catch {
      // What could still be read is shown.
      try out.flush()
      throw CommandFailure.ofReading(error)
    }
    if output.json {
      try out.line(JSONLine.of(ShownRun(report: report, configuration: ShownConfiguration(file))))
    } else if isOfRun {
      try out.line(report.text)
    }
    try out.flush()
  }

  /// What became of the records of a map. Right answers are only looked at where they are asked for.
  private static func figures(
    _ file: RunFile, _ records: MapRecords, isWhole: Bool
  ) throws(CommandFailure) -> MapFigures {
    let end: Int
    do throws(JournalError) { end = try file.progress().step } catch { throw CommandFailure(error) }
    if isWhole, !records.files.labels.isEmpty {
      do throws(CommandFailure) {
        return try MapReview(
          of: file, records.open(), records.files, upTo: end, comparesFiles: false
        ).figures
      } catch {
        StandardError.line("maker: right answers are not shown: \(error.message ?? "")")
      }
    }
    return try MapReview(of: file, records, upTo: end).figures
  }

  /// Shows what is asked for of a map; false for any other run, and for a map as a whole.
  private func shown(of map: MapShow?, _ print: (String) throws -> Void) throws -> Bool {
    guard let map else {
      guard record == nil else {
        throw CommandFailure(.usage, "\(reference) is no map and has steps, not records; give --step.")
      }
      return false
    }
    if let record {
      try map.show(map.steps(of: record, agent: agent), print)
    } else if let step {
      try map.show([step], print)
    } else if contested {
      try map.showContested(most, print)
    } else if wrong {
      try map.showWrong(most, print)
    } else {
      return false
    }
    return true
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
      guard let most else {
        return try file.forEachDecision(contestedOnly: true) { try show(StepView($0, samples: [])) }
      }
      var contests = MostContested(most)
      try file.forEachDecision(contestedOnly: true) { contests.enter($0) }
      for contest in contests.inOrder {
        if let decision = try file.decision(at: contest.step) { try show(StepView(decision, samples: [])) }
      }
    } else if wrong {
      try printWrong(of: file, task.open(), show)
    }
  }

  /// The steps that were decided otherwise than the right answer, in their order.
  private func printWrong<Task: ToolTask, Answer: Recordable>(
    of file: RunFile, _ task: Task, _ show: (StepView<Answer>) throws -> Void
  ) throws {
    var count = 0
    do {
      try task.forEachWrong(of: file, upTo: file.progress().step) { decision, right in
        count += 1
        guard count <= most ?? .max else { return }
        try show(StepView(decision, samples: [], expected: JSONText(right.json)))
      }
    } catch is TruthUnknown {
      throw CommandFailure(.usage, "Nobody knows which answers of \(reference) are right.")
    }
    if count == 0, !output.json { StandardError.line("maker: no decided answer is wrong") }
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
