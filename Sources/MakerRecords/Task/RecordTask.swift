public import Maker
public import MakerAgents

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
public struct RecordTask: LaneTask {
  /// The records.
  public let source: RecordSource
  /// What they go through.
  public let steps: AgentSteps
  /// For each agent the red flags that are looked at with its replies; none when the run's rules have them.
  private let flags: [[any RedFlag]]

  /// A task of a file's records.
  ///
  /// - Parameters:
  ///   - source: The records.
  ///   - steps: What they go through.
  ///   - checks: Further red flags by the names of the agents, as the user's check programs; they see the text alone.
  /// - Throws: ``RecordFailure`` when a column of the table has a name that an agent's answer needs.
  public init(
    _ source: RecordSource, _ steps: AgentSteps, checks: [String: any RedFlag] = [:]
  ) throws(RecordFailure) {
    (self.source, self.steps) = (source, steps)
    flags = steps.agents.map { agent in
      // Of a single agent they are in the rules, which know more of a reply than its text.
      let own = steps.agents.count == 1 ? [] : Self.textFlags(of: agent)
      return own + (checks[agent.name].map { [$0] } ?? [])
    }
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
  /// The records times the agents.
  public var stepCount: Int { source.count * laneLength }
  /// Before the first record.
  public var initialState: RecordState { RecordState(index: 0) }
  /// Before the record of the lane.
  public func state(beforeLane lane: Int) -> RecordState { RecordState(index: lane) }

  /// What the next agent is asked about the record.
  ///
  /// - Parameter state: The state.
  /// - Returns: The prompt; an empty one, which is never sent, where there is nothing to ask or the file cannot be read.
  public func prompt(for state: RecordState) -> Prompt {
    if case .prompt(let prompt) = question(at: state) { prompt } else { Prompt("") }
  }

  /// A rejection where nobody can be asked: of a bad record, of one that lacks a field, and after a rejection.
  public func settled(at state: RecordState) -> LaneSettlement<RecordAnswer>? {
    guard case .rejected(let reason, let line) = question(at: state) else { return nil }
    return LaneSettlement(.rejected(reason), reason: line.map { "line \($0): \(reason)" } ?? reason)
  }

  /// A rejection with the limit.
  public func undecided(_ limit: StepLimit, at state: RecordState) -> LaneSettlement<RecordAnswer>? {
    let agent = laneLength > 1 ? "\(steps.agents[min(state.answers.count, laneLength - 1)].name): " : ""
    return LaneSettlement(.rejected("\(agent)\(limit)"), reason: "\(agent)\(limit)")
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
    return .voted(try steps.agents[step].answer(in: reply))
  }

  /// The state before the record's next agent, or before the next record.
  public func apply(_ answer: RecordAnswer, to state: RecordState) -> RecordState {
    state.answers.count + 1 < laneLength
      ? RecordState(index: state.index, answers: state.answers + [answer])
      : RecordState(index: state.index + 1)
  }

  /// The file's bytes and the agents, not where the file is.
  public var identity: [String: String] {
    let own = [
      "task": "records", "task.format": source.format.rawValue, "task.input": source.digest,
      "task.records": "\(source.count)",
    ]
    return own.merging(steps.identity) { own, _ in own }
  }
}

extension RecordTask {
  /// What there is to ask at a state.
  private enum Question {
    case prompt(Prompt)
    /// Nothing: why, and the line of the record where that is what is bad.
    case rejected(String, line: Int?)
    /// Nothing, and nothing can be said: the file cannot be read, or there is no such record.
    case none
  }

  private func question(at state: RecordState) -> Question {
    if let reason = state.answers.lazy.compactMap(\.rejection).first { return .rejected(reason, line: nil) }
    guard 0..<source.count ~= state.index, state.answers.count < laneLength else { return .none }
    let row: RecordRow
    do throws(RecordFailure) { row = try source.row(at: state.index) } catch { return .none }
    switch row.record {
    case .failure(let bad): return .rejected(bad.reason, line: row.line)
    case .success(let record):
      // The columns of a table were looked at when the task was made.
      if source.columns == nil, let taken = record.fields.first(where: { Self.isTaken($0.name, by: steps) }) {
        return .rejected(
          "its field \"\(taken.name)\" has a name that an agent's answer takes", line: row.line)
      }
      do throws(AgentRecordFailure) {
        return .prompt(try prompt(about: record, after: state.answers.compactMap(\.answer)))
      } catch {
        return .rejected(error.description, line: row.line)
      }
    }
  }

  private func prompt(
    about record: AgentRecord, after answers: [AgentAnswer]
  ) throws(AgentRecordFailure) -> Prompt {
    let agent = steps.agents[answers.count]
    return try agent.prompt(for: answers.isEmpty ? record : steps.record(record, after: answers))
  }
}
