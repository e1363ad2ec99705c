/// Why a program did not answer, after it was started again as often as it may.
public struct ProgramFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// What went wrong.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// It could not be started: it or its folder is not there, or it may not be run.
    case notStarted = "not_started"
    /// It ended by itself.
    case exited
    /// A signal ended it.
    case killed
    /// It did not answer in time.
    case timedOut = "timed_out"
    /// It wrote a line that is no reply to what it was asked.
    case garbage
    /// It wrote a longer line than it may.
    case flooded
    /// It wrote something that it was not asked for.
    case unasked
    /// It closed its standard input and went on.
    case closedInput = "closed_input"
    /// It closed its standard output and went on.
    case closedOutput = "closed_output"
    /// It says that it cannot go on, and why. It is not started again for that.
    case declined
    /// It speaks another version of the protocol.
    case unsupported
    /// It is another task than it was before it was started again.
    case changed
    /// It was asked for something that it said it does not know.
    case notOffered = "not_offered"
  }

  /// What went wrong.
  public let kind: Kind
  /// One sentence: what happened, when, and the remedy.
  public let message: String

  init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  /// The message.
  public var description: String { message }

  /// Whether the program may do better when it is started again and asked the same.
  var isWorthRestart: Bool {
    switch kind {
    case .exited, .killed, .timedOut, .garbage, .flooded, .unasked, .closedInput, .closedOutput: true
    case .notStarted, .declined, .unsupported, .changed, .notOffered: false
    }
  }
}

extension ProgramFailure {
  /// The failure to start a program at all.
  init(_ failure: SystemFailure, starting command: ProgramCommand) {
    self.init(
      .notStarted,
      "The program \"\(command)\" cannot be started in \(command.folder): \(failure.reason). Its first word must be "
        + "an executable file, found in PATH or by its path from that folder.")
  }

  /// What broke a conversation off.
  init(
    _ breakdown: Breakdown, of command: ProgramCommand, _ limits: ProgramLimits,
    asking request: ProgramRequest,
    last: String?
  ) {
    let (kind, what, remedy): (Kind, String, String) =
      switch breakdown {
      case .ended(.exited(let code)): (.exited, "exited with code \(code)", "Mend it")
      case .ended(.killed(let signal)): (.killed, "was ended by signal \(signal)", "Find out who ended it")
      case .timedOut:
        (
          .timedOut, "did not answer within \(limits.timePerRequest / .seconds(1)) s",
          "Mend it, or raise its time limit; it must flush its output after every line"
        )
      case .flooded:
        (.flooded, "wrote a line of more than \(limits.replyBytes) bytes", "Mend it: an answer is shorter")
      case .unasked:
        (.unasked, "wrote more than the one line of its answer", "Mend it; messages go to standard error")
      case .closedInput:
        (.closedInput, "closed its standard input and went on", "Mend it: it is asked more there")
      case .closedOutput:
        (.closedOutput, "closed its standard output and went on", "Mend it: it answers there")
      }
    let words = last.map { "; it last said: \($0.prefix(200))" } ?? ""
    self.init(
      kind, "The program \"\(command)\" \(what) when it was asked \(request.words)\(words). \(remedy).")
  }

  /// A line that is no reply.
  init(_ mistake: ReplyMistake, of command: ProgramCommand, asking request: ProgramRequest) {
    let when = "when it was asked \(request.words)"
    if mistake.isDeclined {
      self.init(.declined, "The program \"\(command)\" cannot go on, it says \(when): \(mistake.reason)")
    } else if mistake.isUnsupported {
      self.init(
        .unsupported, "The program \"\(command)\" cannot be used: \(mistake.reason). Update one of them.")
    } else {
      self.init(
        .garbage,
        "The program \"\(command)\" wrote no reply \(when): \(mistake.reason). Mend it; docs/program-protocol.md "
          + "lists the replies.")
    }
  }

  /// The same failure of a program that was started again in vain.
  func after(restarts: Int) -> ProgramFailure {
    let times = restarts == 1 ? "once" : "\(restarts) times"
    return ProgramFailure(kind, "\(message) It was started again \(times), in vain.")
  }
}
