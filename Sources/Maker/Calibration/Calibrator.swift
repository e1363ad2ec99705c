/// Measures a model on cases of a task: how often it is right, valid, and wrong in the same way twice.
///
/// ```swift
/// let cases = task.calibrationCases(1_000, seed: 1)
/// let outcome = await Calibrator(cases, rules: VotingRules(seed: 1)).calibrate(model, as: "openai/gpt-4.1-mini")
/// print(outcome.figures.p.lower)
/// ```
///
/// Samples are drawn, flagged and read as a run with the same rules does it, with seeds of their own: those of a run
/// with the same seed are others. The same rules, cases and options give the same figures, but for times, however
/// often it was stopped and gone on with.
public struct Calibrator<Answer: Hashable & Sendable>: Sendable {
  /// What is sampled, in this order.
  public let cases: [CalibrationCase<Answer>]
  /// How samples are drawn and flagged; the lead, the ladder and the limits have no part in it.
  public let rules: VotingRules
  /// How much is sampled, and when there is enough.
  public let options: CalibrationOptions
  /// What tokens cost.
  public let prices: PriceList
  /// How far it is.
  public let progress: CalibrationProgress
  /// What batches are waited for.
  public let batchProgress = BatchProgress()
  let budget: Budget?
  let log: (any CalibrationLog)?
  let clock: RunClock

  /// Makes a calibrator.
  ///
  /// - Parameters:
  ///   - cases: What is sampled, in this order.
  ///   - rules: How samples are drawn and flagged.
  ///   - options: How much is sampled, and when there is enough.
  ///   - prices: What tokens cost.
  ///   - budget: What may be spent; nothing more is asked once a cap of it is reached. It is charged for what earlier
  ///     sessions paid for when a model is calibrated; where several models share it, ``charged(_:)`` does so before
  ///     the first of them is asked.
  ///   - log: Where samples are kept; without it a calibration that stops begins anew.
  ///   - progress: Where it is seen how far it is.
  ///   - clock: Measures latency.
  public init(
    _ cases: [CalibrationCase<Answer>], rules: VotingRules = VotingRules(),
    options: CalibrationOptions = CalibrationOptions(), prices: PriceList = PriceList(),
    budget: Budget? = nil, log: (any CalibrationLog)? = nil,
    progress: CalibrationProgress = CalibrationProgress(), clock: RunClock = .continuous
  ) {
    self.cases = cases
    self.rules = rules
    self.options = options
    self.prices = prices
    self.budget = budget
    self.log = log
    self.progress = progress
    self.clock = clock
  }

  /// Measures a model. Cancelling it keeps what was sampled.
  ///
  /// - Parameters:
  ///   - model: What is asked; one that answers several samples of a prompt in one call is asked once a case.
  ///   - name: Its full name, for the figures.
  ///   - record: What earlier sessions paid for; it is not asked again.
  /// - Returns: What was measured, and why it stopped if it did.
  public func calibrate(
    _ model: some LanguageModel, as name: String, after record: CalibrationRecord = CalibrationRecord()
  ) async -> CalibrationOutcome {
    let sampler = DirectSampler(
      model: model, maximumResponseTokens: rules.maximumResponseTokens, part: options.part,
      concurrency: options.concurrency, till: till, clock: clock, spent: record.ledger)
    charge(record)
    var course = CalibrationCourse(self, sampler: sampler, known: record.samples)
    return await course.outcome(of: name, fetching: nil)
  }

  /// Measures a model through its provider's batches. Batches that are out when it stops are fetched by the next
  /// session.
  ///
  /// - Parameters:
  ///   - model: What is asked.
  ///   - name: Its full name, for the figures.
  ///   - record: What earlier sessions paid for; it is not asked again.
  ///   - batches: How batches are gone about; the window counts cases.
  /// - Returns: What was measured, and why it stopped if it did.
  public func calibrate(
    inBatches model: any BatchLanguageModel, as name: String,
    after record: CalibrationRecord = CalibrationRecord(), batches: BatchOptions = BatchOptions()
  ) async -> CalibrationOutcome {
    let sampler = BatchSampler(
      model: model, cases: cases.count, maximumResponseTokens: rules.maximumResponseTokens, options: batches,
      endsEarly: options.precision != nil, till: till, clock: clock, progress: batchProgress,
      spent: record.ledger)
    charge(record)
    var course = CalibrationCourse(self, sampler: sampler, known: record.samples)
    let out = record.batches.filter { !$0.isSettled }
    return await course.outcome(of: name) { sampler, known, ask in
      await sampler.takeOver(out, known: known, ask: ask)
    }
  }

  private var till: CalibrationTill { CalibrationTill(budget: budget, log: log, progress: progress) }

  /// What is asked at a place; nil for a place that there is not.
  func ask(_ place: CalibrationPlace) -> CalibrationAsk? {
    guard cases.indices ~= place.index, place.slot >= 0, place.attempt >= 0 else { return nil }
    let question = cases[place.index]
    // Steps of the same number at other sizes, and a run with the same seed, have luck of their own.
    let luck = rules.seed &+ UInt64(bitPattern: Int64(question.size ?? -1)) &* 0xD6E8_FEB8_6659_FD93
    let request = SampleRequest(
      slot: place.slot, attempt: place.attempt,
      temperature: rules.temperatures.of(slot: place.slot, attempt: place.attempt),
      seed: SampleSeed.of(
        run: luck, step: question.number, slot: place.slot, attempt: place.attempt))
    return CalibrationAsk(place: place, request: request, prompt: question.prompt)
  }

  /// How it samples, by name, for the figures.
  var sampling: [String: String] {
    [
      "temperature.first": "\(rules.temperatures.first)", "temperature.rest": "\(rules.temperatures.rest)",
      "maximum_response_tokens": rules.maximumResponseTokens.map { "\($0)" } ?? "model's own",
      "votes_per_case": "\(options.votesPerCase)", "attempts_per_vote": "\(options.attemptsPerVote)",
      "seed": "\(rules.seed)",
    ]
  }

  /// Without the right answer of every case, p follows from agreement.
  var basis: ModelCalibration.Basis { cases.allSatisfy { $0.right != nil } ? .truth : .agreement }
}
