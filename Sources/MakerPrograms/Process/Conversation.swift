#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What went wrong between a request and its reply.
enum Breakdown: Error {
  /// The process has ended by itself, or somebody else ended it.
  case ended(ChildProcess.Ending)
  case timedOut
  case flooded
  case unasked
  case closedInput
  case closedOutput
}

/// One process of a program, and what is said to it and by it.
struct Conversation {
  /// How often it is looked after a process that says nothing.
  private static let round = Duration.milliseconds(250)

  private var child: ChildProcess
  private let limits: ProgramLimits
  private var lines: ReplyLines
  private(set) var messages: ProgramMessages
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  private var errorsAreOpen = true

  init(_ command: ProgramCommand, _ limits: ProgramLimits) throws(SystemFailure) {
    child = try ChildProcess(command)
    self.limits = limits
    lines = ReplyLines(longest: limits.replyBytes)
    messages = ProgramMessages(limits)
  }

  /// The number of the process.
  var identifier: Int32 { child.identifier }

  /// Writes a request and waits for the line that answers it.
  ///
  /// - Parameters:
  ///   - request: One line, with its line feed.
  ///   - tell: Is told what the program says on its standard error.
  /// - Returns: The reply, without its line feed.
  /// - Throws: `Breakdown`. The conversation is over then; call ``breakOff(_:tell:)``.
  mutating func exchange(_ request: [UInt8], tell: (String) -> Void) throws(Breakdown) -> [UInt8] {
    if readOutput() { throw .closedOutput }
    guard lines.isEmpty else { throw .unasked }
    var rest = request[...]
    let deadline = ContinuousClock.now + limits.timePerRequest
    while true {
      let left = deadline - .now
      guard left > .zero else { throw .timedOut }
      // Looked at before the output: what it wrote before it ended is read.
      let hasEnded = child.hasEnded
      wait(for: hasEnded ? .zero : min(left, Self.round), isWriting: !rest.isEmpty)
      readErrors(tell: tell)
      let isOver = readOutput()
      if let line = lines.next() {
        guard line.count <= limits.replyBytes else { throw .flooded }
        // An answer to half a request, or two answers to one: whatever it is, it is not what was asked for.
        guard rest.isEmpty, lines.isEmpty else { throw .unasked }
        return line
      }
      if lines.isOverlong { throw .flooded }
      // A process it started may hold the output open.
      if isOver || hasEnded { throw .closedOutput }
      guard !rest.isEmpty, let input = child.input else { continue }
      switch SystemCalls.give(rest, to: input) {
      case .moved(let count): rest = rest.dropFirst(count)
      case .later: break
      case .closed: throw .closedInput
      }
    }
  }

  /// Ends a conversation that went wrong.
  ///
  /// - Returns: What went wrong as far as it is known now: pipes close because a process ends.
  mutating func breakOff(_ breakdown: Breakdown, tell: (String) -> Void) -> Breakdown {
    switch breakdown {
    case .closedInput, .closedOutput:
      waitForEnd(tell: tell)
      guard child.hasEnded else { break }
      return .ended(end(isPolite: false, tell: tell))
    case .ended, .timedOut, .flooded, .unasked: break
    }
    end(isPolite: false, tell: tell)
    return breakdown
  }

  /// Ends the process and all that it started, once.
  ///
  /// - Parameters:
  ///   - isPolite: Whether it is given the time to end by itself when its input ends.
  ///   - tell: Is told what else the program says on its standard error.
  /// - Returns: How it ended.
  @discardableResult
  mutating func end(isPolite: Bool, tell: (String) -> Void) -> ChildProcess.Ending {
    if isPolite {
      child.closeInput()
      waitForEnd(tell: tell)
    }
    if !child.hasEnded {
      child.terminate()
      waitForEnd(tell: tell)
    }
    // What a process could have left in the pipe, and no more: another one may go on writing.
    for _ in 0..<16 { readErrors(tell: tell) }
    messages.finish(tell: tell)
    return child.reap()
  }

  private mutating func waitForEnd(tell: (String) -> Void) {
    let deadline = ContinuousClock.now + limits.timeToEnd
    while !child.hasEnded, ContinuousClock.now < deadline {
      readErrors(tell: tell)
      // What it still writes is dropped, so that a full pipe does not keep it from ending.
      _ = readOutput()
      lines = ReplyLines(longest: limits.replyBytes)
      var none: [pollfd] = []
      SystemCalls.wait(&none, milliseconds: 2)
    }
  }

  /// Waits until the program has written or can be written to.
  private func wait(for time: Duration, isWriting: Bool) {
    var waits = [pollfd(fd: child.output, events: Int16(POLLIN), revents: 0)]
    if errorsAreOpen { waits.append(pollfd(fd: child.errors, events: Int16(POLLIN), revents: 0)) }
    if isWriting, let input = child.input {
      waits.append(pollfd(fd: input, events: Int16(POLLOUT), revents: 0))
    }
    SystemCalls.wait(&waits, milliseconds: Int32((time / .milliseconds(1)).rounded(.up)))
  }

  /// Takes in what is there of its output, no more than is needed to know that it is too much.
  ///
  /// - Returns: Whether it has ended.
  private mutating func readOutput() -> Bool {
    while !lines.isOverlong {
      switch SystemCalls.take(from: child.output, into: &buffer) {
      case .moved(let count): lines.append(buffer[..<count])
      case .later: return false
      case .closed: return true
      }
    }
    return false
  }

  /// Takes in some of its standard error: a pipe full at the most, so that a flood does not hold up the rest.
  private mutating func readErrors(tell: (String) -> Void) {
    guard errorsAreOpen else { return }
    switch SystemCalls.take(from: child.errors, into: &buffer) {
    case .moved(let count): messages.take(buffer[..<count], tell: tell)
    case .later: break
    case .closed: errorsAreOpen = false
    }
  }
}
