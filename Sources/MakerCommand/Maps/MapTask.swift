import Maker
import MakerAgents
import MakerJournal
import MakerPrograms
import MakerRecords

/// The records of a file and the agents they go through, with the users' programs running.
struct MapTask: ToolTask, LaneTask, DraftableTask {
  /// What is read and written.
  let files: MapFiles
  /// The records and their agents.
  let records: RecordTask
  private let running: [RunningAgent]
  /// How many records are worked on at a time.
  private let width: Int
  /// How many records were not decided in this session.
  let rejected: RejectCount

  /// How many records are worked on at a time where nobody says how many requests.
  static let usualWidth = ConnectionSettings().requestsAtOnce

  /// Reads the agents, starts their programs and looks through the records.
  ///
  /// - Parameters:
  ///   - files: What is read and written.
  ///   - withheld: Variables of the environment that the programs do not get.
  ///   - width: How many records are worked on at a time, 1 or more.
  ///   - maximumRejects: The most records of a session that may not be decided; nil for a tenth of those so far, and 20.
  /// - Throws: A failure that says what is wrong with a file.
  init(
    _ files: MapFiles, withholding withheld: Set<String> = [], width: Int = usualWidth,
    maximumRejects: Int? = nil
  ) throws(CommandFailure) {
    let steps = try Self.agents(at: files.agents)
    var running: [RunningAgent] = []
    do throws(ProgramFailure) {
      for agent in steps.agents { running.append(try RunningAgent(agent, withholding: withheld)) }
    } catch {
      for agent in running { agent.close() }
      throw CommandFailure(.resumable, error.message)
    }
    let checks = Dictionary(
      uniqueKeysWithValues: running.compactMap { agent in agent.recordCheck.map { (agent.agent.name, $0) } })
    do throws(RecordFailure) {
      let source = try RecordSource(scanning: files.input, as: files.format)
      var agents = running.map(\.agent)[...]
      records = try RecordTask(
        source, steps.mapped { agents.popFirst() ?? $0 }, checks: checks, limit: files.limit)
    } catch {
      for agent in running { agent.close() }
      throw CommandFailure(error)
    }
    (self.files, self.running, self.width) = (files, running, width)
    rejected = RejectCount(maximum: maximumRejects)
  }

  /// The agents of a file.
  ///
  /// - Throws: A failure with every mistake in it.
  static func agents(at path: String) throws(CommandFailure) -> AgentSteps {
    if CheckedFile.Kind(certain: try CheckedFile.text(at: path)) == .chain {
      throw CommandFailure(
        .usage, "\(path) is a chain file, which has no records; `maker run \(path)` runs it.")
    }
    do throws(AgentMistakes) {
      return try AgentFile.steps(at: path)
    } catch {
      let mistakes = error.mistakes.map { FileMistake($0).text }
      throw CommandFailure(.data, "The agent file cannot be used.\n" + mistakes.joined(separator: "\n"))
    }
  }

  var title: String {
    let (count, all) = (records.recordCount, records.source.count)
    let (those, part) = count < all ? ("the first ", "the \(Figures.count(all)) of ") : ("", "")
    return
      "\(records.steps.name), \(those)\(Figures.count(count)) \(count == 1 ? "record" : "records") of \(part)\(ShownPath.of(files.input))"
  }

  var otherWordings: Int { 0 }
  var laneLength: Int { records.laneLength }
  var stepCount: Int { records.stepCount }
  var initialState: RecordState { records.initialState }
  func state(beforeLane lane: Int) -> RecordState { records.state(beforeLane: lane) }
  func prompt(for state: RecordState) -> Prompt { records.prompt(for: state) }
  func answer(in reply: String) throws(Flagged) -> RecordAnswer { try records.answer(in: reply) }
  func answer(in reply: String, at state: RecordState) throws(Flagged) -> RecordAnswer {
    try records.answer(in: reply, at: state)
  }
  func apply(_ answer: RecordAnswer, to state: RecordState) -> RecordState {
    records.apply(answer, to: state)
  }
  func settled(at state: RecordState) -> Settlement<RecordAnswer>? { records.settled(at: state) }
  func undecided(_ reason: StepFailure.Reason, at state: RecordState) -> Settlement<RecordAnswer>? {
    guard let settlement = records.undecided(reason, at: state), rejected.allows(state.index) else {
      return nil
    }
    return settlement
  }

  /// The records, the agents and their programs.
  var identity: [String: String] {
    running.reduce(into: records.identity) { facts, agent in facts.merge(agent.identity) { own, _ in own } }
  }

  /// Why a program of the agents failed; nil as long as all of them work.
  private var programFailure: ProgramFailure? { running.lazy.compactMap(\.failure).first }

  var failure: LanguageModelError? {
    programFailure.map { LanguageModelError(.unavailable, $0.message) } ?? records.failure
  }

  var trouble: CommandFailure? { failure.map { CommandFailure(.resumable, $0.message) } }

  /// The agents' red flags. What the command line says of sampling was put before what the files say.
  func rules(_ rules: VotingRules) -> VotingRules {
    var own = records.rules(rules)
    (own.temperatures, own.maximumResponseTokens) = (rules.temperatures, rules.maximumResponseTokens)
    // What is asked for is not too long, unless a file says so of replies.
    let limits = records.steps.agents.compactMap(\.flags.maximumTokens)
    let most = limits.count == laneLength ? limits.max() : rules.maximumResponseTokens
    own.redFlags = own.redFlags.map { $0 is Overlong ? Overlong(maximumTokens: most) : $0 }
    return own
  }

  func words(for changes: [RunIdentity.Change]) -> String {
    let names = changes.map(\.name)
    var words: [String] = []
    if names.contains(where: { $0 == "task.input" || $0 == "task.records" || $0 == "task.format" }) {
      words.append("\(files.input) has changed since it was begun, or is another file")
    }
    let parts = Set(
      names.filter { $0.contains("agent") || $0 == "prompt" }.map { $0.split(separator: ".").last ?? "" })
    if !parts.isEmpty {
      words.append("the agents of \(files.agents) have changed (\(parts.sorted().joined(separator: ", ")))")
    }
    let others = changes.filter { change in
      !change.name.hasPrefix("task.") && !change.name.contains("agent") && change.name != "prompt"
    }
    return (words + others.map(\.description)).joined(separator: "; ")
  }

  /// What a row costs is known from its samples.
  var needsSamples: Bool { files.showsCost }

  func output(isResuming: Bool) throws(CommandFailure) -> MapOutput? {
    try MapOutput(of: records, files, isResuming: isResuming)
  }

  /// The records in parallel.
  func finish<Model: LanguageModel>(
    _ run: Run<MapTask, LocalDecider<Model>>, watching: (RunProgress) -> Void
  ) async throws(RunError) -> RunEnding {
    let source = records.source
    guard running.contains(where: \.hasPrograms) else {
      return try await finish(run, RecordDecider(run.decider, of: source), watching)
    }
    let running = running
    let guarded = ProgramGuard(run.decider) { running.lazy.compactMap(\.failure).first }
    return try await finish(run, RecordDecider(guarded, of: source), watching)
  }

  private func finish<Model: LanguageModel>(
    _ run: Run<MapTask, LocalDecider<Model>>, _ decider: some StepDecider, _ watching: (RunProgress) -> Void
  ) async throws(RunError) -> RunEnding {
    let run = Run(self, decider: decider, journal: run.journal, budget: run.budget, watch: run.watch)
    watching(run.progress)
    try await LaneRun(run, width: width).finish()
    return .done
  }
}

extension CommandFailure {
  /// A file of records that cannot be used.
  init(_ failure: RecordFailure) {
    switch failure.kind {
    case .unreadable, .exists: self.init(.usage, failure.message)
    case .unusable, .changed, .foreign, .corrupt: self.init(.data, failure.message)
    case .unwritable: self.init(.resumable, failure.message)
    }
  }
}
