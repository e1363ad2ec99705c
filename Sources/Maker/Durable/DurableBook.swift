/// What durable code has asked for so far, and what was recorded of it before: a pure state machine, without I/O.
///
/// The decisions of a scope stand in the order in which the code asks for them. As long as recorded ones are left the
/// code must ask for the next of them, in the same words; after them, for anything that it has not asked for before.
struct DurableBook {
  /// What becomes of a key that is asked for.
  enum Entry {
    /// It is on record.
    case recorded(ReplayedDecision)
    /// It is to be decided; it is this one of its scope, from 0.
    case new(place: Int)
  }

  private struct Recorded {
    let key: String
    let question: QuestionDigest
    let decision: ReplayedDecision
  }

  private struct Scope {
    /// What was recorded, in order; nil once it was handed out.
    var recorded: [Recorded?] = []
    /// How many of its decisions are made, recorded ones included.
    var made = 0
    /// The names of those that were asked for.
    var names: Set<String> = []
    /// The name of the one that is being made.
    var current: String?
    /// The name of one that did not come about.
    var stopped: String?

    /// The next one that is on record.
    var expected: Recorded? {
      made < recorded.count ? recorded[made] : nil
    }
  }

  private var scopes: [String: Scope] = [:]
  /// The scopes in the order of their first recorded decisions.
  private var recordedScopes: [String] = []
  private var isFinished: Bool

  /// A book of a run.
  ///
  /// - Parameter isFinished: Whether the run was finished before, so that nothing can follow what is recorded.
  init(isFinished: Bool = false) { self.isFinished = isFinished }

  /// Enters a decision of an earlier session, in the order it was recorded.
  ///
  /// - Throws: `JournalError` when it cannot follow the others.
  mutating func enter(_ answer: KeyedAnswer, _ decision: ReplayedDecision) throws(JournalError) {
    let key = DurableKey(path: answer.key)
    let count = scopes[key.scope]?.recorded.count ?? 0
    guard answer.place == count else {
      throw JournalError(
        .corrupt,
        "The recorded decision \"\(answer.key)\" says that it is decision \(answer.place + 1) of its scope, and "
          + "\(count) are before it; restore the run file from a copy.")
    }
    if count == 0 { recordedScopes.append(key.scope) }
    scopes[key.scope, default: Scope()].recorded.append(
      Recorded(key: answer.key, question: answer.question, decision: decision))
  }

  /// Begins with a key: it is the current one of its scope until ``end(_:isMade:)``.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - question: The digest of what is asked.
  ///   - prompt: What is asked, to show its beginning where it is not what was recorded.
  /// - Returns: What is recorded, or that it is to be decided.
  /// - Throws: ``DurableError`` when the code must not ask for it here; nothing has changed then.
  mutating func begin(
    _ key: DurableKey, _ question: QuestionDigest, prompt: Prompt
  ) throws(DurableError) -> Entry {
    func error(_ reason: DurableError.Reason) -> DurableError { DurableError(reason, key: key.path) }
    func path(_ name: String) -> String { DurableKey(scope: key.scope, name: name).path }
    if let problem = key.problem { throw error(.badKey(problem)) }
    // Taken out while it changes: a copy of a scope of many decisions costs as much as they are.
    var scope = scopes.removeValue(forKey: key.scope) ?? Scope()
    defer { scopes[key.scope] = scope }
    if let current = scope.current { throw error(.busy(with: path(current))) }
    if let stopped = scope.stopped, stopped != key.name { throw error(.stopped(at: path(stopped))) }
    if scope.names.contains(key.name) { throw error(.repeated) }
    if let recorded = scope.expected {
      guard recorded.key == key.path else {
        throw error(.otherKey(expected: recorded.key, place: scope.made))
      }
      let expected = recorded.question
      guard expected.prompt == question.prompt else {
        throw error(
          .otherPrompt(
            expected: expected.promptDigits, came: question.promptDigits,
            asked: String(prompt.content.prefix(60))))
      }
      guard expected.reader == question.reader else {
        throw error(.otherReader(expected: expected.readerDigits, came: question.readerDigits))
      }
      scope.recorded[scope.made] = nil
      scope.made += 1
      scope.names.insert(key.name)
      return .recorded(recorded.decision)
    }
    if isFinished { throw error(.finished) }
    scope.current = key.name
    scope.names.insert(key.name)
    return .new(place: scope.made)
  }

  /// Ends with a key that was to be decided.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - isMade: Whether it is decided and recorded. If not, nothing else in its scope can be asked for before it.
  mutating func end(_ key: DurableKey, isMade: Bool) {
    guard var scope = scopes.removeValue(forKey: key.scope) else { return }
    scope.current = nil
    scope.stopped = isMade ? nil : key.name
    if isMade { scope.made += 1 } else { scope.names.remove(key.name) }
    scopes[key.scope] = scope
  }

  /// Ends the run, if the code asked for everything that is on record and got an answer to everything it asked for.
  ///
  /// - Throws: ``DurableError`` if not; the run is open then as before.
  mutating func finish() throws(DurableError) {
    let missing = scopes.compactMap { path, scope in
      (scope.current ?? scope.stopped).map { DurableKey(scope: path, name: $0) }
    }
    if let key = missing.min(by: { $0.path < $1.path }) {
      let isBusy = scopes[key.scope]?.current != nil
      throw DurableError(isBusy ? .busy(with: key.path) : .stopped(at: key.path), key: "")
    }
    let left = scopes.values.reduce(0) { $0 + max(0, $1.recorded.count - $1.made) }
    for path in recordedScopes {
      if let scope = scopes[path], let recorded = scope.expected {
        throw DurableError(.unasked(count: left, place: scope.made), key: recorded.key)
      }
    }
    isFinished = true
  }
}
