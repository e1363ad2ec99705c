import Maker
import Synchronization

/// What a program's task remembers between the calls of an engine that cannot hear of failures: the first failure,
/// where the run stands, and what was asked already.
final class ProgramMemory: Sendable {
  private struct Contents {
    var failure: ProgramFailure?
    var current: ProgramState?
    var asked: (state: ProgramState, question: ProgramQuestion, resolved: ProgramState?)?
    var next: (state: ProgramState, answer: ProgramAnswer, next: ProgramState)?
  }

  private let contents = Mutex(Contents())

  /// The first failure; once there is one, nothing is asked any more.
  var failure: ProgramFailure? { contents.withLock { $0.failure } }

  /// The state whose prompt was asked for last, the first one aside.
  var current: ProgramState? {
    get { contents.withLock { $0.current } }
    set { contents.withLock { $0.current = newValue } }
  }

  func fail(_ failure: ProgramFailure) {
    contents.withLock { if $0.failure == nil { $0.failure = failure } }
  }

  /// The state that was made last.
  var last: ProgramState? { contents.withLock { $0.next?.next } }

  func keep(_ question: ProgramQuestion, at state: ProgramState) {
    contents.withLock { $0.asked = (state, question, $0.current) }
  }

  /// The question at a state, when it is the last one that was asked for; then the run stands there.
  func question(at state: ProgramState) -> ProgramQuestion? {
    contents.withLock { contents in
      guard let asked = contents.asked, asked.state == state else { return nil }
      contents.current = asked.resolved
      return asked.question
    }
  }

  func keep(_ next: ProgramState, after state: ProgramState, _ answer: ProgramAnswer) {
    contents.withLock { $0.next = (state, answer, next) }
  }

  func next(after state: ProgramState, _ answer: ProgramAnswer) -> ProgramState? {
    contents.withLock { contents in
      guard let kept = contents.next, kept.state == state, kept.answer == answer else { return nil }
      return kept.next
    }
  }
}
