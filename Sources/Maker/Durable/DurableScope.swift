/// A place in durable code where one thing is asked after another.
///
/// The decisions of a scope are made one at a time, in an order that must be the same whenever the code runs. Code that
/// goes on in several branches at once gives each a scope of its own; which of them is faster then changes nothing.
///
/// ```swift
/// async let left = solve(problem.left, in: run.scope("left"))
/// async let right = solve(problem.right, in: run.scope("right"))
/// ```
public struct DurableScope: Sendable {
  /// The run it is of.
  public let run: DurableRun
  /// Its path; empty for the outermost.
  public let path: String

  /// A scope within this one.
  ///
  /// - Parameter name: Its name, of at most 200 bytes without control characters. The same name is the same scope, and
  ///   `left/deep` is the scope `deep` of the scope `left`. A path has at most 2,000 bytes.
  /// - Returns: The scope. Nothing is recorded of one in which nothing is decided.
  public func scope(_ name: String) -> DurableScope {
    DurableScope(run: run, path: DurableKey(scope: path, name: name).path)
  }

  /// Decides a question by voting, or gives back what was decided.
  ///
  /// - Parameters:
  ///   - key: The name of the decision within this scope: at most 200 bytes, no slash, no control character.
  ///   - question: What is asked.
  /// - Returns: The answer that came out ahead by k; it is on record before this returns.
  /// - Throws: ``DurableError`` when it is not decided, or the code is not the one that was recorded.
  @discardableResult
  public func decide<Asked: Question>(
    _ key: String, _ question: Asked
  ) async throws(DurableError) -> Asked.Answer {
    let key = DurableKey(scope: path, name: key)
    guard let answer = try await run.poll(key, question, isPoll: false).answer else {
      throw DurableError(.unreadable(MalformedRecord("there is none")), key: key.path)
    }
    return answer
  }

  /// Votes on a question, and takes "undecided" for an answer too.
  ///
  /// When a limit of ``StepLimits`` other than one of time is reached that is what is recorded, with everything that was voted for: a further
  /// run of the code gets the same poll back and does not sample again.
  ///
  /// - Parameters:
  ///   - key: The name of the decision within this scope.
  ///   - question: What is asked.
  /// - Returns: The answer, if one came out ahead by k, and all candidates with their votes.
  /// - Throws: ``DurableError`` when the model fails, a cap is reached, or the code is not the one that was recorded.
  public func poll<Asked: Question>(
    _ key: String, _ question: Asked
  ) async throws(DurableError) -> Poll<Asked.Answer> {
    try await poll(key, question, stopsUndecided: false)
  }

  /// Votes on a question.
  ///
  /// - Parameters:
  ///   - key: The name of the decision within this scope.
  ///   - question: What is asked.
  ///   - stopsUndecided: Whether a vote that reaches its limit stops the code, as ``decide(_:_:)`` does, or is recorded.
  /// - Returns: The poll.
  /// - Throws: ``DurableError``.
  package func poll<Asked: Question>(
    _ key: String, _ question: Asked, stopsUndecided: Bool
  ) async throws(DurableError) -> Poll<Asked.Answer> {
    try await run.poll(DurableKey(scope: path, name: key), question, isPoll: !stopsUndecided)
  }
}
