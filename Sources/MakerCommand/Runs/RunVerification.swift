import Maker
import MakerJournal
import MakerTasks

/// What an audit of a run file found.
struct RunVerification {
  /// Whether everything that is recorded holds. An unfinished run is verified as far as it goes.
  let verified: Bool
  /// Decisions whose answer is not the right one.
  let wrong: Int
  /// The first thing that does not hold.
  let problem: String?

  /// Recomputes every decision of a run file from its recorded votes and checks every answer.
  static func of(_ path: String) throws(CommandFailure) -> RunVerification {
    let file = try opened(path)
    let settings = try RunSettings(file.description, path: path)
    var audit = Audit(verifying: try settings.task(), k: settings.k)
    do {
      try file.check()
      let progress = try file.progress()
      // A run may be going on while it is verified: what it decides meanwhile is left out.
      try file.forEachDecision(to: progress.step) { audit.check($0) }
      audit.conclude(with: progress)
    } catch let error as JournalError {
      throw CommandFailure(error)
    } catch {
      throw CommandFailure(.failed, "\(error)")
    }
    var problem = audit.firstProblem?.description
    if !settings.voting, problem == nil, audit.checked < file.description.steps {
      problem = "Without voting, the run was lost at step \(audit.checked)."
    }
    return RunVerification(verified: problem == nil, wrong: audit.wrong, problem: problem)
  }
}
