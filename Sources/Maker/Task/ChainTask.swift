/// A chain of dependent steps: each step's answer makes the state the next step starts from.
///
/// A microagent sees nothing but ``prompt(for:)`` of one state; it has no memory of the steps before. What it
/// replies is read by ``answer(in:)``, votes on equal answers are counted, and the decided answer moves the
/// state on through ``apply(_:to:)``.
///
/// ```swift
/// struct CountUp: ChainTask {
///   let stepCount = 1_000
///   let initialState = 0
///   func prompt(for state: Int) -> Prompt { Prompt("What is \(state) + 1? Reply with the number only.") }
///   func answer(in reply: String) throws(Flagged) -> Int {
///     guard let number = Int(reply) else { throw Flagged(.malformed, "not a number: \(reply)") }
///     return number
///   }
///   func apply(_ answer: Int, to state: Int) -> Int { answer }
/// }
/// ```
public protocol ChainTask<State, Answer>: Sendable {
  /// What a step knows. Small: it is recorded after every decision.
  associatedtype State: Recordable, Sendable
  /// What a step decides. Two replies vote for the same answer when these are equal.
  associatedtype Answer: Hashable, Recordable, Sendable

  /// How many steps the chain has.
  var stepCount: Int { get }

  /// The state before step 0.
  var initialState: State { get }

  /// What a microagent is asked at this state.
  func prompt(for state: State) -> Prompt

  /// The same question in other words, for a step that will not decide: each wording misleads a model differently.
  ///
  /// - Returns: As many wordings at every state. There are none by default.
  func paraphrases(for state: State) -> [Prompt]

  /// Reads the answer out of a reply, or says why the reply may not vote. It never repairs.
  ///
  /// - Parameter reply: The model's text, whole and untouched.
  /// - Returns: The answer in its canonical form.
  /// - Throws: ``Flagged`` with ``FlagKind/malformed`` or a kind of the task's own.
  func answer(in reply: String) throws(Flagged) -> Answer

  /// Reads the answer out of a reply to the prompt of a state. This is what an engine calls.
  ///
  /// A reply rarely means another thing at another state, so the default is ``answer(in:)``. Implement it where it does: a
  /// move that is illegal there, a name that is not among those that were asked about.
  ///
  /// - Parameters:
  ///   - reply: The model's text, whole and untouched.
  ///   - state: The state whose prompt it replies to.
  /// - Returns: The answer in its canonical form.
  /// - Throws: ``Flagged`` with ``FlagKind/malformed`` or a kind of the task's own.
  func answer(in reply: String, at state: State) throws(Flagged) -> Answer

  /// The state after `answer` was decided at `state`.
  func apply(_ answer: Answer, to state: State) -> State

  /// The answer at a state where there is nothing to ask: a record that cannot be read, a lane that was given up.
  ///
  /// - Parameter state: The state.
  /// - Returns: The answer and why nobody is asked; nil, as by default, where a model is.
  func settled(at state: State) -> Settlement<Answer>?

  /// What becomes of a step that does not decide: it reached a limit, or the model cannot be asked it.
  ///
  /// - Parameters:
  ///   - reason: Why it was not decided; never a cap or a cancellation.
  ///   - state: The state it was asked at.
  /// - Returns: The answer that stands for "not decided", so that the run goes on; nil, as by default, when it is to stop
  ///   there.
  func undecided(_ reason: StepFailure.Reason, at state: State) -> Settlement<Answer>?

  /// Every fact that, when changed, makes this another task: name, sizes, parser.
  ///
  /// A recorded run refuses to resume when one of them differs. The default is the type's name under `task`.
  var identity: [String: String] { get }
}

extension ChainTask {
  /// The same at every state.
  public func answer(in reply: String, at state: State) throws(Flagged) -> Answer { try answer(in: reply) }

  /// None.
  public func paraphrases(for state: State) -> [Prompt] { [] }

  /// Every step is voted on.
  public func settled(at state: State) -> Settlement<Answer>? { nil }

  /// The run stops.
  public func undecided(_ reason: StepFailure.Reason, at state: State) -> Settlement<Answer>? { nil }

  /// The name of the type.
  public var identity: [String: String] { ["task": String(describing: Self.self)] }
}

/// A task that knows the right answers, for checking a run afterwards and for drawing random steps.
///
/// The truth is never used for voting.
public protocol VerifiableTask: ChainTask {
  /// The state before step `step`, without walking there.
  ///
  /// - Parameter step: From 0 to ``ChainTask/stepCount``; the latter gives the final state.
  /// - Returns: The state that only right answers lead to.
  func state(before step: Int) -> State

  /// The right answer of step `step`, from 0 up to but not including ``ChainTask/stepCount``.
  func rightAnswer(at step: Int) -> Answer
}
