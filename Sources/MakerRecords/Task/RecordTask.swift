public import Maker
public import MakerAgents

/// A check of the user's: it looks at what was read out of a reply before that votes.
///
/// It is given the answer, the reply as it came, and the record that was asked about; it throws what it flags.
public typealias RecordCheck =
  @Sendable (_ answer: AgentAnswer, _ reply: String, _ record: AgentRecord) throws(Flagged) -> Void

/// The records of a file, each decided by one agent or by several in sequence: a lane a record, a step an agent.
///
/// ```swift
/// let task = try RecordTask(source, AgentFile.steps(at: "agent.yaml"))
/// let decider = RecordDecider(LocalDecider(model: model, rules: task.rules(VotingRules(k: 3))), of: source)
/// try await LaneRun(Run(task, decider: decider, journal: journal), width: 50).finish()
/// ```
///
/// A record that cannot be read, that lacks a field or whose votes reach a limit is rejected, and the others go on. A file
/// that cannot be read any more, or that is another, ends the run: for that it needs a ``RecordDecider``.
public struct RecordTask: LaneTask, DraftableTask {
  /// The records.
  public let source: RecordSource
  /// What they go through.
  public let steps: AgentSteps
  /// The most records that are decided, the first ones; nil for all.
  public let limit: Int?
  /// For each agent the red flags that are looked at with its replies; none when the run's rules have them.
  private let flags: [[any RedFlag]]
  /// For each agent the user's check, if it has one.
  private let checks: [RecordCheck?]

  /// A task of a file's records.
  ///
  /// - Parameters:
  ///   - source: The records.
  ///   - steps: What they go through.
  ///   - checks: Checks of the user's by the names of the agents.
  ///   - limit: The most records that are decided, the first ones, 1 or more; nil for all.
  /// - Throws: ``RecordFailure`` when a column of the table has a name that an agent's answer needs.
  public init(
    _ source: RecordSource, _ steps: AgentSteps, checks: [String: RecordCheck] = [:], limit: Int? = nil
  ) throws(RecordFailure) {
    (self.source, self.steps, self.limit) = (source, steps, limit)
    // Of a single agent they are in the rules, which know more of a reply than its text.
    flags = steps.agents.map { steps.agents.count == 1 ? [] : Self.textFlags(of: $0) }
    self.checks = steps.agents.map { checks[$0.name] }
    if let taken = source.columns?.first(where: { Self.isTaken($0, by: steps) }) {
      throw RecordFailure(
        .unusable,
        "The column \"\(taken)\" of \(source.path) has a name that an agent's answer takes. Rename the column or the agent."
      )
    }
  }

  private static func textFlags(of agent: Agent) -> [any RedFlag] {
    agent.flags.forbidden.map { PatternFlag($0, isRequired: false) }
      + agent.flags.required.map { PatternFlag($0, isRequired: true) }
  }

  /// Whether a field's name is one that an agent's answer takes in later prompts and in the output.
  static func isTaken(_ name: String, by steps: AgentSteps) -> Bool {
    steps.agents.contains { agent in
      let own = agent.name.utf8
      return name.utf8.starts(with: own)
        && (name.utf8.count == own.count || name.utf8.dropFirst(own.count).first == UInt8(ascii: "."))
    }
  }

  /// As many as there are agents.
  public var laneLength: Int { steps.agents.count }
  /// The records that are decided.
  public var recordCount: Int { min(source.count, limit ?? .max) }
  /// Those records times the agents.
  public var stepCount: Int { recordCount * laneLength }
  /// Before the first record.
  public var initialState: RecordState { RecordState(index: 0) }
  /// Before the record of the lane.
  public func state(beforeLane lane: Int) -> RecordState { RecordState(index: lane) }

  /// What the next agent is asked about the record.
  ///
  /// - Parameter state: The state.
  /// - Returns: The prompt; an empty one, which is never sent, where there is nothing to ask or the file cannot be read.
  public func prompt(for state: RecordState) -> Prompt {
    if case .asked(_, let prompt) = question(at: state) { prompt } else { Prompt("") }
  }

  /// A rejection where nobody can be asked: of a bad record, of one that lacks a field, and after a rejection.
  public func settled(at state: RecordState) -> Settlement<RecordAnswer>? {
    guard case .rejected(let reason, let line) = question(at: state) else { return nil }
    return Settlement(.rejected(reason), reason: line.map { "line \($0): \(reason)" } ?? reason)
  }

  /// A rejection where the votes reached a limit, or the record is too long for the model.
  ///
  /// A limit on time says nothing of the record, nor does any other failure of a model: the run stops, and goes on later.
  public func undecided(_ reason: StepFailure.Reason, at state: RecordState) -> Settlement<RecordAnswer>? {
    guard failure == nil else { return nil }
    let why: String
    switch reason {
    case .limit(.timePerStep), .cap, .cancelled: return nil
    case .limit(let limit): why = RejectReason.text(of: limit)
    case .model(let error) where error.code == .exceededContextWindowSize:
      why = RejectReason.text(ofTooLong: error.message)
    case .model(let error) where error.code == .unsupportedPrompt: why = error.message
    case .model: return nil
    }
    let agent = laneLength > 1 ? "\(steps.agents[min(state.answers.count, laneLength - 1)].name): " : ""
    return Settlement(.rejected(agent + why), reason: agent + why)
  }

  /// Reads a reply to the first agent. Engines read at the state a reply belongs to, see ``answer(in:at:)``.
  public func answer(in reply: String) throws(Flagged) -> RecordAnswer {
    try answer(in: reply, at: initialState)
  }

  /// Reads a reply as the next agent reads it.
  ///
  /// - Parameters:
  ///   - reply: The model's text.
  ///   - state: The state whose prompt it replies to.
  /// - Returns: The answer.
  /// - Throws: What the agent flags.
  public func answer(in reply: String, at state: RecordState) throws(Flagged) -> RecordAnswer {
    let step = min(state.answers.count, laneLength - 1)
    for flag in flags[step] {
      if let finding = flag.inspect(Response(reply)) { throw finding }
    }
    let answer = try steps.agents[step].answer(in: reply)
    if let check = checks[step] {
      // A file that cannot be read any more ends the run, and nothing is recorded.
      guard case .asked(let record, _) = question(at: state) else {
        throw Flagged(.malformed, "the record that was asked about cannot be read")
      }
      try check(answer, reply, record)
    }
    return .voted(answer)
  }

  /// The state before the record's next agent, or before the next record.
  public func apply(_ answer: RecordAnswer, to state: RecordState) -> RecordState {
    state.answers.count + 1 < laneLength
      ? RecordState(index: state.index, answers: state.answers + [answer])
      : RecordState(index: state.index + 1)
  }

  /// The file's bytes and the agents, not where the file is.
  public var identity: [String: String] {
    var own = [
      "task": "records", "task.format": source.format.rawValue, "task.input": source.digest,
      "task.records": "\(source.count)",
    ]
    own["task.limit"] = limit.map { "\($0)" }
    return own.merging(steps.identity) { own, _ in own }
  }
}

extension RecordTask {
  /// The file cannot be read any more, or is another.
  public var failure: LanguageModelError? {
    source.failure.map { LanguageModelError(.unavailable, $0.message) }
  }
}
