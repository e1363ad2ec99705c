/// What a program says of itself when it starts.
protocol Greeting: Hashable, Sendable {
  var name: String { get }
  var version: String { get }

  /// Reads the reply to `start`.
  init(_ reply: ProgramReply) throws(ReplyMistake)
}

/// The processes of one program, one after another, and the rules by which a new one is started.
struct ProgramSession<Offer: Greeting>: Sendable {
  let command: ProgramCommand
  let limits: ProgramLimits
  let event: @Sendable (ProgramEvent) -> Void
  private var conversation: Conversation?
  private var offer: Offer?
  private var id = 0

  init(
    command: ProgramCommand, limits: ProgramLimits, event: @escaping @Sendable (ProgramEvent) -> Void
  ) {
    self.command = command
    self.limits = limits
    self.event = event
  }

  var processIdentifier: Int32? { conversation?.identifier }

  /// Starts the program for the first time.
  mutating func start() throws(ProgramFailure) -> Offer {
    try persist { session throws(ProgramFailure) in try session.begun() }
  }

  /// Asks the program, which is started again when it fails.
  ///
  /// - Parameters:
  ///   - request: What it is asked.
  ///   - read: Takes the reply apart.
  /// - Returns: What `read` makes of it.
  /// - Throws: ``ProgramFailure`` when the restarts are used up, or would not help.
  mutating func ask<Reply>(
    _ request: ProgramRequest, read: (ProgramReply) throws(ReplyMistake) -> Reply
  ) throws(ProgramFailure) -> Reply {
    try persist { session throws(ProgramFailure) in
      _ = try session.begun()
      return try session.exchange(request, read: read)
    }
  }

  /// Ends the process, if there is one.
  mutating func hangUp(isPolite: Bool) {
    let event = event
    conversation?.end(isPolite: isPolite) { event(.message($0)) }
    conversation = nil
  }

  /// Does something until it succeeds or the restarts are used up.
  private mutating func persist<Value>(
    _ body: (inout ProgramSession<Offer>) throws(ProgramFailure) -> Value
  ) throws(ProgramFailure) -> Value {
    var restarts = 0
    while true {
      do throws(ProgramFailure) {
        return try body(&self)
      } catch {
        hangUp(isPolite: false)
        guard error.isWorthRestart, restarts < limits.restarts else {
          throw restarts == 0 ? error : error.after(restarts: restarts)
        }
        restarts += 1
        event(.restart(error))
      }
    }
  }

  /// What the program says of itself; it is started if it does not run.
  private mutating func begun() throws(ProgramFailure) -> Offer {
    if conversation != nil, let offer { return offer }
    do throws(SystemFailure) {
      conversation = try Conversation(command, limits)
    } catch {
      throw ProgramFailure(error, starting: command)
    }
    let now = try exchange(.start) { reply throws(ReplyMistake) in try Offer(reply) }
    if let offer, offer != now {
      throw ProgramFailure(
        .changed,
        "The program \"\(command)\" is another task since it was started again (\(offer.name) \(offer.version) "
          + "before, \(now.name) \(now.version) now, or other sizes). Start a new run, or bring back the old program."
      )
    }
    offer = now
    return now
  }

  /// One request and its reply.
  private mutating func exchange<Reply>(
    _ request: ProgramRequest, read: (ProgramReply) throws(ReplyMistake) -> Reply
  ) throws(ProgramFailure) -> Reply {
    id += 1
    let event = event
    let tell = { (text: String) in event(.message(text)) }
    guard var conversation else { preconditionFailure("a program is asked while it runs") }
    // Taken out while it is changed, so that its buffers are not copied.
    self.conversation = nil
    let line: [UInt8]
    do throws(Breakdown) {
      line = try conversation.exchange(request.line(id: id), tell: tell)
    } catch {
      let breakdown = conversation.breakOff(error, tell: tell)
      throw ProgramFailure(breakdown, of: command, limits, asking: request, last: conversation.messages.last)
    }
    self.conversation = conversation
    do throws(ReplyMistake) {
      return try read(try ProgramReply(line, id: id))
    } catch {
      throw ProgramFailure(error, of: command, asking: request)
    }
  }
}
