import Maker
import MakerJournal

/// A task that the tool runs, checks and shows.
protocol ToolTask: ChainTask {
  /// Its name and size, for a person.
  var title: String { get }

  /// The wordings that a step can be asked in besides the first.
  var otherWordings: Int { get }

  /// Decides every step that is left.
  ///
  /// - Parameters:
  ///   - run: The run.
  ///   - watching: Told of its progress before it begins.
  /// - Returns: How it ended.
  /// - Throws: `RunError`.
  func finish<Model: LanguageModel>(
    _ run: Run<Self, LocalDecider<Model>>, watching: (RunProgress) -> Void
  ) async throws(RunError) -> RunEnding

  /// Voting rules with what the task's own files add to them.
  func rules(_ rules: VotingRules) -> VotingRules

  /// Whether every sample has to be kept, whatever a person chose.
  var needsSamples: Bool { get }

  /// What is written beside the run file while the run goes on; nil for nothing.
  ///
  /// - Parameter isResuming: Whether an earlier session may have written a part of it.
  /// - Returns: What writes it.
  /// - Throws: A failure for a file that cannot be written or is there already.
  func output(isResuming: Bool) throws(CommandFailure) -> MapOutput?

  /// An audit of a run, which knows the right answers if the task can tell them by step.
  func audit(k: Int, leads: [LeadChange]) -> Audit<Self>

  /// Whether it can tell right answers that an audit cannot know.
  var knowsTruth: Bool { get }

  /// Compares decided answers with right ones that an audit cannot know.
  ///
  /// - Parameters:
  ///   - file: The run file.
  ///   - progress: How far to go.
  /// - Returns: The first step that was decided wrong; nil when none was, or nobody knows.
  /// - Throws: A failure when the file is damaged, or who knows cannot tell.
  func firstWrongStep(of file: RunFile, upTo progress: RunFileProgress) throws(CommandFailure) -> Int?

  /// What is not as it was recorded, in words.
  func words(for changes: [RunIdentity.Change]) -> String

  /// What a decision should have been, where the task knows it and the decision is something else.
  func rightAnswer(insteadOf decision: Decision<Answer>) -> Answer?

  /// Whether a run whose last state this is has nothing left to do, though there might have been more steps.
  static func isDone(at state: [UInt8]?) -> Bool

  /// What a person is told of an ending that the task knows more of; nil for any other.
  ///
  /// - Parameters:
  ///   - ending: How a session ended.
  ///   - path: The run file as a person would type it.
  /// - Returns: The failure of the command.
  func failure(of ending: RunEnding, path: String) -> CommandFailure?

  /// Why what the task said from some moment on means nothing; nil when it works.
  var trouble: CommandFailure? { get }
}

extension ToolTask {
  /// The state that a run file keeps; the first one where nothing was decided.
  func state(recorded record: [UInt8]?, in path: String) throws(CommandFailure) -> State {
    guard let record else { return initialState }
    do throws(MalformedRecord) {
      return try State(record: record)
    } catch {
      throw CommandFailure(.data, "The state in \(path) cannot be read: \(error).")
    }
  }

  func finish<Model: LanguageModel>(
    _ run: Run<Self, LocalDecider<Model>>, watching: (RunProgress) -> Void
  ) async throws(RunError) -> RunEnding {
    watching(run.progress)
    try await run.finish()
    return .done
  }

  func rules(_ rules: VotingRules) -> VotingRules { rules }
  var needsSamples: Bool { false }
  func output(isResuming: Bool) throws(CommandFailure) -> MapOutput? { nil }
  func audit(k: Int, leads: [LeadChange]) -> Audit<Self> { Audit(self, k: k, leads: leads) }
  var knowsTruth: Bool { false }
  func words(for changes: [RunIdentity.Change]) -> String {
    changes.map(\.description).joined(separator: "; ")
  }
  func firstWrongStep(of file: RunFile, upTo progress: RunFileProgress) throws(CommandFailure) -> Int? { nil }
  func rightAnswer(insteadOf decision: Decision<Answer>) -> Answer? { nil }
  static func isDone(at state: [UInt8]?) -> Bool { false }
  func failure(of ending: RunEnding, path: String) -> CommandFailure? { nil }
  var trouble: CommandFailure? { nil }
}
