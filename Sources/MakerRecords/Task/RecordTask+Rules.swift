public import Maker
import MakerAgents

extension RecordTask {
  /// Voting rules with what the agents' files say.
  ///
  /// One agent has its own temperatures, limit and red flags. Of several in sequence the temperatures hold where all
  /// that say some say the same, the largest limit on tokens holds for all, and their patterns are looked at by the task.
  ///
  /// - Parameter rules: The rules that hold where the files say nothing. Their own red flags are left out.
  /// - Returns: The rules.
  public func rules(_ rules: VotingRules = VotingRules()) -> VotingRules {
    guard steps.agents.count > 1 else { return steps.agents[0].rules(rules) }
    var rules = rules
    let temperatures = Set(steps.agents.compactMap(\.temperatures))
    if temperatures.count == 1, let only = temperatures.first { rules.temperatures = only }
    let common = rules.maximumResponseTokens
    let asked = steps.agents.map { $0.maximumReplyTokens ?? common }
    let counted = steps.agents.map { $0.flags.maximumTokens ?? $0.maximumReplyTokens ?? common }
    rules.maximumResponseTokens = Self.largest(asked)
    rules.redFlags = [
      Refused(), Overlong(maximumTokens: Self.largest(counted)), Empty(), Unfinished(), OversizedReply(),
    ]
    return rules
  }

  /// The largest limit; nil when one of them is none.
  private static func largest(_ limits: [Int?]) -> Int? {
    limits.contains(nil) ? nil : limits.compactMap(\.self).max()
  }
}
