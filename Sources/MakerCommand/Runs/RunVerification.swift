import Maker
import MakerJournal

/// What an audit of a run file found.
struct RunVerification {
  /// The first thing that does not hold; nil when everything does. An unfinished run is verified as far as it goes.
  let problem: String?
  /// The step of that problem, where its answer is wrong; nil for any other problem.
  let wrongStep: Int?
  /// Whether answers were compared with right ones.
  let knowsTruth: Bool
  /// What became of the records of a map, and how its files compare; nil for any other run, and where nobody looked.
  var review: MapReview?

  /// Recomputes every decision of a run from its recorded votes and checks every answer.
  ///
  /// - Parameters:
  ///   - file: The run file.
  ///   - progress: How far to go: a run may be going on while it is verified.
  ///   - task: Its task, where that is open; nil to open it.
  ///   - comparesFiles: Whether to look at what a map has written.
  /// - Throws: A failure when the file is damaged.
  init(
    of file: RunFile, upTo progress: RunFileProgress, _ task: (any ToolTask)? = nil,
    comparesFiles: Bool = false
  ) throws(CommandFailure) {
    switch try TaskSettings.recorded(file.description, path: file.path) {
    case .durable(let name):
      let problem = try Self.finding(file, of: DurableChain(name: name), upTo: progress)
      self = RunVerification(problem, knowsTruth: false)
      return
    case .solve(let settings):
      var problem = try Self.finding(file, of: DurableChain(name: settings.name), upTo: progress)
      if problem == nil { problem = try settings.finding(file) }
      self = RunVerification(problem, knowsTruth: false)
      return
    case .hanoi, .program, .records: break
    }
    let settings = try RunSettings(file.description, path: file.path)
    let opened: any ToolTask = if let task { task } else { try settings.task.open() }
    self = try Self.finding(file, settings, opened, upTo: progress)
    if comparesFiles, problem == nil, let map = opened as? MapTask {
      review = try MapReview(of: file, map.records, map.files, upTo: progress.step, comparesFiles: true)
    }
  }

  private init(_ problem: String?, wrongStep: Int? = nil, knowsTruth: Bool) {
    (self.problem, self.wrongStep, self.knowsTruth) = (problem, wrongStep, knowsTruth)
  }

  private static func finding<Task: ToolTask>(
    _ file: RunFile, _ settings: RunSettings, _ task: Task, upTo progress: RunFileProgress
  ) throws(CommandFailure) -> RunVerification {
    var audit: Audit<Task>
    do throws(JournalError) {
      audit = task.audit(k: settings.k, leads: try file.leads())
      try file.check()
      try audit.check(file, upTo: progress)
    } catch {
      throw CommandFailure(error)
    }
    let foreign = foreignFacts(file, settings, task)
    let knowsTruth = audit.knowsTruth || task.knowsTruth
    let told = try audit.knowsTruth ? nil : task.firstWrongStep(of: file, upTo: progress)
    // What a program that failed said from then on is no finding.
    if let trouble = task.trouble { throw trouble }
    if let problem = foreign ?? audit.firstProblem?.description {
      let isWrong = foreign == nil && audit.firstProblem?.step == audit.firstWrongStep
      return RunVerification(
        problem, wrongStep: isWrong ? audit.firstWrongStep : nil, knowsTruth: knowsTruth)
    }
    if let told {
      return RunVerification("Step \(told) was decided wrong.", wrongStep: told, knowsTruth: true)
    }
    let isWhole = settings.voting || audit.checked == task.stepCount
    return RunVerification(
      isWhole ? nil : "Without voting, the run was lost at step \(audit.checked).", knowsTruth: knowsTruth)
  }

  /// What does not hold of a run of durable code. Which code that was, only the code can tell.
  private static func finding(
    _ file: RunFile, of chain: DurableChain, upTo progress: RunFileProgress
  ) throws(CommandFailure) -> String? {
    var audit = Audit(durable: chain)
    do throws(JournalError) {
      try file.check()
      try audit.check(file, upTo: progress)
    } catch {
      throw CommandFailure(error)
    }
    if let problem = audit.firstProblem?.description { return problem }
    guard let recorded = file.identity, recorded.facts["task.name"] != chain.name else { return nil }
    return "The file was begun as another run: its name was \(recorded.facts["task.name"] ?? "not set")."
  }

  /// Whether what the file says of its run is not what the run began with.
  private static func foreignFacts<Task: ToolTask>(
    _ file: RunFile, _ settings: RunSettings, _ task: Task
  ) -> String? {
    guard file.description.steps == task.stepCount else {
      return "The file says \(file.description.steps) steps, and the task has \(task.stepCount)."
    }
    guard let changes = changes(of: file, settings, task), !changes.isEmpty else { return nil }
    return "The file was begun as another run: \(task.words(for: changes))."
  }

  /// What is not as it was when the run began; nil for a run that has not begun.
  static func changes(
    of file: RunFile, _ settings: RunSettings, _ task: some ToolTask
  ) -> [RunIdentity.Change]? {
    file.identity.map { recorded in
      Run(task, decider: settings.decider(of: recorded, for: task)).identity.changes(since: recorded)
    }
  }
}
