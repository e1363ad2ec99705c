/// What was measured of one model.
public struct ModelCalibration: Sendable, Hashable, Codable {
  /// What p was compared with.
  public enum Basis: String, Sendable, Hashable, Codable {
    /// Known right answers.
    case truth
    /// Other samples of the same step. It cannot see an error that all samples make alike.
    case agreement
  }

  /// The model's full name, `openai/gpt-4.1-mini`.
  public var model: String
  /// How it was sampled, by name: temperatures, the most tokens of a reply.
  public var sampling: [String: String]
  /// The chance that a valid vote is right, over all first votes of the steps.
  ///
  /// Votes of one step are not independent when steps differ in difficulty: its interval counts them as
  /// ``Estimate/effectiveTrials``.
  public var p: Estimate
  /// The chance that a sample is valid.
  public var v: Proportion
  /// Steps that were sampled.
  public var cases: Int
  /// Discarded samples by kind.
  public var flags: [FlagKind: Int]
  /// Everything that was paid for, in tokens.
  public var usage: Usage
  /// Mean tokens of a prompt, as billed.
  public var meanInputTokens: Double
  /// Mean tokens of a reply, as billed.
  public var meanOutputTokens: Double
  /// Latency of a sample in milliseconds.
  public var latencyMs: LogHistogram
  /// What its tokens cost; nil when that is not known.
  public var prices: Prices?
  /// The mean cost of a sample in US dollars; nil when prices are not known.
  public var costPerSampleUSD: Double?
  /// Errors by the length of the reply in tokens, shortest first.
  public var lengths: [LengthErrors]
  /// Errors by the size of the task, smallest first; one element when only one size was measured.
  public var sizes: [SizeErrors]
  /// How often the first two votes of a step were both wrong; of none where right answers are not known.
  public var collisions: Collisions
  /// The same replies, read by each parser of the task; the flagging one first.
  public var parsers: [ParserFigures]
  /// The steps at which most went wrong, sampled again, worst first.
  public var worstSteps: [StepErrors]
  /// Why it ended before all its samples were taken: `precision`, a cap, an interruption; nil when it did not.
  public var endedEarly: String?

  /// Errors of replies of one length.
  public struct LengthErrors: Sendable, Hashable, Codable {
    /// The least number of tokens.
    public var from: Int
    /// The number of tokens that the next bin begins at.
    public var to: Int
    /// Valid votes and whether they were wrong.
    public var wrong: Proportion
    /// All samples and whether they were flagged.
    public var flagged: Proportion

    /// Makes a bin.
    public init(from: Int, to: Int, wrong: Proportion, flagged: Proportion) {
      (self.from, self.to, self.wrong, self.flagged) = (from, to, wrong, flagged)
    }
  }

  /// Errors at one size of the task.
  public struct SizeErrors: Sendable, Hashable, Codable {
    /// The size in the task's own measure, for Hanoi the disks.
    public var size: Int
    /// The chance that a valid vote is right.
    public var p: Estimate
    /// The chance that a sample is valid.
    public var v: Proportion

    /// Makes a row; `p` are counts, see ``Estimate``.
    public init(
      size: Int, basis: Basis = .truth, p: Proportion, effectiveTrials: Double? = nil, v: Proportion
    ) {
      self.init(size: size, p: Estimate(p, effectiveTrials: effectiveTrials, basis: basis), v: v)
    }

    init(size: Int, p: Estimate, v: Proportion) { (self.size, self.p, self.v) = (size, p, v) }
  }

  /// Steps whose first two votes were both wrong.
  public struct Collisions: Sendable, Hashable, Codable {
    /// How often that was so, of all steps with two votes.
    public var both: Proportion
    /// How often the two were for the same wrong answer.
    public var alike: Int
    /// How many steps it should be, were errors independent: (1-p)^2 of the steps.
    public var expected: Double

    /// Makes collisions.
    public init(both: Proportion, alike: Int, expected: Double) {
      (self.both, self.alike, self.expected) = (both, alike, expected)
    }
  }

  /// What one parser made of the replies.
  public struct ParserFigures: Sendable, Hashable, Codable {
    /// Its name: `flagging`, `repairing`.
    public var parser: String
    /// The chance that it takes a reply for valid.
    public var v: Proportion
    /// The chance that such a vote is right.
    public var p: Estimate
    /// Steps whose first two votes, as it reads them, were both wrong.
    public var collisions: Collisions

    /// Makes a row; `p` are counts, see ``Estimate``.
    public init(
      parser: String, v: Proportion, basis: Basis = .truth, p: Proportion, effectiveTrials: Double? = nil,
      collisions: Collisions
    ) {
      let p = Estimate(p, effectiveTrials: effectiveTrials, basis: basis)
      self.init(parser: parser, v: v, p: p, collisions: collisions)
    }

    init(parser: String, v: Proportion, p: Estimate, collisions: Collisions) {
      (self.parser, self.v, self.p, self.collisions) = (parser, v, p, collisions)
    }
  }

  /// Repeated samples of one step.
  public struct StepErrors: Sendable, Hashable, Codable {
    /// The step or case, as the task names it.
    public var name: String
    /// The chance that a valid vote is right at this step, from the repeated samples alone. Without right answers
    /// it is the share of the answer most of them gave.
    public var p: Proportion
    /// How many of the repeated samples were flagged.
    public var flagged: Int

    /// Whether more votes make a wrong decision here more likely, as far as the samples tell.
    public var isHopeless: Bool { p.upper < 0.5 }

    /// Makes a row.
    public init(name: String, p: Proportion, flagged: Int) {
      (self.name, self.p, self.flagged) = (name, p, flagged)
    }
  }

  /// What p was compared with.
  public var basis: Basis { p.basis }

  /// Makes the figures of a model; `p` are counts, see ``Estimate``.
  public init(
    model: String, sampling: [String: String] = [:], basis: Basis = .truth, p: Proportion,
    effectiveTrials: Double? = nil, v: Proportion,
    cases: Int, flags: [FlagKind: Int] = [:], usage: Usage = Usage(), meanInputTokens: Double = 0,
    meanOutputTokens: Double = 0, latencyMs: LogHistogram = LogHistogram(), prices: Prices? = nil,
    costPerSampleUSD: Double? = nil, lengths: [LengthErrors] = [], sizes: [SizeErrors] = [],
    collisions: Collisions, parsers: [ParserFigures] = [], worstSteps: [StepErrors] = [],
    endedEarly: String? = nil
  ) {
    self.model = model
    self.sampling = sampling
    self.p = Estimate(p, effectiveTrials: effectiveTrials, basis: basis)
    self.v = v
    self.cases = cases
    self.flags = flags
    self.usage = usage
    self.meanInputTokens = meanInputTokens
    self.meanOutputTokens = meanOutputTokens
    self.latencyMs = latencyMs
    self.prices = prices
    self.costPerSampleUSD = costPerSampleUSD
    self.lengths = lengths
    self.sizes = sizes
    self.collisions = collisions
    self.parsers = parsers
    self.worstSteps = worstSteps
    self.endedEarly = endedEarly
  }

  private enum CodingKeys: String, CodingKey {
    case model, sampling, p, v, cases, flags, usage, prices, lengths, sizes, collisions, parsers
    case meanInputTokens = "mean_input_tokens"
    case meanOutputTokens = "mean_output_tokens"
    case latencyMs = "latency_ms"
    case costPerSampleUSD = "cost_per_sample_usd"
    case worstSteps = "worst_steps"
    case endedEarly = "ended_early"
  }
}

extension ModelCalibration {
  /// What a plan needs to know of the model.
  public var figures: ModelFigures {
    ModelFigures(
      name: model, p: p.value ?? p.lower, pLower: p.lower, v: v.value ?? v.lower,
      inputTokens: meanInputTokens, outputTokens: meanOutputTokens, prices: prices,
      costPerSampleUSD: costPerSampleUSD, latencyMs: latencyMs.count > 0 ? latencyMs : nil)
  }

  /// What a plan needs to know of the model where another parser reads its replies.
  ///
  /// - Parameter parser: The name of a parser of the task.
  /// - Returns: Its own p and v, of the same replies; nil when it was not compared.
  public func figures(readBy parser: String) -> ModelFigures? {
    guard let first = parsers.first, first.parser != parser else { return figures }
    guard let own = parsers.first(where: { $0.parser == parser }) else { return nil }
    var figures = figures
    (figures.p, figures.pLower, figures.v) = (
      own.p.value ?? own.p.lower, own.p.lower, own.v.value ?? own.v.lower
    )
    return figures
  }
}
