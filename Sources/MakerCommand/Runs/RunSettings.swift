import Maker
import MakerJournal

/// Everything a person chose for a run: what its file keeps, so that it can be resumed as it was.
struct RunSettings: Sendable {
  var task: TaskSettings
  var selection: ModelSelection
  var k: Int
  var temperatures: Temperatures
  /// The most tokens of a reply; nil leaves it to the model.
  var maximumReplyTokens: Int?
  /// The samples of a step before the next rung of the ladder; 0 for no ladder.
  var rungSamples: Int
  var seed: UInt64
  /// False shows what one agent does alone: one sample a step, believed.
  var voting: Bool

  /// The settings on one line, for a person.
  func summary(of task: some ToolTask) -> String {
    // A map says how many records there are; with several agents there are more decisions.
    let records = (task as? MapTask)?.laneLength
    let isSaid = records == 1 || task.stepCount == DurableChain.openStepCount
    let size =
      isSaid ? "" : ", \(Figures.count(task.stepCount)) \(records == nil ? "steps" : "decisions")"
    let how = voting ? "k = \(k)" : "one sample a step, no voting"
    let (first, rest) = (temperatures.first, temperatures.rest)
    let warmth = first == rest ? "\(rest)" : "\(first) and then \(rest)"
    return
      "\(task.title)\(size), \(how), \(selection.summary) at temperature \(warmth), seed \(seed)"
  }

  /// How samples are voted on.
  ///
  /// - Parameters:
  ///   - limits: When a step is given up.
  ///   - task: The task, which says in how many other words it can be asked.
  /// - Returns: The rules.
  func rules(limits: StepLimits, for task: some ToolTask) -> VotingRules {
    let rules = VotingRules(
      k: k, temperatures: temperatures, seed: seed, maximumResponseTokens: maximumReplyTokens,
      ensemble: selection.mode == .ensemble ? selection.models.count : 1,
      ladder: voting ? ladder(of: task) : Ladder(),
      limits: voting ? limits : StepLimits(samplesPerStep: 1, attemptsPerSlot: 1))
    return task.rules(rules)
  }

  /// Only models that read instructions gain from other wordings.
  private func ladder(of task: some ToolTask) -> Ladder {
    guard rungSamples > 0, !selection.isLocal else { return Ladder() }
    return .standard(
      temperature: max(0.7, 2 * temperatures.rest), paraphrases: task.otherWordings,
      models: selection.models.count, samplesPerRung: rungSamples)
  }
}

extension ModelSelection {
  /// Whether every model runs in this process.
  var isLocal: Bool { models.allSatisfy { $0.endpoint == nil } }
}
