import Maker
import MakerJournal

/// How a session of a run ended.
enum RunEnding: Sendable {
  case done
  /// All steps that there may be are decided, and the task is not done.
  case usedUp(steps: Int)
  /// Before a step was decided, or before a decision of a solver with this key.
  case stopped(RunError, key: String? = nil)
  /// Everything that was asked is decided, and the votes did not come to a result.
  case unsolved
  /// Without voting: the first wrong or unreadable reply.
  case lost(step: Int, how: String)

  /// As the ledger of the run file keeps it.
  var outcome: RunSession.Outcome {
    switch self {
    case .done: .done
    case .usedUp: .stopped
    case .unsolved: .done
    case .stopped: .stopped
    case .lost: .failed
    }
  }

  /// Without voting a reply that cannot be read loses the run as well: nobody else was asked.
  static func withoutVoting(_ error: RunError) -> RunEnding {
    guard case .step(let step) = error.reason, case .limit = step.reason else { return .stopped(error) }
    let flag = step.samples.compactMap(\.flag).first
    return .lost(step: step.step, how: "its reply cannot be read (\(flag?.description ?? "no reply"))")
  }

  /// The failure of the command that follows; nil when the run is done.
  func failure(path: String) -> CommandFailure? {
    switch self {
    case .done: return nil
    case .usedUp(let steps):
      return CommandFailure(
        .failed,
        "All \(Figures.count(steps)) steps that the program allows are decided, and it is not done. Everything decided is in "
          + "\(path); a program with a larger max_steps is another run.")
    case .unsolved:
      return CommandFailure(
        .failed,
        "The problem is not solved: the votes did not come to a result. See where with `maker show \(path) --tree`; more "
          + "candidates, other agents or a better model make a new run.")
    case .lost(let step, let how):
      return CommandFailure(
        .failed, "Without voting the run is lost at step \(Figures.count(step)): \(how).")
    case .stopped(let error, let key):
      let text = error.description(ofKey: key)
      let resume = "Everything decided is recorded; go on with `maker resume \(path)`"
      if let cap = error.reachedCap {
        return CommandFailure(.resumable, "\(text) \(resume) and \(Self.remedy(cap)).")
      }
      switch error.reason {
      case .journal(let journal): return CommandFailure(journal)
      case .cap, .nothingToRule: return CommandFailure(.failed, text)
      case .step(let step):
        let ways =
          key == nil
          ? "and a higher limit (of records: a higher --max-rejects), look at it with `maker show \(path) --step \(step.step)`, "
            + "or decide it yourself with `maker decide \(path) --step \(step.step)`"
          : "and a higher --max-samples, or look at it with `maker show \(path) --tree`"
        return Self.failure(step, text, resume: resume, ways: ways)
      }
    }
  }

  private static func failure(
    _ step: StepFailure, _ text: String, resume: String, ways: String
  ) -> CommandFailure {
    switch step.reason {
    case .cancelled: CommandFailure(.interrupted, "\(text) \(resume).")
    case .model, .cap: CommandFailure(.resumable, "\(text) \(resume).")
    case .limit: CommandFailure(.resumable, "\(text)\n\(UndecidedStep(step).text)\n\(resume) \(ways).")
    }
  }

  /// What lets a run go on behind a cap.
  static func remedy(_ cap: ReachedCap) -> String {
    switch cap {
    case .cost: "a higher --max-cost"
    case .tokens: "a higher --max-tokens"
    case .time: "a higher --max-time"
    case .steps: "a higher --max-steps"
    case .samples: "a higher --max-run-samples"
    case .unmetered: "without the cap on cost or tokens, if you can watch the spending elsewhere"
    case .unpriced(let model): "the price of \(model) in maker.yaml"
    }
  }
}
