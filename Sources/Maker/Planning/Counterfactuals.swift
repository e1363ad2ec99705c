#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What else could be done with the same model, for the same goal: the price of not voting, and of voting otherwise.
public struct Counterfactuals: Sendable, Hashable {
  /// A way to do the task.
  public enum Way: Sendable, Hashable {
    /// One agent goes through all steps, one sample a step, and nothing is checked: the first wrong step or invalid
    /// reply is the end.
    case alone
    /// One valid sample a step, sampled again while flagged, and believed.
    case unvoted
    /// Votes ahead by k, on so many steps in one reply.
    case stepsPerAgent(Int)
    /// The plain majority of so many votes, an odd number.
    case majority(votes: Double)
    /// The plan itself: votes ahead by k, a step each.
    case plan
  }

  /// What comes of a way.
  public struct Outcome: Sendable, Hashable {
    /// The way.
    public let way: Way
    /// The lead that decides; nil where none does.
    public let k: Int?
    /// The chance of zero errors; nil when it cannot be done this way.
    public let successProbability: Double?
    /// Expected samples of the whole run; nil when it cannot be done.
    public let samples: Double?
    /// Expected tokens of all prompts; nil when it cannot be done, or they are not known.
    public let inputTokens: Double?
    /// Expected tokens of all replies; nil when it cannot be done, or they are not known.
    public let outputTokens: Double?
    /// Expected cost in US dollars; nil when it cannot be done, or prices are not known.
    public let costUSD: Double?
  }

  /// How many steps in one reply are looked at, unless it is said otherwise.
  public static let usualStepsPerAgent = [2, 10, 100, 1000]

  /// The plan first, then one agent alone, no voting, several steps in one reply, and the majority.
  ///
  /// The majority is missing where no number of votes reaches the target.
  public let outcomes: [Outcome]

  /// Computes them.
  ///
  /// Everywhere p, v and the tokens are those of the plan's figures, p as estimated. What that leaves out favours the
  /// others: a prompt that grows with what came before, and a v that falls with the length of a reply. With m steps in
  /// one reply the chance that it is right is p^m, its prompt is that of one step, and its reply m times as long.
  ///
  /// - Parameters:
  ///   - plan: The plan that is compared.
  ///   - stepsPerAgent: Numbers of steps in one reply, each above 1; those above the steps of the task are left out.
  public init(to plan: Plan, stepsPerAgent: [Int] = usualStepsPerAgent) {
    let (figures, goal) = (plan.figures, plan.goal)
    let (p, v, steps) = (figures.p, figures.v, goal.steps)
    var outcomes = [
      Outcome(
        .plan, k: plan.k, success: plan.expected.successProbability, samples: plan.expected.samples, figures),
      // An invalid reply ends it as a wrong one does.
      Outcome(.alone, success: exp(steps * (log(p) + log(v))), samples: steps, figures),
      Outcome(.unvoted, success: exp(steps * log(p)), samples: steps / v, figures),
    ]
    for several in stepsPerAgent where several > 1 && Double(several) <= steps {
      let odds = ScalingLaws.logOdds(p: p, stepsPerAgent: Double(several))
      let agents = steps / Double(several)
      guard let k = ScalingLaws.kMin(logOdds: odds, decisions: agents, logTarget: goal.logTarget) else {
        outcomes.append(Outcome(impossible: .stepsPerAgent(several)))
        continue
      }
      outcomes.append(
        Outcome(
          .stepsPerAgent(several), k: k,
          success: ScalingLaws.success(logOdds: odds, k: k, decisions: agents),
          samples: agents * ScalingLaws.expectedVotes(logOdds: odds, k: k) / v, figures,
          stepsPerReply: Double(several)))
    }
    if let votes = MajorityVote.votes(p: p, steps: steps, logTarget: goal.logTarget) {
      let wrong = exp(MajorityVote.logWrong(p: p, votes: votes))
      outcomes.append(
        Outcome(
          .majority(votes: votes), success: exp(steps * log1p(-wrong)), samples: steps * votes / v, figures))
    }
    self.outcomes = outcomes
  }
}

extension Counterfactuals.Outcome {
  fileprivate init(
    _ way: Counterfactuals.Way, k: Int? = nil, success: Double, samples: Double, _ figures: ModelFigures,
    stepsPerReply: Double = 1
  ) {
    self.way = way
    self.k = k
    successProbability = success
    self.samples = samples
    inputTokens = figures.inputTokens.map { $0 * samples }
    outputTokens = figures.outputTokens.map { $0 * samples * stepsPerReply }
    costUSD = figures.sampleCostUSD(stepsPerReply: stepsPerReply).map { $0 * samples }
  }

  fileprivate init(impossible way: Counterfactuals.Way) {
    self.way = way
    (k, successProbability, samples) = (nil, nil, nil)
    (inputTokens, outputTokens, costUSD) = (nil, nil, nil)
  }
}

extension ModelFigures {
  /// The cost of a sample whose reply holds several steps; nil when it is not known.
  fileprivate func sampleCostUSD(stepsPerReply: Double) -> Double? {
    guard stepsPerReply != 1, sampleCostUSD != 0 else { return sampleCostUSD }
    guard let sampleCostUSD, let prices, let outputTokens else { return nil }
    return sampleCostUSD
      + prices.costUSD(inputTokens: 0, outputTokens: (stepsPerReply - 1) * outputTokens)
  }
}
