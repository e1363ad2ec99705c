import Maker

extension VotingRules {
  /// The rules of a poll that collects what is said: a lead that only as many equal votes have, and an end after as many.
  func collecting(_ count: Int) -> VotingRules {
    var rules = self
    (rules.k, rules.limits.votesPerStep) = (count, count)
    return rules
  }
}
