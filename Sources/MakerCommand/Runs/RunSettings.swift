import Maker
import MakerJournal
import MakerTasks

/// Everything a person chose for a run: what its file keeps, so that it can be resumed as it was.
struct RunSettings: Sendable {
  var disks: Int
  var parser: TowersOfHanoi.Parser
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
  var summary: String {
    let steps = Figures.count((1 << disks) - 1)
    let how = voting ? "k = \(k)" : "one sample a step, no voting"
    let (first, rest) = (temperatures.first, temperatures.rest)
    let warmth = first == rest ? "\(rest)" : "\(first) and then \(rest)"
    return
      "hanoi, \(disks) disks, \(steps) steps, \(how), \(selection.summary) at temperature \(warmth), seed \(seed)"
  }

  func task() throws(CommandFailure) -> TowersOfHanoi {
    do {
      return try TowersOfHanoi(disks: disks, parser: parser)
    } catch {
      throw CommandFailure(.usage, "\(error)")
    }
  }

  func rules(limits: StepLimits) -> VotingRules {
    VotingRules(
      k: k, temperatures: temperatures, seed: seed, maximumResponseTokens: maximumReplyTokens,
      ensemble: selection.mode == .ensemble ? selection.models.count : 1,
      ladder: voting ? ladder : Ladder(),
      limits: voting ? limits : StepLimits(samplesPerStep: 1, attemptsPerSlot: 1))
  }

  /// Only models that read instructions gain from other wordings.
  private var ladder: Ladder {
    guard rungSamples > 0, !selection.isLocal else { return Ladder() }
    return .standard(
      temperature: max(0.7, 2 * temperatures.rest), paraphrases: TowersOfHanoi.paraphraseCount,
      models: selection.models.count, samplesPerRung: rungSamples)
  }
}

extension ModelSelection {
  /// Whether every model runs in this process.
  var isLocal: Bool { models.allSatisfy { $0.endpoint == nil } }
}
