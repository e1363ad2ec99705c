/// Everything a calibration counts of one model. It grows with the steps that went wrong, not with all of them.
struct CalibrationCounts<Answer: Hashable & Sendable> {
  /// A case at which something went wrong.
  struct Trouble {
    let index: Int
    /// Wrong votes; without right answers, votes beside the answer most gave.
    var wrong: Int
    var flagged: Int
  }

  let basis: ModelCalibration.Basis
  /// The size that p is for; nil takes all.
  private let size: Int?
  private(set) var cases = 0
  private(set) var strict = VoteCounts<Answer>()
  private var repaired: VoteCounts<Answer>?
  private var bySize: [Int: VoteCounts<Answer>] = [:]
  private var lengths = LengthBins()
  private var latencyMs = LogHistogram()
  /// First votes at the size that p is for.
  private var ledger = Ledger()
  /// Everything that was paid for.
  private(set) var paid = Ledger()
  private(set) var troubles: [Trouble] = []
  var worstSteps: [ModelCalibration.StepErrors] = []

  init(basis: ModelCalibration.Basis, size: Int?) {
    self.basis = basis
    self.size = size
  }

  /// Counts a case that has its votes, or as many as it got.
  mutating func count(_ votes: CaseVotes<Answer>, of question: CalibrationCase<Answer>) {
    let samples = votes.samples
    guard !samples.isEmpty else { return }
    for (sample, _) in samples { paid.enter(sample.response) }
    let reading = votes.strict
    if let size = question.size {
      bySize[size, default: VoteCounts()].count(reading, right: question.right)
    }
    guard size == nil || question.size == size else { return }
    cases += 1
    strict.count(reading, right: question.right)
    if let other = votes.repaired {
      repaired = repaired ?? VoteCounts()
      repaired?.count(other, right: question.right)
    }
    for (sample, result) in samples { count(sample, result, right: question.right) }
    let wrong = Self.wrong(reading.votes, right: question.right)
    let flagged = reading.samples - reading.votes.count
    if wrong + flagged > 0 {
      troubles.append(Trouble(index: votes.index, wrong: wrong, flagged: flagged))
    }
  }

  /// Counts what a sample of the worst steps cost.
  mutating func countRepeat(_ sample: CalibrationSample) { paid.enter(sample.response) }

  private mutating func count(
    _ sample: CalibrationSample, _ result: Result<Answer, Flagged>, right: Answer?
  ) {
    ledger.enter(sample.response)
    // A refusal that came as an error took no tokens, and a batch tells nothing of its times.
    if sample.latency > .zero { latencyMs.add(sample.latency / .milliseconds(1)) }
    let vote = try? result.get()
    lengths.count(
      tokens: sample.response.usage.outputTokens, isWrong: vote.map { $0 != right }, isJudged: right != nil)
  }

  private static func wrong(_ votes: [Answer], right: Answer?) -> Int {
    if let right { return votes.count { $0 != right } }
    let most = Dictionary(grouping: votes) { $0 }.values.map(\.count).max() ?? 0
    return votes.count - most
  }

  /// The cases at which most went wrong: by wrong votes, then by flags, then in the order they were sampled.
  func worst(_ count: Int) -> [Int] {
    let sorted = troubles.sorted { one, other in
      (other.wrong, other.flagged, one.index) < (one.wrong, one.flagged, other.index)
    }
    return sorted.prefix(count).map(\.index)
  }

  /// The estimate of p so far.
  var p: Estimate { strict.p(basis) }

  /// The figures of everything counted.
  func figures(
    model: String, sampling: [String: String], prices: PriceList, endedEarly: String?
  ) -> ModelCalibration {
    let (sampled, samples) = (ledger.total.usage, Double(max(1, ledger.total.samples)))
    let cost = ledger.total.samples > 0 ? prices.costUSD(of: ledger) : nil
    // Replies of one model are all under one name.
    var names: [String?] = ledger.named.keys.sorted()
    // A refusal that came as an error has no name either: without tokens it tells nothing of a price.
    if ledger.unnamed.usage.tokens > 0 { names.append(nil) }
    let listed = names.lazy.compactMap { prices.prices(of: $0) }.first
    var parsers = [row("flagging", strict)]
    if let repaired { parsers.append(row("repairing", repaired)) }
    return ModelCalibration(
      model: model, sampling: sampling, basis: basis, p: p.counts, effectiveTrials: p.effectiveTrials,
      v: strict.v, cases: cases,
      flags: strict.flags, usage: paid.total.usage, meanInputTokens: Double(sampled.inputTokens) / samples,
      meanOutputTokens: Double(sampled.outputTokens) / samples, latencyMs: latencyMs, prices: listed,
      costPerSampleUSD: cost.map { $0 / samples }, lengths: lengths.bins,
      sizes: bySize.sorted { $0.key < $1.key }.map { size, counts in
        ModelCalibration.SizeErrors(size: size, p: counts.p(basis), v: counts.v)
      },
      collisions: strict.collisions(basis), parsers: parsers, worstSteps: worstSteps, endedEarly: endedEarly)
  }

  private func row(_ parser: String, _ counts: VoteCounts<Answer>) -> ModelCalibration.ParserFigures {
    ModelCalibration.ParserFigures(
      parser: parser, v: counts.v, p: counts.p(basis), collisions: counts.collisions(basis))
  }
}
