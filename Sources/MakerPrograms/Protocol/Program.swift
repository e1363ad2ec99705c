package import Maker
import Synchronization

/// Something that happened to a program and that a person may want to see.
public enum ProgramEvent: Sendable {
  /// It wrote a line to its standard error; may hold control characters.
  case message(String)
  /// It failed, and is started again to be asked the same.
  case restart(ProgramFailure)
}

/// A program of the user's, started once and kept, that is asked one thing at a time in lines of JSON.
///
/// A request carries all that is needed to answer it, so a program that fails is started again and asked the same,
/// and a run goes on from its last recorded state. What it is asked and may answer is in docs/program-protocol.md.
///
/// Calls are synchronous, since the calls of a chain task are: the calling thread waits in `poll` until the answer
/// is there or the time is up, and other callers wait for it. A cancelled task waits as long. Programs answer in
/// microseconds to milliseconds; one that takes seconds holds up one thread of the pool for them.
public final class Program: Sendable {
  /// How it is started.
  public let command: ProgramCommand
  /// What it may take and write.
  public let limits: ProgramLimits
  /// What it says of itself.
  public let offer: ProgramOffer
  private let session: Mutex<ProgramSession<ProgramOffer>>

  /// Starts a program and asks it what it is.
  ///
  /// - Parameters:
  ///   - command: How it is started.
  ///   - limits: What it may take and write.
  ///   - event: Is told what it says on standard error and when it is started again, during a call; it must not
  ///     ask the program anything itself.
  /// - Throws: ``ProgramFailure``.
  public init(
    _ command: ProgramCommand, limits: ProgramLimits = ProgramLimits(),
    event: @escaping @Sendable (ProgramEvent) -> Void = { _ in }
  ) throws(ProgramFailure) {
    self.command = command
    self.limits = limits
    var session = ProgramSession<ProgramOffer>(command: command, limits: limits, event: event)
    offer = try session.start()
    self.session = Mutex(session)
  }

  deinit { close() }

  /// Ends the program: its input ends, and if it does not end by itself in time, it is ended with all that
  /// it started. A later request starts it again.
  public func close() {
    session.withLock { $0.hangUp(isPolite: true) }
  }

  /// The number of its process; nil while it has none.
  package var processIdentifier: Int32? { session.withLock { $0.processIdentifier } }

  /// What is to be asked at a state.
  ///
  /// - Throws: ``ProgramFailure``.
  package func question(at state: ProgramState) throws(ProgramFailure) -> ProgramQuestion {
    try ask(.prompt(state)) { reply throws(ReplyMistake) in try reply.question() }
  }

  /// The answer in a reply, or why it may not vote.
  ///
  /// - Throws: ``ProgramFailure``.
  package func reading(
    of reply: String, at state: ProgramState
  ) throws(ProgramFailure) -> Result<ProgramAnswer, Flagged> {
    try ask(.read(state, reply: reply)) { reply throws(ReplyMistake) in try reply.reading() }
  }

  /// The state that an answer leads to.
  ///
  /// - Throws: ``ProgramFailure``.
  package func next(after state: ProgramState, _ answer: ProgramAnswer) throws(ProgramFailure) -> ProgramState
  {
    let offer = offer
    return try ask(.next(state, answer)) { reply throws(ReplyMistake) in try reply.next(after: state, offer) }
  }

  /// The right answer at a state.
  ///
  /// - Throws: ``ProgramFailure``.
  package func truth(at state: ProgramState) throws(ProgramFailure) -> ProgramAnswer {
    guard offer.knowsTruth else { throw lacks("truth", "right answers") }
    return try ask(.truth(state)) { reply throws(ReplyMistake) in try reply.truth() }
  }

  /// A step to measure a model at, and its right answer where the program gives it.
  ///
  /// - Throws: ``ProgramFailure``.
  package func randomStep(
    _ number: Int, seed: Int
  ) throws(ProgramFailure) -> (state: ProgramState, right: ProgramAnswer?) {
    guard offer.hasRandomSteps else { throw lacks("random", "random steps") }
    let offer = offer
    return try ask(.random(number: number, seed: seed)) { reply throws(ReplyMistake) in
      try reply.randomStep(offer)
    }
  }

  private func lacks(_ word: String, _ what: String) -> ProgramFailure {
    ProgramFailure(
      .notOffered,
      "The program \"\(command)\" has no \(what); let it answer \"\(word)\", and say so in its reply to \"start\"."
    )
  }

  private func ask<Reply: Sendable>(
    _ request: ProgramRequest, read: (ProgramReply) throws(ReplyMistake) -> Reply
  ) throws(ProgramFailure) -> Reply {
    try session.withLock { session throws(ProgramFailure) in try session.ask(request, read: read) }
  }
}
