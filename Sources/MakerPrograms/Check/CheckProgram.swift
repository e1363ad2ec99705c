public import Maker
import Synchronization

/// A program of the user's that looks at what others read out of replies: it flags what must not vote, and says
/// which answers are one vote. The rest of its life is that of a ``Program``; docs/program-protocol.md describes
/// what it is asked.
public final class CheckProgram: Sendable {
  /// What it says of itself.
  struct Offer: Greeting {
    let name: String
    let version: String
    let identity: [String: String]

    init(_ reply: ProgramReply) throws(ReplyMistake) {
      try reply.expectVersion()
      try reply.expect(only: "maker", "name", "version", "identity")
      name = try reply.name("name")
      version = try reply.name("version")
      identity = try reply.facts("identity")
    }
  }

  /// How it is started.
  public let command: ProgramCommand
  private let offer: Offer
  private let session: Mutex<ProgramSession<Offer>>
  private let firstFailure = Mutex<ProgramFailure?>(nil)

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
    var session = ProgramSession<Offer>(command: command, limits: limits, event: event)
    offer = try session.start()
    self.session = Mutex(session)
  }

  deinit { close() }

  /// Ends the program, as ``Program/close()`` does.
  public func close() {
    session.withLock { $0.hangUp(isPolite: true) }
  }

  /// Every fact that, when changed, makes it another check: its name, its version and what else it names.
  public var identity: [String: String] {
    var facts = ["name": offer.name, "version": offer.version]
    for (name, value) in offer.identity { facts["own.\(name)"] = value }
    return facts
  }

  /// Why it failed the first time; nil as long as it works.
  public var failure: ProgramFailure? { firstFailure.withLock { $0 } }

  /// Looks at an answer before it votes.
  ///
  /// - Parameters:
  ///   - answer: What was read out of the reply, as JSON.
  ///   - reply: The model's text, whole and untouched.
  ///   - record: What was asked about, as one JSON value; `null` for nothing.
  /// - Throws: What the program flags. When it fails, a finding of kind `program_failed`, which must not be
  ///   recorded: see ``ProgramGuard``.
  public func check(_ answer: ProgramAnswer, in reply: String, record: ProgramAnswer) throws(Flagged) {
    let request = ProgramRequest.check(record: record.record, reply: reply, answer: answer)
    let finding = try ask(request) { reply throws(ReplyMistake) in try reply.check() }
    if let finding { throw finding }
  }

  /// What an answer votes for: answers with equal votes are one.
  ///
  /// - Parameter answer: What was read out of a reply, as JSON.
  /// - Returns: The vote, any JSON value.
  /// - Throws: When it fails, a finding of kind `program_failed`, which must not be recorded: see ``ProgramGuard``.
  public func vote(for answer: ProgramAnswer) throws(Flagged) -> ProgramAnswer {
    try ask(.vote(answer)) { reply throws(ReplyMistake) in try reply.vote() }
  }

  private func ask<Reply: Sendable>(
    _ request: ProgramRequest, read: (ProgramReply) throws(ReplyMistake) -> Reply
  ) throws(Flagged) -> Reply {
    if let failure { throw Flagged(.programFailed, failure.message) }
    do throws(ProgramFailure) {
      return try session.withLock { session throws(ProgramFailure) in try session.ask(request, read: read) }
    } catch {
      firstFailure.withLock { if $0 == nil { $0 = error } }
      throw Flagged(.programFailed, error.message)
    }
  }
}
