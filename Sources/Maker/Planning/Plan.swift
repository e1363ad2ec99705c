/// The k, the votes, the cost and the chance of success that follow from what is known of a model.
public struct Plan: Sendable, Hashable {
  /// What is known before a plan is made.
  public struct Question: Sendable, Hashable {
    /// The chance that a valid vote is right, above 1/2 and at most 1.
    public var p: Double
    /// The chance that a sample is valid, above 0 and at most 1.
    public var v: Double
    /// The steps of the task.
    public var steps: Double
    /// The chance of zero errors that is wanted, between 0 and 1.
    public var target: Double
    /// The lead to plan for; nil asks for the least that reaches the target.
    public var k: Int?
    /// The tokens of one prompt and of one reply, and their prices; nil leaves the cost unknown.
    public var tokens: Tokens?

    /// Makes a question.
    public init(
      p: Double, v: Double = 1, steps: Double, target: Double = 0.95, k: Int? = nil, tokens: Tokens? = nil
    ) {
      self.p = p
      self.v = v
      self.steps = steps
      self.target = target
      self.k = k
      self.tokens = tokens
    }
  }

  /// The tokens of one sample and their prices.
  public struct Tokens: Sendable, Hashable {
    /// Tokens of one prompt.
    public var input: Double
    /// Tokens of one reply.
    public var output: Double
    /// What they cost.
    public var prices: Prices

    /// Makes a sample's tokens.
    public init(input: Double, output: Double, prices: Prices) {
      self.input = input
      self.output = output
      self.prices = prices
    }
  }

  /// What was asked.
  public let question: Question
  /// The least lead that reaches the target.
  public let kMin: Int
  /// The lead that is planned for.
  public let k: Int
  /// The chance of zero errors at ``k``.
  public let successProbability: Double
  /// Expected votes of a step, exact.
  public let votesPerStep: Double
  /// Expected votes of a step as the paper approximates them.
  public let approximateVotesPerStep: Double
  /// Expected samples of a step, flagged ones included.
  public let samplesPerStep: Double
  /// Expected cost of the whole run in US dollars; nil when prices are not known.
  public let costUSD: Double?

  /// Plans a run.
  ///
  /// - Returns: Nil when p is 1/2 or less: no lead makes such a model reliable.
  public init?(_ question: Question) {
    guard
      let kMin = ScalingLaws.kMin(p: question.p, steps: question.steps, target: question.target)
    else { return nil }
    let k = question.k ?? kMin
    let samples = ScalingLaws.expectedSamples(p: question.p, v: question.v, k: k)
    self.question = question
    self.kMin = kMin
    self.k = k
    successProbability = ScalingLaws.success(p: question.p, k: k, steps: question.steps)
    votesPerStep = ScalingLaws.expectedVotes(p: question.p, k: k)
    approximateVotesPerStep = ScalingLaws.approximateVotes(p: question.p, k: k)
    samplesPerStep = samples
    costUSD = question.tokens.map {
      $0.prices.costUSD(inputTokens: $0.input, outputTokens: $0.output) * samples * question.steps
    }
  }
}
