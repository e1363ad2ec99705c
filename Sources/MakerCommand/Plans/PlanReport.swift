import Maker

/// What `plan --json` prints: the keys of the cheapest plan, all plans, and the models that have none.
struct PlanReport: Encodable {
  let plans: ModelPlans

  private enum CodingKeys: String, CodingKey {
    case plans, impossible
  }

  func encode(to encoder: any Encoder) throws {
    if let cheapest = plans.plans.first { try PlanObject(plan: cheapest).encode(to: encoder) }
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(plans.plans.map { PlanObject(plan: $0) }, forKey: .plans)
    try keys.encode(plans.refusals.map { RefusalObject(refusal: $0) }, forKey: .impossible)
  }
}

/// A plan as JSON.
struct PlanObject: Encodable {
  let plan: Plan

  private enum CodingKeys: String, CodingKey {
    case model, k, v, steps, target, concurrency, counterfactuals
    case pLower = "p_lower"
    case kMin = "k_min"
    case kMinLower = "k_min_lower"
    case maximumCostUSD = "max_cost_usd"
    case maximumWrong = "max_wrong"
    case approximateVotesPerStep = "approximate_votes_per_step"
    case atLowerBound = "at_p_lower"
  }

  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(plan.figures.name, forKey: .model)
    try keys.encode(plan.cautious.p, forKey: .pLower)
    try keys.encode(plan.figures.v, forKey: .v)
    try keys.encode(plan.goal.steps, forKey: .steps)
    try keys.encode(plan.goal.maximumWrong == nil ? plan.goal.target : nil, forKey: .target)
    try keys.encode(plan.goal.maximumWrong, forKey: .maximumWrong)
    try keys.encode(plan.goal.concurrency, forKey: .concurrency)
    try keys.encode(plan.goal.maximumCostUSD, forKey: .maximumCostUSD)
    try keys.encode(plan.kMin, forKey: .kMin)
    try keys.encode(plan.kMinLower, forKey: .kMinLower)
    try keys.encode(plan.k, forKey: .k)
    try keys.encode(plan.approximateVotesPerStep, forKey: .approximateVotesPerStep)
    try ProjectionObject(projection: plan.expected).encode(to: encoder)
    try keys.encode(ProjectionObject(projection: plan.cautious), forKey: .atLowerBound)
    try keys.encode(
      Counterfactuals(to: plan).outcomes.map { OutcomeObject(outcome: $0) }, forKey: .counterfactuals)
  }
}

/// A projection as JSON.
private struct ProjectionObject: Encodable {
  let projection: Projection

  private enum CodingKeys: String, CodingKey {
    case p, samples
    case successProbability = "success_probability"
    case expectedWrong = "expected_wrong"
    case votesPerStep = "votes_per_step"
    case samplesPerStep = "samples_per_step"
    case inputTokens = "input_tokens"
    case outputTokens = "output_tokens"
    case costUSD = "cost_usd"
    case sequentialSeconds = "sequential_seconds"
    case pipelinedSeconds = "pipelined_seconds"
  }

  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(projection.p, forKey: .p)
    try keys.encode(projection.successProbability, forKey: .successProbability)
    try keys.encode(projection.expectedWrong, forKey: .expectedWrong)
    try keys.encode(projection.votesPerStep, forKey: .votesPerStep)
    try keys.encode(projection.samplesPerStep, forKey: .samplesPerStep)
    try keys.encode(projection.samples, forKey: .samples)
    try keys.encode(projection.inputTokens, forKey: .inputTokens)
    try keys.encode(projection.outputTokens, forKey: .outputTokens)
    try keys.encode(projection.costUSD, forKey: .costUSD)
    try keys.encode(projection.sequentialSeconds, forKey: .sequentialSeconds)
    try keys.encode(projection.pipelinedSeconds, forKey: .pipelinedSeconds)
  }
}

/// A counterfactual as JSON.
private struct OutcomeObject: Encodable {
  let outcome: Counterfactuals.Outcome

  private enum CodingKeys: String, CodingKey {
    case way, k, votes, samples
    case stepsPerAgent = "steps_per_agent"
    case successProbability = "success_probability"
    case inputTokens = "input_tokens"
    case outputTokens = "output_tokens"
    case costUSD = "cost_usd"
  }

  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    switch outcome.way {
    case .plan: try keys.encode("plan", forKey: .way)
    case .alone: try keys.encode("alone", forKey: .way)
    case .unvoted: try keys.encode("unvoted", forKey: .way)
    case .stepsPerAgent(let steps):
      try keys.encode("steps_per_agent", forKey: .way)
      try keys.encode(steps, forKey: .stepsPerAgent)
    case .majority(let votes):
      try keys.encode("majority", forKey: .way)
      try keys.encode(votes, forKey: .votes)
    }
    try keys.encodeIfPresent(outcome.k, forKey: .k)
    try keys.encode(outcome.successProbability, forKey: .successProbability)
    try keys.encode(outcome.samples, forKey: .samples)
    try keys.encode(outcome.inputTokens, forKey: .inputTokens)
    try keys.encode(outcome.outputTokens, forKey: .outputTokens)
    try keys.encode(outcome.costUSD, forKey: .costUSD)
  }
}

/// A model without a plan, as JSON.
private struct RefusalObject: Encodable {
  let refusal: ModelPlans.Refusal

  private enum CodingKeys: String, CodingKey { case model, p, reason }

  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(refusal.figures.name, forKey: .model)
    try keys.encode(refusal.figures.p, forKey: .p)
    try keys.encode(PlanFigures.reason(refusal.failure), forKey: .reason)
  }
}
