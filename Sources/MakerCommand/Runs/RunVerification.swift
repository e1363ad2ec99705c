import Maker
import MakerJournal
import MakerTasks

/// What an audit of a run file found.
struct RunVerification {
  /// The first thing that does not hold; nil when everything does. An unfinished run is verified as far as it goes.
  let problem: String?
  /// The step of that problem, where its answer is wrong; nil for any other problem.
  let wrongStep: Int?

  /// Recomputes every decision of a run from its recorded votes and checks every answer.
  ///
  /// - Parameters:
  ///   - file: The run file.
  ///   - progress: How far to go: a run may be going on while it is verified.
  /// - Throws: A failure when the file is damaged.
  init(of file: RunFile, upTo progress: RunFileProgress) throws(CommandFailure) {
    let settings = try RunSettings(file.description, path: file.path)
    let task = try settings.task()
    var audit: Audit<TowersOfHanoi>
    do throws(JournalError) {
      audit = Audit(verifying: task, k: settings.k, leads: try file.leads())
      try file.check()
      try audit.check(file, upTo: progress)
    } catch {
      throw CommandFailure(error)
    }
    let foreign = Self.foreignFacts(file, settings, task)
    problem =
      foreign ?? audit.firstProblem?.description
      ?? (settings.voting || audit.checked == task.stepCount
        ? nil : "Without voting, the run was lost at step \(audit.checked).")
    let isWrong = foreign == nil && audit.firstProblem?.step == audit.firstWrongStep
    wrongStep = isWrong ? audit.firstWrongStep : nil
  }

  /// Whether what the file says of its run is not what the run began with.
  private static func foreignFacts(
    _ file: RunFile, _ settings: RunSettings, _ task: TowersOfHanoi
  ) -> String? {
    guard file.description.steps == task.stepCount else {
      return "The file says \(file.description.steps) steps, and the task has \(task.stepCount)."
    }
    guard let recorded = file.identity else { return nil }
    let changes = Run(task, decider: settings.decider(of: recorded)).identity.changes(since: recorded)
    return changes.isEmpty
      ? nil : "The file was begun as another run: \(changes.map(\.description).joined(separator: "; "))."
  }
}
