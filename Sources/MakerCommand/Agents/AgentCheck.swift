import Maker
import MakerAgents
import MakerPrograms
import MakerRecords

/// Checks agents: their prompts for a record, the programs they name, and, if asked to, what a model says.
struct AgentCheck: Sendable {
  let steps: AgentSteps
  let record: SampleRecord
  /// The model of each agent.
  let chosen: [ChosenModel]
  /// The samples of each agent that are taken; nil for none.
  let trials: Int?
  /// The fields of the records that have right answers.
  let labels: [RecordLabel]

  /// Prepares a check.
  ///
  /// - Parameters:
  ///   - steps: The agents.
  ///   - record: What prompts are shown for.
  ///   - trials: The samples of each agent that are taken; nil for none.
  ///   - labels: The fields of the records that have right answers.
  ///   - choice: What the command line says of sampling.
  /// - Throws: A failure for settings that make no sense, and for samples about a made-up record.
  init(
    _ steps: AgentSteps, record: SampleRecord, trials: Int?, labels: [RecordLabel], choice: SamplingChoice
  ) async throws(CommandFailure) {
    (self.steps, self.record, self.trials, self.labels) = (steps, record, trials, labels)
    if trials != nil, record.source == .madeUp, !record.record.fields.isEmpty {
      let named = record.record.fields.prefix(20).map(\.name).joined(separator: ", ")
      throw CommandFailure(
        .usage, "--try asks a model about a record with \(named); give one with --record or --input.")
    }
    var chosen: [ChosenModel] = []
    for agent in steps.agents { chosen.append(try await ChosenModel(FileModel(agent), choice)) }
    self.chosen = chosen
  }

  /// Checks the agents.
  ///
  /// - Parameter report: What is known of the file.
  /// - Returns: The same with the agents and their samples, or with what is wrong.
  /// - Throws: A failure for a model that cannot be asked.
  func checked(_ report: CheckReport) async throws(CommandFailure) -> CheckReport {
    var report = report
    (report.name, report.record) = (steps.name, record)
    var prompts: [(record: AgentRecord, prompt: Prompt)] = []
    var running: [RunningAgent] = []
    do throws(FileMistakes) {
      prompts = try shown(in: report.file)
      running = try started()
    } catch {
      report.mistakes = error.all
      return report
    }
    defer { for agent in running { agent.close() } }
    report.agents = steps.agents.indices.map { index in
      AgentSummary(
        agent: steps.agents[index], chosen: chosen[index], programs: running[index].programs,
        record: prompts[index].record, prompt: prompts[index].prompt)
    }
    report.warnings = AgentWarning.all(of: steps)
    if let all = record.records { report.input = try figures(of: all, by: running) }
    // Whoever stops it there does not want samples either.
    guard !report.isInterrupted, let trials else { return report }
    let session = try TrialSession(trials, of: chosen)
    do throws(CommandFailure) {
      try await sample(running, session, into: &report)
    } catch {
      await session.shutdown()
      throw error
    }
    await session.shutdown()
    return report
  }

  /// The prompt of each agent, with the record it is for.
  private func shown(in file: String) throws(FileMistakes) -> [(record: AgentRecord, prompt: Prompt)] {
    let mistakes: [AgentMistake]
    var prompts: [(record: AgentRecord, prompt: Prompt)] = []
    do throws(AgentRecordFailure) {
      mistakes = try steps.mistakes(for: record.record)
      if mistakes.isEmpty {
        for (agent, sample) in zip(steps.agents, try steps.samples(from: record.record)) {
          prompts.append((sample, try agent.prompt(for: sample)))
        }
      }
    } catch {
      throw FileMistakes(file: file, error.description)
    }
    guard mistakes.isEmpty else { throw FileMistakes(mistakes.map { FileMistake($0) }) }
    return prompts
  }

  /// What there is to say of all records, read and compared as the agents that run do.
  private func figures(
    of records: RecordSource, by running: [RunningAgent]
  ) throws(CommandFailure) -> InputFigures {
    var agents = running.map(\.agent)[...]
    let task: RecordTask
    do throws(RecordFailure) {
      task = try RecordTask(records, steps.mapped { agents.popFirst() ?? $0 })
    } catch {
      throw CommandFailure(error)
    }
    try MapChecks(task, input: records.path).check(labels)
    do throws(RecordFailure) {
      let survey = try RecordSurvey(of: task, labels: labels) { Task.isCancelled }
      return InputFigures(survey, of: records.path, count: records.count)
    } catch {
      throw CommandFailure(error)
    }
  }

  /// The agents with their programs, all of which run.
  private func started() throws(FileMistakes) -> [RunningAgent] {
    var running: [RunningAgent] = []
    var mistakes: [FileMistake] = []
    for (agent, chosen) in zip(steps.agents, chosen) {
      do throws(ProgramFailure) {
        running.append(
          try RunningAgent(agent, withholding: UserPrograms.withheld(chosen.settings)))
      } catch {
        mistakes.append(FileMistake(file: agent.file, error.message))
      }
    }
    guard mistakes.isEmpty else {
      for agent in running { agent.close() }
      throw FileMistakes(mistakes)
    }
    return running
  }

  /// Samples the agents one after another; each is told what came out ahead at those before.
  private func sample(
    _ running: [RunningAgent], _ session: TrialSession, into report: inout CheckReport
  ) async throws(CommandFailure) {
    var leaders: [AgentAnswer] = []
    for (index, agent) in running.enumerated() {
      let record: AgentRecord
      let prompt: Prompt
      do throws(AgentRecordFailure) {
        record = try steps.record(self.record.record, after: leaders)
        prompt = try agent.agent.prompt(for: record)
      } catch {
        // What an answer of the right form lacks, as an optional field, is told where it is missed.
        report.mistakes = [FileMistake(file: agent.agent.file, error.description)]
        return
      }
      let rules = agent.agent.rules(chosen[index].rules)
      var sampled = chosen[index].rules
      sampled.redFlags = rules.redFlags
      let (samples, stop) = try await session.samples(
        of: prompt, by: chosen[index], rules: sampled, step: index)
      let trial = Trial(samples) { response throws(Flagged) in
        try agent.answer(in: response, redFlags: sampled.redFlags, record: record)
      }
      if let failure = agent.failure {
        report.mistakes = [FileMistake(file: agent.agent.file, failure.message)]
        return
      }
      report.agents[index] = AgentSummary(
        agent: agent.agent, chosen: chosen[index], programs: agent.programs, record: record, prompt: prompt,
        trial: samples.isEmpty
          ? nil
          : TrialReport(trial, costUSD: session.costUSD(of: samples), json: \.json, canonical: \.canonical))
      report.stop = stop
      let rest = running[(index + 1)...].map(\.agent.name)
      guard stop == nil, let leader = trial.leader else {
        if stop == nil { report.unasked = rest }
        return
      }
      leaders.append(leader)
    }
  }
}
