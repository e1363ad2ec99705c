public import Maker

/// A chain whose prompts, answers and states come from a program of the user's, in whatever language.
///
/// An engine asks a task for a prompt or a state and expects one. A program can fail. So a run of this task needs a
/// ``ProgramDecider``, which ends it, resumable, before anything is paid for or recorded that the failure had a
/// part in:
///
/// ```swift
/// let program = try Program(ProgramCommand(["python3", "hanoi.py"], in: "Examples/Programs"))
/// let task = try ProgramTask(program)
/// let run = Run(task, decider: ProgramDecider(LocalDecider(model: model, rules: rules), of: task), journal: journal)
/// let ending = try await run.finishProgram()
/// ```
public struct ProgramTask: ChainTask {
  /// The program.
  public let program: Program
  let memory = ProgramMemory()
  private let firstQuestion: ProgramQuestion

  /// A task of a program that runs.
  ///
  /// - Parameter program: The program.
  /// - Throws: ``ProgramFailure`` when it has no prompt for its first state.
  public init(_ program: Program) throws(ProgramFailure) {
    self.program = program
    firstQuestion = try program.question(at: program.offer.initialState)
  }

  /// Why the program failed; nil as long as it works. Look at it after a run, an audit or a calibration: what came
  /// after the failure means nothing.
  public var failure: ProgramFailure? { memory.failure }

  /// The number of steps; the most there can be when the program decides when it is done.
  public var stepCount: Int { program.offer.stepCount }

  /// The program's first state.
  public var initialState: ProgramState { program.offer.initialState }

  /// What the program wants to be asked at a state.
  ///
  /// - Parameter state: The state.
  /// - Returns: The prompt; an empty one when the program failed or is done, which is never sent.
  public func prompt(for state: ProgramState) -> Prompt { question(at: state).prompt }

  /// The same question in the other words that the program has for it.
  ///
  /// - Parameter state: The state.
  /// - Returns: Its paraphrases; none when the program gives none, has failed or is done.
  public func paraphrases(for state: ProgramState) -> [Prompt] { question(at: state).paraphrases }

  private func question(at state: ProgramState) -> ProgramQuestion {
    // A run asks for its first prompt to know itself again, wherever it stands: that says nothing of where it is.
    if state == initialState { return firstQuestion }
    if let known = memory.question(at: state) { return known }
    memory.current = state
    let question = trying { () throws(ProgramFailure) -> ProgramQuestion in
      let state = try resolved(state)
      memory.current = state
      return state.isDone ? .none : try program.question(at: state)
    }
    guard let question else { return .none }
    memory.keep(question, at: state)
    return question
  }

  /// Reads a reply at the first state. Engines read at the state a reply belongs to, see ``answer(in:at:)``.
  ///
  /// - Parameter reply: The model's text.
  /// - Returns: The answer as the program reads it.
  /// - Throws: What the program flags.
  public func answer(in reply: String) throws(Flagged) -> ProgramAnswer {
    try answer(in: reply, at: initialState)
  }

  /// Lets the program read a reply.
  ///
  /// - Parameters:
  ///   - reply: The model's text, whole and untouched.
  ///   - state: The state whose prompt it replies to.
  /// - Returns: The answer as the program reads it.
  /// - Throws: What the program flags. When the program fails, a finding that must not be recorded; ``failure``
  ///   tells.
  public func answer(in reply: String, at state: ProgramState) throws(Flagged) -> ProgramAnswer {
    let reading = trying { () throws(ProgramFailure) in try program.reading(of: reply, at: resolved(state)) }
    guard let reading else { throw Flagged(.programFailed, failure?.message ?? "") }
    return try reading.get()
  }

  /// The state that the program makes of an answer.
  ///
  /// - Parameters:
  ///   - answer: The decided answer.
  ///   - state: The state it was decided at.
  /// - Returns: The next state. When the program fails, one that is worked out as soon as it answers again.
  public func apply(_ answer: ProgramAnswer, to state: ProgramState) -> ProgramState {
    trying { () throws(ProgramFailure) in try next(after: answer, at: state) } ?? state.postponing(answer)
  }

  /// The state that the program makes of an answer, remembered for ``apply(_:to:)``.
  ///
  /// - Parameters:
  ///   - answer: The answer.
  ///   - state: The state it is given at.
  /// - Returns: The next state.
  /// - Throws: ``ProgramFailure``.
  @discardableResult
  public func next(
    after answer: ProgramAnswer, at state: ProgramState
  ) throws(ProgramFailure) -> ProgramState {
    if let known = memory.next(after: state, answer) { return known }
    let next = try program.next(after: resolved(state), answer)
    memory.keep(next, after: state, answer)
    return next
  }

  /// The right answer at a state, for checking a run afterwards. It is never used for voting.
  ///
  /// - Parameter state: The state.
  /// - Returns: The right answer; nil when the program knows none.
  /// - Throws: ``ProgramFailure``.
  public func rightAnswer(at state: ProgramState) throws(ProgramFailure) -> ProgramAnswer? {
    program.offer.knowsTruth ? try program.truth(at: resolved(state)) : nil
  }

  /// What the program says of itself; its words and its folder are no part of it, so it may move.
  public var identity: [String: String] {
    let offer = program.offer
    var digest = FNV1a()
    digest.combine(offer.initialState.record[...])
    var facts = [
      "task": "program", "task.name": offer.name, "task.version": offer.version,
      "task.steps": offer.isOpenEnded ? "up to \(offer.stepCount)" : "\(offer.stepCount)",
      "task.protocol": "\(ProgramRequest.version)", "task.state": digest.digits,
    ]
    for (name, value) in offer.identity { facts["task.own.\(name)"] = value }
    return facts
  }

  /// The state itself, or what it becomes now that the program can be asked.
  private func resolved(_ state: ProgramState) throws(ProgramFailure) -> ProgramState {
    guard let answer = state.pending else { return state }
    return try next(after: answer, at: state.origin)
  }

  /// Asks the program; nil when it fails or has failed, which is remembered.
  private func trying<Value>(_ body: () throws(ProgramFailure) -> Value) -> Value? {
    guard memory.failure == nil else { return nil }
    do throws(ProgramFailure) {
      return try body()
    } catch {
      memory.fail(error)
      return nil
    }
  }
}
