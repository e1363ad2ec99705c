/// Why durable code did not get an answer. A recorded run can be taken up again.
public struct DurableError: Error, Sendable, CustomStringConvertible {
  /// What happened.
  public enum Reason: Sendable {
    /// The decision did not come about: a limit was reached, a cap, the model failed, the task was cancelled.
    case step(StepFailure)
    /// A cap was reached before the decision was begun.
    case cap(ReachedCap)
    /// The journal could not be opened, read or written.
    case journal(JournalError)
    /// The key cannot be one, for this reason.
    case badKey(String)
    /// The question cannot be asked, for this reason: an input without a field that the prompt names.
    case badQuestion(String)
    /// The key was asked for before in this run.
    case repeated
    /// Another decision of the scope is being made at the same time.
    case busy(with: String)
    /// The decision before it in the scope did not come about, so nothing in the scope can follow.
    case stopped(at: String)
    /// Another key is recorded at this place of the scope.
    case otherKey(expected: String, place: Int)
    /// The key is recorded with another prompt: its input or its wording has changed.
    case otherPrompt(expected: String, came: String, asked: String)
    /// The key is recorded with another way to read replies or to vote.
    case otherReader(expected: String, came: String)
    /// The recorded answer cannot be read as the answer that is asked for.
    case unreadable(MalformedRecord)
    /// The code came to its end, and recorded decisions were not asked for, so many in all; the key is the first.
    case unasked(count: Int, place: Int)
    /// The run is finished, and a further decision is asked for.
    case finished
  }

  /// What happened.
  public let reason: Reason
  /// The whole key that it happened at; empty when it was none.
  public let key: String

  /// Makes an error.
  package init(_ reason: Reason, key: String) { (self.reason, self.key) = (reason, key) }

  /// Whether the decision did not come about because its task was cancelled.
  public var isCancellation: Bool {
    if case .step(let failure) = reason, case .cancelled = failure.reason { true } else { false }
  }

  /// The cap that was reached; nil when it was something else.
  public var reachedCap: ReachedCap? {
    switch reason {
    case .cap(let cap): cap
    case .step(let failure): if case .cap(let cap) = failure.reason { cap } else { nil }
    default: nil
    }
  }

  /// Whether the code is not the one that the run was recorded with, or its inputs are not.
  public var isOtherCode: Bool {
    switch reason {
    case .otherKey, .otherPrompt, .otherReader, .unreadable, .unasked, .finished: true
    case .step, .cap, .journal, .badKey, .badQuestion, .repeated, .busy, .stopped: false
    }
  }

  /// What happened, where, and the remedy.
  public var description: String {
    switch reason {
    case .journal(let error): error.message
    case .cap(let cap): "Stopped before \"\(key)\" was decided: \(cap)."
    case .step(let failure): Self.text(of: failure.reason, key)
    case .badKey(let problem): "\"\(key)\" cannot be the key of a decision: \(problem)."
    case .badQuestion(let problem): "\"\(key)\" cannot be asked: \(problem)."
    case .repeated: "\"\(key)\" is asked for twice in this run. Give each decision a key of its own."
    case .busy(let other) where key.isEmpty:
      "The code came to its end while \"\(other)\" is being decided. Wait for every decision that was asked for."
    case .stopped(let other) where key.isEmpty:
      "The code came to its end without \"\(other)\", which was not decided. Let its error end the code, or poll it where "
        + "undecided is an answer too."
    case .busy(let other):
      "\"\(key)\" is asked for while \"\(other)\" is being decided. The decisions of a scope are made one after another: "
        + "give each branch that runs at the same time a scope of its own."
    case .stopped(let other):
      "\"\(key)\" is asked for after \"\(other)\", which was not decided. Ask for that one again, or poll it where "
        + "undecided is an answer too."
    case .otherKey, .otherPrompt, .otherReader, .unreadable, .unasked, .finished:
      "\(difference) Run the code as it was, or start a new run."
    }
  }

  /// What differs from the record.
  private var difference: String {
    switch reason {
    case .otherKey(let expected, let place):
      "Expected \"\(expected)\" (\(Self.place(place, expected))), came \"\(key)\": the code asks in another order."
    case .otherPrompt(let expected, let came, let asked):
      "\"\(key)\" is recorded with another prompt: expected one of digest \(expected), came \(came), \"\(asked)\". "
        + "Its input has changed, or its wording."
    case .otherReader(let expected, let came):
      "\"\(key)\" is recorded with another agent or other rules: expected digest \(expected), came \(came)."
    case .unreadable(let error): "The recorded answer of \"\(key)\" cannot be read: \(error)."
    case .unasked(let count, let place):
      "Expected \"\(key)\" (\(Self.place(place, key))), came the end: of the recorded decisions, \(count) "
        + "\(count == 1 ? "was" : "were") not asked for."
    default: "Expected the end, for the run is finished, came \"\(key)\"."
    }
  }

  private static func place(_ place: Int, _ key: String) -> String {
    let scope = DurableKey(path: key).scope
    return "decision \(place + 1)" + (scope.isEmpty ? "" : " of scope \"\(scope)\"")
  }

  private static func text(of reason: StepFailure.Reason, _ key: String) -> String {
    switch reason {
    case .cap(let cap): "Stopped before \"\(key)\" was decided: \(cap)."
    case .limit(let limit):
      "\"\(key)\" is undecided: \(limit). What was paid for is kept; run the code again with a higher limit, or poll "
        + "it where undecided is an answer too."
    case .model(let error): "\"\(key)\" got no reply: \(error.message)"
    case .cancelled: "Stopped before \"\(key)\" was decided."
    }
  }
}
