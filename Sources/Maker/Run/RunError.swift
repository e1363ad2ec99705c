/// Why a run ended before its last step, and how far it got. A recorded run can be resumed.
public struct RunError: Error, Sendable, CustomStringConvertible {
  /// What ended the run.
  public enum Reason: Sendable {
    /// A step was not decided: a limit was reached, the model failed, the task was cancelled.
    case step(StepFailure)
    /// A cap was reached before the next step.
    case cap(ReachedCap)
    /// A person's answer was given, and every step is decided already.
    case nothingToRule
    /// The journal could not be opened or written.
    case journal(JournalError)
  }

  /// What ended the run.
  public let reason: Reason
  /// How far it got.
  public let summary: RunSummary

  /// Makes an error of a run that got so far.
  package init(_ reason: Reason, _ summary: RunSummary) {
    self.reason = reason
    self.summary = summary
  }

  /// Whether the run ended because its task was cancelled.
  public var isCancellation: Bool {
    if case .step(let failure) = reason, case .cancelled = failure.reason { true } else { false }
  }

  /// The cap that ended the run; nil when it was something else.
  public var reachedCap: ReachedCap? {
    switch reason {
    case .cap(let cap): cap
    case .step(let failure): if case .cap(let cap) = failure.reason { cap } else { nil }
    case .nothingToRule, .journal: nil
    }
  }

  /// One sentence: which step, and why it was not decided.
  public var description: String { description(ofKey: nil) }

  /// The same of a decision that has a key and no place among steps; nil for a step.
  package func description(ofKey key: String?) -> String {
    switch reason {
    case .journal(let error): return error.message
    case .nothingToRule: return "Every step is decided."
    case .cap(let cap):
      return
        "Stopped before \(key.map { "\"\($0)\" was decided" } ?? "step \(summary.tally.decided)"): \(cap)."
    case .step(let failure):
      let name = key.map { "\"\($0)\"" } ?? "step \(failure.step)"
      let subject = key == nil ? "Step \(failure.step)" : name
      return switch failure.reason {
      case .cap(let cap): "Stopped before \(name) was decided: \(cap)."
      case .limit(let limit): "\(subject) is undecided: \(limit)."
      case .model(let error): "\(subject) got no reply: \(error.message)"
      case .cancelled: "Stopped before \(name) was decided."
      }
    }
  }
}
